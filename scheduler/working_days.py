"""Which days an organisation works: Uzbekistan's holidays, a five- or six-day week, and local changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

import holidays


class Calendar(Protocol):
    """What the placing of slots needs to know about days."""

    def working_days(self, start: date, end: date) -> Sequence[date]:
        """Return the working days from `start` to `end`, both included, in order."""
        ...


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one organisation.

    week_days: 5 (Monday to Friday) or 6 (to Saturday). days_off and days_on overrule everything else; a day in both is
    worked. Raises ValueError for another length of the week.
    """

    week_days: int = 5
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.week_days not in (5, 6):
            raise ValueError(f"a working week has 5 or 6 days, not {self.week_days}")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the organisation works on `day`."""
        return bool(self.working_days(day, day))

    def working_days(self, start: date, end: date) -> tuple[date, ...]:
        """Return the working days from `start` to `end`, both included, in order."""
        return _working_days(self, start, end)

    def first_working_day(self, start: date, end: date) -> date | None:
        """Return the first working day of the window, or None when it has none."""
        return self.nth_working_day(start, end, 1)

    def last_working_day(self, start: date, end: date) -> date | None:
        """Return the last working day of the window, or None when it has none."""
        return self.nth_working_day(start, end, -1)

    def nth_working_day(self, start: date, end: date, nth: int) -> date | None:
        """Return the nth working day of the window, from 1, or from its end with -1; None when there are fewer."""
        days = self.working_days(start, end)
        if nth == 0 or abs(nth) > len(days):
            return None
        return days[nth - 1 if nth > 0 else nth]


@lru_cache(maxsize=4096)
def _working_days(calendar: WorkingCalendar, start: date, end: date) -> tuple[date, ...]:
    span = (end - start).days
    return tuple(day for offset in range(span + 1) if _is_worked(calendar, day := start + timedelta(days=offset)))


def _is_worked(calendar: WorkingCalendar, day: date) -> bool:
    if day in calendar.days_on:
        return True
    if day in calendar.days_off:
        return False
    free, moved_to_work = _public_days(day.year)
    return day not in free and (day.weekday() < calendar.week_days or day in moved_to_work)


@lru_cache(maxsize=64)
def _public_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the public holidays of a year and the weekend days that a decree made working days."""
    public = holidays.country_holidays("UZ", years=year, language="uz")
    return frozenset(public.keys()), frozenset(getattr(public, "weekend_workdays", ()))
