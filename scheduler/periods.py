"""The periods of a year that occurrences are counted in, and the keys that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included."""

    key: str
    start: date
    end: date


def month_of(day: date, months: int = 1) -> Period:
    """Return the month of `day`, or the `months` months that begin with it."""
    start = day.replace(day=1)
    return Period(f"{day:%Y-%m}", start, months_after(start, months) - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """Return the quarter of `day`: 2026-Q1."""
    number = (day.month - 1) // 3
    start = date(day.year, number * 3 + 1, 1)
    return Period(f"{day.year}-Q{number + 1}", start, months_after(start, 3) - timedelta(days=1))


def half_year_of(day: date) -> Period:
    """Return the half-year of `day`: 2026-H1."""
    number = (day.month - 1) // 6
    start = date(day.year, number * 6 + 1, 1)
    return Period(f"{day.year}-H{number + 1}", start, months_after(start, 6) - timedelta(days=1))


def week_of(day: date, weeks: int = 1) -> Period:
    """Return the ISO week of `day`, or the `weeks` weeks that begin with it: 2026-W07."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02d}", start, start + timedelta(days=7 * weeks - 1))


def day_of(day: date) -> Period:
    """Return the single day: 2026-12-15."""
    return Period(day.isoformat(), day, day)


def stretch(start: date, end: date) -> Period:
    """Return the period from `start` to `end` with the plainest key: a month, quarter, half-year, day or both ends."""
    for known in (day_of(start), month_of(start), quarter_of(start), half_year_of(start)):
        if (known.start, known.end) == (start, end):
            return known
    return Period(f"{start.isoformat()}/{end.isoformat()}", start, end)


def months_after(first: date, months: int) -> date:
    """Return the first day of the month that follows `months` months after `first`."""
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
