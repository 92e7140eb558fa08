"""Compares what was read with what an office meant, and tells grave faults from small ones.

Schedules are told in short: `month 12`, `month 04..05`, `monthly BYMONTHDAY=5 by`, `monthly x2`, `dates 12-15 by`,
`dates 2027-02 2027-05`, `dates 12-09..12-14`, `half_year 01..06`. A date without a year is in the year of the plan.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.plan_reading import ItemReading, RecurrenceReading
from tests.plans.documents import Expected, Office

_KINDS = {"month": "one_off_month", "schedule": "on_schedule"}
_RULES = {
    "monthly": "FREQ=MONTHLY",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "half_year": "FREQ=MONTHLY;INTERVAL=6",
    "weekly": "FREQ=WEEKLY",
    "daily": "FREQ=DAILY",
}
_ANCHORS = ("by", "from")


@dataclass
class Verdict:
    """The faults found in one reading of one document; `needless` counts questions on items of plain wording."""

    lost: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    plain: int = 0


def judge(office: Office, expected: Sequence[Expected], read: Sequence[ItemReading], *, merges_lost: bool) -> Verdict:
    """Return the faults. With `merges_lost` the file says nothing of merged cells, so that a question is fair."""
    verdict = Verdict()
    left = list(read)
    for one in expected:
        found = next((item for item in left if _folded(item.title).startswith(_folded(one.title))), None)
        if found is None:
            verdict.lost += [] if one.is_optional else [one.title]
            continue
        left.remove(found)
        _judge_item(office, one, found, verdict, may_ask=merges_lost or one.asks != "")
    verdict.invented = [f"{item.number} {item.title!r}" for item in left]
    return verdict


def _judge_item(office: Office, one: Expected, item: ItemReading, verdict: Verdict, *, may_ask: bool) -> None:
    said = f"{item.number} {item.title[:30]!r} {item.deadline_text!r}/{item.coverage_text!r}: "
    said += f"{item.kind} {item.recurrence.to_json()} {item.channels} {item.review}"
    codes = set() if one.asks in ("", "~", "?") else set(one.asks.split("|")) - {"?"}
    is_right = any(_is_schedule(choice, item, office.year) for choice in one.schedules)
    is_told = one.channels is None or any(set(choice.split()) == set(item.channels) for choice in one.channels)
    if one.number is not None and item.number != one.number:
        verdict.wrong.append(f"number, not {one.number}: {said}")
    if not (is_right and is_told) and not item.needs_review:
        verdict.wrong.append(f"no question, not {one.schedules} on {one.channels}: {said}")
    if one.asks not in ("", "~") and not (codes & set(item.review) or ("?" in one.asks and item.needs_review)):
        verdict.wrong.append(f"must ask {one.asks}: {said}")
    if not may_ask:
        verdict.plain += 1
        if set(item.review) - _asked_once(office) or not (is_right and is_told):
            verdict.needless.append(f"plain, {one.schedules} on {one.channels}: {said}")


def _asked_once(office: Office) -> set[str]:
    """Return the codes that each item of such a plan must bear: without coverage nobody knows its channels."""
    return {"channel_unknown"} if "missing_column:coverage" in office.review else set()


def _is_schedule(choice: str, item: ItemReading, year: int | None) -> bool:
    name, *words = choice.split()
    kind = _KINDS.get(name, name)
    if item.kind != kind:
        return False
    if kind in ("unknown", "on_schedule", "continuous"):
        return True
    found = item.recurrence
    days = [word for word in words if re.fullmatch(r"[\d-]+(\.\.[\d-]+)?", word)]
    parts = [word for word in words if "=" in word]
    count = next((int(word[1:]) for word in words if re.fullmatch(r"x\d+", word)), 1)
    anchor = next((word for word in words if word in _ANCHORS), None)
    has_rule = kind in _RULES and not (kind == "half_year" and days)
    return (
        _rule(found.rrule) == (_meant_rule(kind, parts) if has_rule else set())
        and _spans(found, kind) == sorted(_span(day, year) for day in days)
        and found.per_period == count
        and (anchor is None or found.anchor == anchor)
        and not (anchor is None and found.anchor == "by")
    )


def _meant_rule(kind: str, parts: list[str]) -> set[str]:
    """Return the rule of the kind with its parts; where months are named they say how often."""
    names_months = any(part.startswith("BYMONTH=") for part in parts)
    return _rule(";".join(["FREQ=MONTHLY" if names_months else _RULES[kind], *parts]))


def _rule(text: str | None) -> set[str]:
    return set(text.split(";")) if text else set()


def _spans(found: RecurrenceReading, kind: str) -> list[tuple[str, str]]:
    """Return first and last day of each date and of the window; a window around dates or of a bare start is no span."""
    told = found.to_json()
    if told["dates"]:
        return sorted((_first(day), _last(day)) for day in told["dates"])
    if told["window"] and told["window"]["end"] and (kind not in ("weekly", "daily") or told["window"]["start"]):
        return [(_first(told["window"]["start"]), _last(told["window"]["end"]))]
    return []


def _span(text: str, year: int | None) -> tuple[str, str]:
    start, _, end = text.partition("..")
    return _first(_with_year(start, year)), _last(_with_year(end or start, year))


def _with_year(text: str, year: int | None) -> str:
    return text if re.match(r"\d{4}", text) else f"{'-' if year is None else year}-{text}"


def _first(text: str) -> str:
    return text if re.search(r"-\d\d-\d\d$", text) else f"{text}-01"


def _last(text: str) -> str:
    if re.search(r"-\d\d-\d\d$", text):
        return text
    year, month = text[:-3], int(text[-2:])
    return f"{text}-{calendar.monthrange(int(year) if year.isdigit() else 2025, month)[1]}"


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
