"""Calendar days and months as a plan writes them: the year, the day or both may be missing."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

SCHOOL_STARTS = 9


@dataclass(frozen=True, order=True)
class PlanDate:
    """A month or a day of a plan. `day` None is the whole month; `year` None waits for the plan's year."""

    month: int
    day: int | None = None
    year: int | None = None

    def in_year(self, year: int | None, *, school: bool = False) -> PlanDate:
        """Return the same date with `year` filled in where the document names none.

        A school plan's `year` is the first of its two: January to August belong to the second.
        """
        if self.year is not None or year is None:
            return self
        return replace(self, year=year + 1 if school and self.month < SCHOOL_STARTS else year)

    def exists(self) -> bool:
        """Tell whether the calendar has this date; 29 February without a year exists."""
        if not 1 <= self.month <= 12 or not (self.year is None or 1900 <= self.year <= 2200):
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]

    def first_day(self) -> date:
        """Return the first day covered. Raises ValueError when the year is missing."""
        return date(self._known_year(), self.month, self.day or 1)

    def last_day(self) -> date:
        """Return the last day covered. Raises ValueError when the year is missing."""
        year = self._known_year()
        return date(year, self.month, self.day or calendar.monthrange(year, self.month)[1])

    def text(self) -> str:
        """Return ISO text with what is known: 2026-12-15, 2026-12, --12-15 or --12."""
        head = f"{self.year:04d}-" if self.year is not None else "--"
        return f"{head}{self.month:02d}" + (f"-{self.day:02d}" if self.day is not None else "")

    def _known_year(self) -> int:
        if self.year is None:
            raise ValueError(f"{self.text()} has no year")
        return self.year


@dataclass(frozen=True)
class Window:
    """A stretch of a plan's year, both ends included."""

    start: PlanDate
    end: PlanDate

    def in_year(self, year: int | None, *, school: bool = False) -> Window:
        """Return the window in `year`; an end that lies before its start belongs to the next year."""
        start, end = self.start.in_year(year, school=school), self.end.in_year(year, school=school)
        if start.year is None or end.year is None or self.end.year is not None:
            return Window(start, end)
        ends_before = (end.year, end.month) < (start.year, start.month)
        return Window(start, replace(end, year=start.year + (end.month < start.month)) if ends_before else end)

    def to_json(self) -> dict[str, str]:
        """Return ISO texts: full days when the year is known, `--MM` or `--MM-DD` otherwise."""
        if self.start.year is None or self.end.year is None:
            return {"start": self.start.text(), "end": self.end.text()}
        return {"start": self.start.first_day().isoformat(), "end": self.end.last_day().isoformat()}


def whole_year(*, school: bool = False) -> Window:
    """Return the months of a plan's year: January to December, in a school plan September to August."""
    return Window(PlanDate(SCHOOL_STARTS), PlanDate(SCHOOL_STARTS - 1)) if school else Window(PlanDate(1), PlanDate(12))
