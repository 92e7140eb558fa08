"""Until when approval must be asked for, so that a slot is kept. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.working_days import Calendar

WORKING_DAY = (time(9), time(18))
"""Local."""
HOURS_A_DAY = 9
_DAY = timedelta(days=1)


def ask_by(slot: datetime, hours: int, *, zone: ZoneInfo, calendar: Calendar | None) -> datetime:
    """Return the last instant that leaves ``hours`` before ``slot``; with a calendar only its working hours count."""
    if calendar is None or hours == 0:
        return slot - timedelta(hours=hours)
    left = timedelta(hours=hours)
    last = slot.astimezone(zone).date()
    for day in reversed(calendar.working_days(last - longest(hours, working=True), last)):
        begin, end = (_instant(day, at, zone) for at in WORKING_DAY)
        free = min(end, slot) - begin
        if free >= left:
            return min(end, slot) - left
        left -= max(free, timedelta(0))
    return slot - longest(hours, working=True)


def longest(hours: int, *, working: bool) -> timedelta:
    """Return a time that is never shorter than ``hours`` of a lead, days off included."""
    if not working:
        return timedelta(hours=hours)
    return (-(-hours // HOURS_A_DAY) * 2 + 21) * _DAY  # a long holiday, and half of all days off


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
