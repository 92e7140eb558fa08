"""The rule of a plan item: what the importer's JSON says about when it repeats, with the year filled in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.periods import in_plan_year, month_of

KINDS = (
    "one_off_month", "monthly", "quarterly", "half_year", "weekly", "daily", "continuous", "on_schedule", "dates",
    "unknown",
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """When a plan item repeats.

    kind: one of KINDS. rrule: RFC 5545 without DTSTART; it names a day only when the document does. window_start and
    window_end: the days it holds between, or None. dates: exact days. months: first days of whole months that each owe
    one. anchor: on (that day), by (not after it), from, during. per_period: how many each period owes.
    Raises ValueError for an unknown kind, anchor or count, and for a window that ends before it starts.
    """

    kind: str
    rrule: str | None = None
    window_start: date | None = None
    window_end: date | None = None
    dates: tuple[date, ...] = ()
    anchor: str = "during"
    per_period: int = 1
    months: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind: {self.kind}")
        if self.anchor not in ("on", "by", "from", "during"):
            raise ValueError(f"unknown anchor: {self.anchor}")
        if self.per_period < 1:
            raise ValueError(f"a period owes at least one occurrence, not {self.per_period}")
        if self.window_start and self.window_end and self.window_end < self.window_start:
            raise ValueError("the window ends before it starts")

    @classmethod
    def from_json(cls, kind: str, recurrence: Mapping[str, Any], *, year: int, school: bool = False) -> Rule:
        """Make a rule from the importer's JSON; `year` fills in for `--MM` and `--MM-DD`.

        school: September to December lie in `year`, January to August in the next. Raises ValueError.
        """
        window = recurrence.get("window") or {}
        start, end = _window(window.get("start"), window.get("end"), year, school=school)
        exact: list[date] = []
        months: list[date] = []
        for text in recurrence.get("dates", ()):
            first, last = _span(text, year, school=school)
            (exact if first == last else months).append(first)
        return cls(
            kind=kind,
            rrule=recurrence.get("rrule"),
            window_start=start,
            window_end=end,
            dates=tuple(exact),
            anchor=recurrence.get("anchor", "during"),
            per_period=recurrence.get("per_period", 1),
            months=tuple(months),
        )


def _window(
    start_text: str | None, end_text: str | None, year: int, *, school: bool
) -> tuple[date | None, date | None]:
    """Return both ends; an end without a year of its own that lies before its start belongs to the year after it."""
    start = _span(start_text, year, school=school)[0] if start_text else None
    if not end_text:
        return start, None
    end = _span(end_text, year, school=school)[1]
    if start and end < start and end_text.startswith("--"):
        following = start.year + (end.month <= start.month)
        end = _span(f"{following:04d}-{end_text[2:]}", year)[1]
    return start, end


def _span(text: str, year: int, *, school: bool = False) -> tuple[date, date]:
    """Return first and last day of an ISO text: 2026-12-15, 2026-12, --12-15 or --12. Raises ValueError."""
    if text.startswith("--"):
        text = f"{in_plan_year(int(text[2:4]), year, school=school):04d}-{text[2:]}"
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        day = date(*numbers)
        return day, day
    first = date(numbers[0], numbers[1], 1)
    return first, month_of(first).end
