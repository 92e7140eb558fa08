"""Where what is late already goes: spread over what is left of its window. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.quiet_hours import Hours, end_of_quiet, is_quiet
from scheduler.slots import WORKING_HOURS
from scheduler.working_days import Calendar

_WHOLE_DAY = (time.min, None)
_Stretch = tuple[datetime, datetime]
"""An instant and the one that is not part of it any more."""


def spread_from_now(
    count: int, *, now: datetime, last_day: date, zone: ZoneInfo, calendar: Calendar, quiet: Hours | None
) -> list[datetime]:
    """Return `count` instants from `now` to the end of `last_day`, in order, none in quiet hours.

    One alone is due at once. Several share out the working hours that are left or, when there are none, the hours of
    the days that are left. Empty when no time is left.
    """
    end = _midnight(last_day + timedelta(days=1), zone)
    if count == 1:
        at_once = end_of_quiet(now, zone, quiet)
        return [at_once] if at_once < end else []
    today = now.astimezone(zone).date()
    worked = calendar.working_days(today, last_day)
    every = [today + timedelta(days=offset) for offset in range((last_day - today).days + 1)]
    for days in (worked, every):
        for hours in (WORKING_HOURS, _WHOLE_DAY):
            left = [stretch for day in days for stretch in _allowed(day, hours, now, zone, quiet)]
            if sum((until - since for since, until in left), timedelta()) >= count * timedelta(minutes=1):
                return _share_out(count, left)
    return []


def _allowed(
    day: date, hours: tuple[time, time | None], now: datetime, zone: ZoneInfo, quiet: Hours | None
) -> Iterator[_Stretch]:
    """Yield what is left of the hours of a day from `now` on, without the quiet ones."""
    begins, ends = hours
    until = _instant(day, ends, zone) if ends else _midnight(day + timedelta(days=1), zone)
    since = max(now, _instant(day, begins, zone))
    if _midnight(day, zone) + timedelta(days=1) != _midnight(day + timedelta(days=1), zone):
        yield from _minutes(since, until, zone, quiet)
        return
    since = end_of_quiet(since, zone, quiet)
    while since < until:
        pause = _next_quiet(since, until, zone, quiet)
        yield since, pause
        since = end_of_quiet(pause, zone, quiet)
        if since == pause:
            return


def _minutes(since: datetime, until: datetime, zone: ZoneInfo, quiet: Hours | None) -> Iterator[_Stretch]:
    """Yield each whole minute of a day on which clocks change: quiet hours may come twice then, or begin at once."""
    minute = (since - since.resolution).replace(second=0, microsecond=0)
    while (minute := minute + timedelta(minutes=1)) < until:
        if not is_quiet(minute.astimezone(zone).time(), quiet):
            yield minute, minute + timedelta(minutes=1)


def _next_quiet(since: datetime, until: datetime, zone: ZoneInfo, quiet: Hours | None) -> datetime:
    """Return when quiet hours next begin after `since`, or `until` when that comes first."""
    if quiet is None or quiet[0] == quiet[1]:
        return until
    day = since.astimezone(zone).date()
    begins = (_instant(day + timedelta(days=offset), quiet[0], zone) for offset in (0, 1))
    return min([until, *(begin for begin in begins if begin > since)])


def _share_out(count: int, left: Sequence[_Stretch]) -> list[datetime]:
    """Return instants at equal distances along the stretches, on whole minutes where these allow it."""
    step = sum((until - since for since, until in left), timedelta()) / count
    found: list[datetime] = []
    passed = timedelta()
    for since, until in left:
        while len(found) < count and (offset := step * len(found) - passed) < until - since:
            found.append(max(since, (since + offset).replace(second=0)).replace(microsecond=0))
        passed += until - since
    return found


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return _instant(day, time.min, zone)
