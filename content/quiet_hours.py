"""Hours of the day in which nothing goes out. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
"""From and until, local; ``until`` itself is not quiet. They may hold midnight; equal ends are no hours at all."""


def is_quiet(at: time, hours: Hours | None) -> bool:
    """Tell whether the local time lies in quiet hours."""
    if hours is None:
        return False
    start, end = hours
    return start <= at < end if start <= end else at >= start or at < end


def end_of_quiet(instant: datetime, zone: ZoneInfo, hours: Hours | None) -> datetime:
    """Return the first instant from ``instant`` on that is not quiet; ``instant`` itself when it is none."""
    local = instant.astimezone(zone)
    if hours is None or not is_quiet(local.time(), hours):
        return instant
    # where clocks change, an hour comes twice or not at all: what counts is what the clock shows then
    ends = (
        datetime.combine(local.date() + timedelta(days=days), hours[1], zone).replace(fold=fold).astimezone(UTC)
        for days in range(3)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > instant and not is_quiet(end.astimezone(zone).time(), hours))


def nearest_allowed(at: time, hours: Hours | None) -> time:
    """Return the time of the same day nearest to ``at`` that is not quiet: the end of the hours or just before them."""
    if hours is None or not is_quiet(at, hours):
        return at
    start, end = hours
    before = (datetime.combine(_ANY_DAY, start) - timedelta(minutes=1)).time()
    if before > start or is_quiet(before, hours):  # the day begins with quiet hours
        return end
    return before if _apart(before, at) < _apart(end, at) else end


_ANY_DAY = date(2000, 1, 1)


def _apart(one: time, other: time) -> timedelta:
    return abs(datetime.combine(_ANY_DAY, one) - datetime.combine(_ANY_DAY, other))
