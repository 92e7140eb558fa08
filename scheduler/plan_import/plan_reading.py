"""What reading a plan gives: the plan, its items and their recurrences, and their JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from scheduler.plan_import.plan_dates import PlanDate, Window
from scheduler.plan_import.rows import NotRead
from scheduler.plan_import.wording import Wording


@dataclass(frozen=True)
class RecurrenceReading:
    """When an item repeats. Without the plan's year, `window` and `dates` have none. `at` is local time or None."""

    rrule: str | None
    window: Window | None
    dates: tuple[PlanDate, ...]
    anchor: str
    per_period: int
    at: time | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form: rrule, window, dates, anchor, per_period."""
        return {
            "rrule": self.rrule,
            "window": self.window.to_json() if self.window else None,
            "dates": [day.text() for day in self.dates],
            "anchor": self.anchor,
            "per_period": self.per_period,
        }


@dataclass(frozen=True)
class ItemReading:
    """One plan item as written and as understood. `review` holds codes of questions, empty when all is clear.

    place: (table, row), both from 1; (0, paragraph) for an item that stands outside tables.
    holiday: "ramazon" or "qurbon" when its day is counted from a holiday that moves; `holiday_offset` in days.
    """

    number: str | None
    section: str | None
    title: str
    method: str
    steps: tuple[str, ...]
    responsible: str | None
    deadline_text: str
    coverage_text: str
    kind: str
    recurrence: RecurrenceReading
    channels: tuple[str, ...]
    also_mentioned: tuple[str, ...]
    outlets: tuple[str, ...]
    review: tuple[str, ...]
    place: tuple[int, int] = (0, 0)
    holiday: str | None = None
    holiday_offset: int = 0

    @property
    def needs_review(self) -> bool:
        """Tell whether a person must look at this item."""
        return bool(self.review)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form of the item, keys in the documented order."""
        at = self.recurrence.at
        return {
            "number": self.number,
            "section": self.section,
            "title": self.title,
            "method": self.method,
            "steps": list(self.steps),
            "responsible": self.responsible,
            "deadline_text": self.deadline_text,
            "coverage_text": self.coverage_text,
            "kind": self.kind,
            "recurrence": self.recurrence.to_json(),
            "channels": list(self.channels),
            "also_mentioned": list(self.also_mentioned),
            "outlets": list(self.outlets),
            "needs_review": self.needs_review,
            "review": list(self.review),
            "place": list(self.place),
            "time": f"{at:%H:%M}" if at else None,
            "holiday": {"name": self.holiday, "offset": self.holiday_offset} if self.holiday else None,
        }


@dataclass(frozen=True)
class PlanReading:
    """A whole plan. `title` is as written, empty when there is none; `year_from` is "title", "option" or None.

    is_school_year: the year begins on 1 September of `year`. not_read: what in the document became no item.
    """

    title: str
    year: int | None
    year_from: str | None
    plan_review: tuple[str, ...]
    items: tuple[ItemReading, ...]
    not_read: tuple[NotRead, ...] = ()
    is_school_year: bool = False

    @property
    def needs_review(self) -> bool:
        """Tell whether anything in the plan waits for a person."""
        return bool(self.plan_review) or any(item.needs_review for item in self.items)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form of the plan, keys in the documented order."""
        return {
            "import_status": "needs_review" if self.needs_review else "ok",
            "plan_year": self.year,
            "year_from": self.year_from,
            "plan_review": list(self.plan_review),
            "items": [item.to_json() for item in self.items],
            "title": self.title,
            "school_year": self.is_school_year,
            "not_read": [place.to_json() for place in self.not_read],
        }


def recurrence_of(wording: Wording, year: int | None, *, school: bool = False) -> RecurrenceReading:
    """Return the recurrence of a wording, with the plan's year filled in where it is known."""
    return RecurrenceReading(
        rrule=wording.rrule,
        window=wording.window.in_year(year, school=school) if wording.window else None,
        dates=tuple(day.in_year(year, school=school) for day in wording.dates),
        anchor=wording.anchor,
        per_period=wording.per_period,
        at=wording.at,
    )
