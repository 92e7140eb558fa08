"""Chooses the day and the hour inside a window at which an occurrence is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from content.quiet_hours import Hours, end_of_quiet, is_quiet, nearest_allowed

POSITIONS = ("default", "first_day", "first_working_day", "last_working_day", "nth_working_day", "day_of_month")

DEFAULT_LEAD = 2
"""Working days kept free before a deadline, unless an item says otherwise."""

_FIRST_HOUR = 10
_STEP_MINUTES = 30
_STEPS = 14  # from 10:00 to 16:30
_STRIDE = 5  # has no divisor in common with _STEPS, so neighbouring items get different hours

WORKING_HOURS = (time(_FIRST_HOUR), time(_FIRST_HOUR + _STEPS * _STEP_MINUTES // 60))
"""Slots without an hour of their own lie between these, local."""


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
    quiet: Hours | None = None

    def __post_init__(self) -> None:
        if self.position not in POSITIONS:
            raise ValueError(f"unknown position: {self.position}")
        if self.position == "day_of_month" and not 1 <= self.n <= 31:
            raise ValueError(f"a month has no day {self.n}")
        if self.position == "nth_working_day" and self.n < 1:
            raise ValueError(f"working days are counted from 1, not {self.n}")
        if self.lead < 0:
            raise ValueError(f"lead is a number of days before the deadline, not {self.lead}")

    @property
    def times(self) -> Sequence[time]:
        """The local times its slots take in turn, none of them quiet."""
        return _times(self.at, self.quiet)


def place_day(target: Target, start: date, end: date, days: Sequence[date], *, deadline: bool = False) -> date | None:
    """Return the day for a slot between `start` and `end`, both included, whose working days are `days`.

    None when the position asks for a working day and there is none. `deadline`: `end` is a latest day, so the default
    lies `target.lead` working days before it.
    """
    position = target.position
    if position == "first_day":
        return start
    if position == "day_of_month":
        return _day_of_month(target.n, start, end)
    if not days:
        return None
    if position == "default":
        if deadline:
            return days[max(0, len(days) - 1 - target.lead)]
        third = len(days) // 3
        return days[third + target.spread % (len(days) - 2 * third)]
    if position == "first_working_day":
        return days[0]
    if position == "last_working_day":
        return days[-1]
    return days[min(target.n, len(days)) - 1]


@lru_cache(maxsize=32768)
def slot_at(day: date, at: time, zone: ZoneInfo, quiet: Hours | None = None) -> datetime | None:
    """Return the instant of the local time on `day`, in UTC.

    Where clocks are put forward, a time that does not come gives the one the clock shows instead; None when that is
    quiet and the day has no later time that is not.
    """
    slot = datetime.combine(day, at, zone).astimezone(UTC)
    if quiet is not None and is_quiet(slot.astimezone(zone).time(), quiet):
        slot = end_of_quiet(slot, zone, quiet)
        if slot.astimezone(zone).date() != day:
            return None
    return slot


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


@lru_cache(maxsize=1024)
def _times(at: time | None, quiet: Hours | None) -> tuple[time, ...]:
    """Return the hour that was asked for, or else the steps of the working day, neighbours far apart."""
    if at is not None:
        return (nearest_allowed(at, quiet),)
    steps = [_step(number * _STRIDE % _STEPS) for number in range(_STEPS)]
    return tuple(step for step in steps if not is_quiet(step, quiet)) or (nearest_allowed(steps[0], quiet),)


def _step(number: int) -> time:
    minutes = _FIRST_HOUR * 60 + _STEP_MINUTES * number
    return time(minutes // 60, minutes % 60)
