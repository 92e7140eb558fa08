"""The periods of a year that occurrences are counted in, and the keys that name them.

A school year runs from September to August; its quarters and half-years begin there and are named by both its years.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_SCHOOL_STARTS = 9


class Period(NamedTuple):
    """A named stretch of days, both ends included."""

    key: str
    start: date
    end: date


def year_of(year: int, *, school: bool = False) -> tuple[date, date]:
    """Return first and last day of a plan's year; a school year is named by the first of its two."""
    first = date(year, _SCHOOL_STARTS if school else 1, 1)
    return first, months_after(first, 12) - timedelta(days=1)


def in_plan_year(month: int, year: int, *, school: bool = False) -> int:
    """Return the calendar year in which ``month`` of a plan's year lies."""
    return year + 1 if school and month < _SCHOOL_STARTS else year


def plan_year_of(day: date, *, school: bool = False) -> int:
    """Return the plan's year in which ``day`` lies, of a school year the first of its two."""
    return day.year - 1 if school and day.month < _SCHOOL_STARTS else day.year


@lru_cache(maxsize=4096)
def month_of(day: date, months: int = 1) -> Period:
    """Return the month of `day`, or the `months` months that begin with it."""
    start = day.replace(day=1)
    return Period(f"{day:%Y-%m}", start, months_after(start, months) - timedelta(days=1))


@lru_cache(maxsize=4096)
def quarter_of(day: date, school: bool = False) -> Period:
    """Return the quarter of `day`: 2026-Q1, of a school year 2026/27-Q1."""
    return _part_of(day, 3, "Q", school)


@lru_cache(maxsize=4096)
def half_year_of(day: date, school: bool = False) -> Period:
    """Return the half-year of `day`: 2026-H1, of a school year 2026/27-H1."""
    return _part_of(day, 6, "H", school)


@lru_cache(maxsize=4096)
def week_of(day: date, weeks: int = 1) -> Period:
    """Return the ISO week of `day`, or the `weeks` weeks that begin with it: 2026-W07."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02d}", start, start + timedelta(days=7 * weeks - 1))


@lru_cache(maxsize=4096)
def day_of(day: date) -> Period:
    """Return the single day: 2026-12-15."""
    return Period(day.isoformat(), day, day)


def stretch(start: date, end: date, school: bool = False) -> Period:
    """Return the period from `start` to `end` with the plainest key: a month, quarter, half-year, day or both ends."""
    for known in (day_of(start), month_of(start), quarter_of(start, school), half_year_of(start, school)):
        if (known.start, known.end) == (start, end):
            return known
    return Period(f"{start.isoformat()}/{end.isoformat()}", start, end)


def months_after(first: date, months: int) -> date:
    """Return the first day of the month that follows `months` months after `first`."""
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _part_of(day: date, months: int, letter: str, school: bool) -> Period:
    first_month = _SCHOOL_STARTS if school else 1
    year = plan_year_of(day, school=school)
    number = (day.month - first_month) % 12 // months
    start = months_after(date(year, first_month, 1), number * months)
    name = f"{year}/{(year + 1) % 100:02d}" if school else f"{year}"
    return Period(f"{name}-{letter}{number + 1}", start, months_after(start, months) - timedelta(days=1))
