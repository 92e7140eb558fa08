"""Which days a view of the calendar shows, and its neighbours. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

View = Literal["month", "week", "list"]
VIEWS: tuple[View, ...] = get_args(View)
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
"""Days of a year that plans can have."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """``start`` and ``end``: first and last day shown; a month is shown in whole weeks, Monday first."""

    view: View
    day: date
    start: date
    end: date
    previous: date
    following: date

    @property
    def days(self) -> list[date]:
        return [self.start + timedelta(days=offset) for offset in range((self.end - self.start).days + 1)]

    @property
    def weeks(self) -> list[list[date]]:
        days = self.days
        return [days[place : place + 7] for place in range(0, len(days), 7)]

    def belongs(self, day: date) -> bool:
        """Whether a day is of the month that was asked for; of other views every day is."""
        return self.view != "month" or day.month == self.day.month


def read_day(text: str) -> date | None:
    """A day of an address, '2026-12-15'; None for anything else, and outside the years of plans."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def period_of(view: View, day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    if view != "month":
        return Period(view, day, monday, monday + timedelta(days=6), _within(day - WEEK), _within(day + WEEK))
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    start = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    return Period(
        view, day, start, end, _within(first - timedelta(days=1)).replace(day=1), _within(last + timedelta(days=1))
    )


def _within(day: date) -> date:
    return min(max(day, FIRST), LAST)
