"""Every duty of the report as one row, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from reports.ledger.entries import DutyEntry, Ledger
from reports.ledger.labels import status_label, why


@dataclass(frozen=True, slots=True)
class DutyRow:
    """In the report's language and alphabet; keys are those of the database. Times are in the ledger's zone."""

    item: str
    title: str
    """Of the post."""
    day: date
    window_start: date
    window_end: date
    channel: str
    """Empty: no channel answers to the plan's words."""
    status: str
    """Code, see reports.ledger.entries.Status."""
    status_words: str
    owed: bool
    """False: published besides; in no count."""
    out_on: date | None
    at: datetime | None
    link: str
    issue: str
    proofs: tuple[int, ...]
    approved_by: str
    approved_at: datetime | None
    why: str
    occurrence: int
    post: int | None
    delivery: int | None


def duty_rows(ledger: Ledger, turn: Callable[[str], str]) -> tuple[DutyRow, ...]:
    """In the plan's order; the language is the active one."""
    channels = {channel.id: turn(channel.name) for channel in ledger.channels}
    return tuple(_rows(ledger, channels, turn))


def _rows(ledger: Ledger, channels: dict[int, str], turn: Callable[[str], str]) -> Iterable[DutyRow]:
    for item in ledger.items:
        for entry in item.duties:
            yield _row(item.number, entry, "" if entry.channel is None else channels[entry.channel], turn)


def _row(number: str, entry: DutyEntry, channel: str, turn: Callable[[str], str]) -> DutyRow:
    return DutyRow(
        item=number,
        title=turn(entry.title),
        day=entry.day,
        window_start=entry.window[0],
        window_end=entry.window[1],
        channel=channel,
        status=entry.status.value,
        status_words=status_label(entry.status),
        owed=entry.owed,
        out_on=entry.out_on,
        at=entry.at,
        link=entry.link,
        issue=turn(entry.issue),
        proofs=entry.proofs,
        approved_by=turn(", ".join(entry.approved_by)),
        approved_at=entry.approved_at,
        why=turn(why(entry)),
        occurrence=entry.occurrence,
        post=entry.post,
        delivery=entry.delivery,
    )
