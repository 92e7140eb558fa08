"""When an event of a calendar begins, and each of its repetitions, in the event's own zone. No database."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MOST_REPETITIONS = 400
"""In one year; more is no schedule of dates."""
MOST_YEARS_BACK = 30
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LAST_CYCLE = datetime.combine(date(date.max.year - 28, 1, 1), time.min)
"""From here to the end of time weekdays and leap years have met in every way."""

Event = Any
"""A component of the calendar library; what it holds is checked here, value by value."""


class Unreadable(Exception):
    """One event cannot be read; its message is the code."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A start as the event writes it: wall time and its zone; ``zone`` None for a day or a floating hour."""

    wall: datetime
    zone: tzinfo | None
    has_hour: bool

    def local(self, zone: ZoneInfo) -> tuple[date, time | None]:
        if not self.has_hour:
            return self.wall.date(), None
        local = self.wall if self.zone is None else self.wall.replace(tzinfo=self.zone).astimezone(zone)
        return local.date(), local.time().replace(second=0, microsecond=0)

    @property
    def name(self) -> str:
        return f"{self.wall:%Y%m%dT%H%M}" if self.has_hour else f"{self.wall:%Y%m%d}"


def as_moment(value: Any, zone_name: str | None) -> Moment:
    if isinstance(value, datetime):
        if value.tzinfo is None and zone_name:
            raise Unreadable("unknown_zone")
        return Moment(value.replace(tzinfo=None), value.tzinfo, has_hour=True)
    if isinstance(value, date):
        return Moment(datetime.combine(value, time.min), None, has_hour=False)
    raise Unreadable("unclear_date")


def repetitions(event: Event, start: Moment, zone: ZoneInfo, first: date, last: date) -> Iterator[Moment]:
    """The starts of a repeated event that fall between two days of ``zone``, found in the event's own zone: there an
    hour stays the same in summer."""
    rules = _list(event, "RRULE")
    walls = set() if rules else {start.wall}
    for rule in rules:
        walls.update(_of_rule(rule, start, zone, first - timedelta(days=1), last + timedelta(days=1)))
    walls.update(_listed(event, "RDATE", start))
    left_out = set(_listed(event, "EXDATE", start))
    days_out = {wall.date() for wall in left_out if wall.time() == time.min}
    kept = sorted(wall for wall in walls if wall not in left_out and wall.date() not in days_out)
    if len(kept) > MOST_REPETITIONS:
        raise Unreadable("too_many")
    for wall in kept:
        moment = Moment(wall, start.zone, start.has_hour)
        if first <= moment.local(zone)[0] <= last:
            yield moment


def _of_rule(rule: Any, start: Moment, zone: ZoneInfo, first: date, last: date) -> list[datetime]:
    """The wall times that one rule gives from ``first`` to ``last``."""
    if not PARTS.issuperset(rule) or str((rule.get("FREQ") or [""])[0]).upper() not in FREQUENCIES:
        raise Unreadable("unclear_rule")
    if start.wall.year < first.year - MOST_YEARS_BACK:
        raise Unreadable("too_old")
    end = datetime.combine(last, time.max)
    for until in rule.get("UNTIL") or ():
        wall = until if isinstance(until, datetime) else datetime.combine(until, time.max)
        if wall.tzinfo is not None:
            wall = wall.astimezone(start.zone or zone).replace(tzinfo=None)
        end = min(end, wall)
    # a count and an end together are not allowed, and a count alone may have no end
    parts = [part for part in rule.to_ical().decode().split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    count = int((rule.get("COUNT") or [sys.maxsize])[0])
    begin = datetime.combine(first, time.min)
    try:
        if not _ever_comes(parts):
            return []
        days: Any = rrulestr(";".join(parts), dtstart=start.wall)
        repeated = islice(days.replace(until=end), count)
        return list(islice((wall for wall in repeated if wall >= begin), MOST_REPETITIONS + 1))
    except ValueError:
        raise Unreadable("unclear_rule") from None


def _ever_comes(parts: Sequence[str]) -> bool:
    """Tell whether the rule names any day at all; for 30 February the library would search to the end of time."""
    named = [part for part in parts if not part.startswith("INTERVAL=")]
    if not any(part.startswith("BY") for part in named):
        return True
    return next(iter(rrulestr(";".join(named), dtstart=LAST_CYCLE)), None) is not None


def _listed(event: Event, name: str, start: Moment) -> list[datetime]:
    """The moments of EXDATE or RDATE as wall times of the event's own zone; of a period its start."""
    found = []
    for values in _list(event, name):
        for one in getattr(values, "dts", ()):
            value = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            moment = as_moment(value, None)
            wall = moment.wall
            if moment.zone is not None and start.zone is not None:
                wall = wall.replace(tzinfo=moment.zone).astimezone(start.zone).replace(tzinfo=None)
            found.append(wall)
    return found


def _list(event: Event, name: str) -> list[Any]:
    value = event.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
