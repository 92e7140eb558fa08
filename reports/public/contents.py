"""What the public is told of a plan: chosen field by field from the ledger, so that nothing else can slip out.

Never told: names of persons, reasons and their codes, titles of posts that are not out, anything of accounts. Values
are codes and ISO days: whoever shows them finds the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from reports.ledger.entries import FULFILLED, Counts, DutyEntry, ItemEntry, Ledger, count
from scheduler.periods import Period, quarter_of

MOST_POSTS = 12
"""Of one item in one quarter on the page, the newest; the data name all."""


NO_DUTY = {
    "": "elapsed",
    "nothing_owed": "nothing_due",
    "no_minimum": "continuous",
    "standing": "continuous",
}
"""Why an item has no duty, by the ledger's reason; any other means that its dates are still to be given."""


@dataclass(frozen=True, slots=True)
class Told:
    page: dict[str, Any]
    duties: list[dict[str, Any]]


def told_of(ledger: Ledger, sandbox: Set[int]) -> Told:
    """``sandbox``: keys of channels that only stand in for real ones; their links lead nowhere a reader can go."""
    channels = {one.id: {"name": one.name, "kind": one.kind, "is_test": one.id in sandbox} for one in ledger.channels}
    page = {
        "title": ledger.title,
        "organization": ledger.organization,
        "zone": ledger.zone,
        "first": ledger.first.isoformat(),
        "last": ledger.last.isoformat(),
        "counts": _counts(ledger.counts),
        "quarters": [_quarter(*one) for one in _by_quarter(ledger.entries, ledger.is_school_year)],
        "items": [
            _item(item, ledger, channels) for item in ledger.items if item.duties or item.nothing_owed != "withdrawn"
        ],
    }
    duties = [_duty(item, entry, ledger, channels) for item in ledger.items for entry in item.duties if entry.owed]
    return Told(page, duties)


def _item(item: ItemEntry, ledger: Ledger, channels: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "section": item.section,
        "title": item.title,
        "method": item.method,
        "deadline": item.deadline,
        "coverage": item.coverage,
        "no_duty": "" if item.duties else NO_DUTY.get(item.nothing_owed, "undated"),
        "counts": _counts(item.counts),
        "quarters": [
            _quarter(quarter, entries) | _posts(entries, channels)
            for quarter, entries in _by_quarter(item.duties, ledger.is_school_year)
        ],
    }


def _quarter(quarter: Period, entries: list[DutyEntry]) -> dict[str, Any]:
    return {
        "key": quarter.key,
        "first": quarter.start.isoformat(),
        "last": quarter.end.isoformat(),
        "counts": _counts(count(entries)),
    }


def _posts(entries: Iterable[DutyEntry], channels: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """What is out, one after the other, each with its channels."""
    found: dict[tuple[int, int | None], dict[str, Any]] = {}
    for entry in entries:
        if not _is_out(entry):
            continue
        post = found.setdefault(
            (entry.occurrence, entry.post),
            {"title": entry.title, "on": _day(entry), "status": entry.status.value, "places": []},
        )
        post["on"] = min(post["on"], _day(entry))
        channel = channels.get(entry.channel or 0)
        if channel is not None:
            post["places"].append(channel | {"link": _link(entry, channel), "issue": entry.issue})
    posts = sorted(found.values(), key=lambda post: str(post["on"]))
    return {"posts": posts[-MOST_POSTS:], "more": max(0, len(posts) - MOST_POSTS)}


def _duty(item: ItemEntry, entry: DutyEntry, ledger: Ledger, channels: dict[int, dict[str, Any]]) -> dict[str, Any]:
    channel = channels.get(entry.channel or 0, {"name": "", "kind": "", "is_test": False})
    out = _is_out(entry)
    return {
        "id": f"{entry.occurrence}-{entry.channel or 0}",
        "item_id": item.id,
        "item_number": item.number,
        "item_title": item.title,
        "deadline": item.deadline,
        "quarter": quarter_of(entry.day, ledger.is_school_year).key,
        "period_first": entry.window[0].isoformat(),
        "period_last": entry.window[1].isoformat(),
        "due_on": entry.day.isoformat(),
        "channel_id": entry.channel,
        "channel": channel["name"],
        "channel_kind": channel["kind"],
        "is_test_channel": channel["is_test"],
        "status": entry.status.value,
        "published_on": _day(entry) if out else None,
        "published_at": entry.at.isoformat() if out and entry.at else None,
        "title": entry.title if out else None,
        "link": (_link(entry, channel) or None) if out else None,
        "issue": (entry.issue or None) if out else None,
    }


def _is_out(entry: DutyEntry) -> bool:
    return entry.out_on is not None and entry.owed and entry.status in FULFILLED


def _day(entry: DutyEntry) -> str:
    assert entry.out_on is not None
    return entry.out_on.isoformat()


def _link(entry: DutyEntry, channel: dict[str, Any]) -> str:
    return entry.link if entry.link.startswith(("https://", "http://")) and not channel["is_test"] else ""


def _counts(counts: Counts) -> dict[str, Any]:
    of = {status.value: number for status, number in counts.of.items()}
    return {"of": of, "counted": counts.counted, "fulfilled": counts.fulfilled, "percent": counts.percent}


def _by_quarter(entries: Iterable[DutyEntry], school: bool) -> list[tuple[Period, list[DutyEntry]]]:
    found: dict[Period, list[DutyEntry]] = {}
    for entry in entries:
        if entry.owed:
            found.setdefault(quarter_of(entry.day, school), []).append(entry)
    return sorted(found.items(), key=lambda one: one[0].start)
