"""When a digest is due, and until when it is still worth sending. Pure but for the calendar it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.working_days import WorkingCalendar


class Kind(StrEnum):
    WEEK = "week"
    UNWRITTEN = "unwritten"
    MONTH = "month"


LATEST = {Kind.WEEK: timedelta(days=2), Kind.UNWRITTEN: timedelta(hours=12), Kind.MONTH: timedelta(days=5)}
"""After this a digest tells what nobody needs any more: it is not sent."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    kind: Kind
    period: str
    """2026-W49, 2026-12-01, 2026-11: one digest of its kind for each."""
    at: datetime

    @property
    def until(self) -> datetime:
        return self.at + LATEST[self.kind]


def due_of(kind: Kind, *, today: date, at: time, zone: ZoneInfo, calendar: WorkingCalendar) -> Due | None:
    """The digest of the week, day or month that ``today`` lies in; None where nobody works in it."""
    first, last, period = SPANS[kind](today)
    day = calendar.first_working_day(first, last)
    return None if day is None else Due(kind, period, datetime.combine(day, at, zone))


def next_of(kind: Kind, *, now: datetime, at: time, zone: ZoneInfo, calendar: WorkingCalendar) -> Due | None:
    """The first one that is due after ``now``, of the coming two months."""
    today = now.astimezone(zone).date()
    for ahead in range(62):
        due = due_of(kind, today=today + ahead * DAY, at=at, zone=zone, calendar=calendar)
        if due is not None and due.at > now:
            return due
    return None


def week_of(day: date) -> tuple[date, date]:
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1) - DAY


def _week(day: date) -> tuple[date, date, str]:
    year, week, _weekday = day.isocalendar()
    return (*week_of(day), f"{year}-W{week:02}")


def _day(day: date) -> tuple[date, date, str]:
    return day, day, day.isoformat()


def _month(day: date) -> tuple[date, date, str]:
    """Sent in one month, about the one before."""
    first, last = month_of(day)
    return first, last, f"{first - DAY:%Y-%m}"


SPANS = {Kind.WEEK: _week, Kind.UNWRITTEN: _day, Kind.MONTH: _month}
