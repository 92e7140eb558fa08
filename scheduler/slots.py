"""Chooses the day and the hour inside a window at which an occurrence is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.working_days import Calendar

POSITIONS = ("default", "first_day", "first_working_day", "last_working_day", "nth_working_day", "day_of_month")

DEFAULT_LEAD = 2
"""Working days kept free before a deadline, unless an item says otherwise."""

_FIRST_HOUR = time(10, 0)
_STEP_MINUTES = 30
_STEPS = 14  # from 10:00 to 16:30
_STRIDE = 5  # has no divisor in common with _STEPS, so neighbouring items get different hours


@dataclass(frozen=True)
class Target:
    """Where in its window a slot lies.

    position: one of POSITIONS. n: which working day for "nth_working_day", which day for "day_of_month". at: local
    time, None spreads over the working hours. spread: any integer that tells items apart, so that they do not all
    fall on one moment. lead: working days kept free before a deadline. quiet: local hours from and until in which no
    slot lies; they may hold midnight, and equal ends are no hours at all. Raises ValueError for values outside these.
    """

    position: str = "default"
    n: int = 1
    at: time | None = None
    spread: int = 0
    lead: int = DEFAULT_LEAD
    quiet: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        if self.position not in POSITIONS:
            raise ValueError(f"unknown position: {self.position}")
        if self.position == "day_of_month" and not 1 <= self.n <= 31:
            raise ValueError(f"a month has no day {self.n}")
        if self.position == "nth_working_day" and self.n < 1:
            raise ValueError(f"working days are counted from 1, not {self.n}")
        if self.lead < 0:
            raise ValueError(f"lead is a number of days before the deadline, not {self.lead}")


def place_day(target: Target, start: date, end: date, calendar: Calendar, *, deadline: bool = False) -> date | None:
    """Return the day for a slot between `start` and `end`, both included.

    None when the position asks for a working day and the window has none: then a person decides.
    `deadline`: `end` is a latest day, so the default lies `target.lead` working days before it.
    """
    if target.position == "first_day":
        return start
    if target.position == "day_of_month":
        return _day_of_month(target.n, start, end)
    days = calendar.working_days(start, end)
    if not days:
        return None
    if target.position == "first_working_day":
        return days[0]
    if target.position == "last_working_day":
        return days[-1]
    if target.position == "nth_working_day":
        return days[min(target.n, len(days)) - 1]
    if deadline:
        return days[max(0, len(days) - 1 - target.lead)]
    third = len(days) // 3
    middle = days[third : len(days) - third]
    return middle[target.spread % len(middle)]


def _day_of_month(day_number: int, start: date, end: date) -> date:
    """Return the first such day of the month in the window; a window without one gives its nearest end."""
    month = start.replace(day=1)
    while month <= end:
        following = (month + timedelta(days=32)).replace(day=1)
        day = min(month + timedelta(days=day_number - 1), following - timedelta(days=1))
        if start <= day <= end:
            return day
        month = following
    return start if day_number <= start.day else end


def slot_at(target: Target, day: date, zone: ZoneInfo, *, turn: int = 0) -> datetime:
    """Return the instant of the slot on `day`, in UTC; each further turn of one item gets another hour."""
    return datetime.combine(day, target.at or _spread_time(target.spread + turn), zone).astimezone(UTC)


def _spread_time(spread: int) -> time:
    minutes = _FIRST_HOUR.hour * 60 + _FIRST_HOUR.minute + _STEP_MINUTES * (spread * _STRIDE % _STEPS)
    return time(minutes // 60, minutes % 60)
