"""Which days an organisation works: Uzbekistan's holidays, a five- or six-day week, and local changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

import holidays

_REST_DAYS_MOVE_SINCE = date(2023, 4, 30)
"""The Labour Code in force since then moves a rest day that meets a holiday to the next working day."""
_MOVING = {"ramazon": "Roʻza hayit", "qurbon": "Qurbon hayit"}


class Calendar(Protocol):
    """What the placing of slots needs to know about days."""

    def working_days(self, start: date, end: date) -> Sequence[date]:
        """Return the working days from `start` to `end`, both included, in order."""
        ...


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one organisation.

    week_days: 5 (Monday to Friday) or 6 (to Saturday). not_holidays: public holidays that were estimated and then
    confirmed for another day; confirmed: those other days. days_off and days_on overrule everything else; a day in
    both is worked. Raises ValueError for another length of the week.
    """

    week_days: int = 5
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    not_holidays: frozenset[date] = frozenset()
    confirmed: frozenset[date] = frozenset()
    _windows: dict[tuple[date, date], tuple[date, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.week_days not in (5, 6):
            raise ValueError(f"a working week has 5 or 6 days, not {self.week_days}")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the organisation works on `day`."""
        return bool(self.working_days(day, day))

    def working_days(self, start: date, end: date) -> tuple[date, ...]:
        """Return the working days from `start` to `end`, both included, in order."""
        found = self._windows.get((start, end))
        if found is None:
            found = self._windows[start, end] = _working_days(self, start, end)
        return found

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


def moving_holiday(name: str, year: int) -> date | None:
    """Return the day of "ramazon" or "qurbon" in a year as the public calendar has it, of later years an estimate.

    None for a year the calendar does not know, and for another name.
    """
    return _public_days(year).moving.get(name)


def _working_days(calendar: WorkingCalendar, start: date, end: date) -> tuple[date, ...]:
    days: tuple[date, ...] = ()
    for year in range(start.year, end.year + 1):
        days += _days_of_year(calendar, year)
    return days[bisect_left(days, start) : bisect_right(days, end)]


@lru_cache(maxsize=256)
def _days_of_year(calendar: WorkingCalendar, year: int) -> tuple[date, ...]:
    off = _free_days(calendar, year) | calendar.days_off
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(365 + isleap(year)))
    return tuple(day for day in days if day in calendar.days_on or (day not in off and not _is_rest_day(calendar, day)))


def _free_days(calendar: WorkingCalendar, year: int) -> frozenset[date]:
    """Return the holidays of a year and the days to which rest days that meet one have moved."""
    public = _public_days(year).off - calendar.not_holidays
    free = {*public, *(day for day in calendar.confirmed if day.year == year)}
    for day in sorted(free):
        if day >= _REST_DAYS_MOVE_SINCE and _is_rest_day(calendar, day):
            while day in free or _is_rest_day(calendar, day):
                day += timedelta(days=1)
            free.add(day)
    return frozenset(free)


def _is_rest_day(calendar: WorkingCalendar, day: date) -> bool:
    return day.weekday() >= calendar.week_days and day not in _public_days(day.year).worked


class _PublicDays(NamedTuple):
    off: frozenset[date]
    worked: frozenset[date]
    """Weekend days that a decree made working days."""
    moving: Mapping[str, date]


@lru_cache(maxsize=64)
def _public_days(year: int) -> _PublicDays:
    # the library moves rest days for a five-day week only
    public = holidays.country_holidays("UZ", years=year, language="uz", observed=False)
    moving = {
        name: min(days)
        for name, words in _MOVING.items()
        if (days := [day for day, names in public.items() if words in names])
    }
    return _PublicDays(frozenset(public.keys()), frozenset(getattr(public, "weekend_workdays", ())), moving)
