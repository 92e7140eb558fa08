"""What a press officer should look at in the shown days: posts too close to each other, and holes. Pure decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desk.posts_calendar.entries import EXPECTED, Entry
from desk.posts_calendar.periods import Period
from scheduler.moving import MOVABLE
from scheduler.working_days import WorkingCalendar

CLOSE = timedelta(minutes=10)
"""Readers of one channel take two posts within this time for one burst; a channel's pace may ask for more."""
SOON = timedelta(days=7)
"""What is expected within this time and not written needs somebody now."""


@dataclass(frozen=True, slots=True)
class Clash:
    first: Entry
    second: Entry
    channel: int


def clashes(entries: Iterable[Entry], paces: Mapping[int, timedelta], *, now: datetime) -> list[Clash]:
    """Pairs of posts to come that meet on a channel, each pair once; ``entries`` in order of time.

    paces: shortest time between two posts, by channel.
    """
    last: dict[int, Entry] = {}
    found: dict[tuple[int, int], Clash] = {}
    for entry in entries:
        if entry.at <= now or entry.state not in MOVABLE:
            continue
        for channel in sorted(entry.channels):
            before = last.get(channel)
            if before is not None and entry.at - before.at < max(CLOSE, paces.get(channel, CLOSE)):
                found.setdefault((before.pk, entry.pk), Clash(before, entry, channel))
            last[channel] = entry
    return list(found.values())


def unwritten(entries: Iterable[Entry], *, now: datetime) -> list[Entry]:
    """What the plan expects soon, or has expected in vain, and nobody has written."""
    return [entry for entry in entries if entry.state == EXPECTED and entry.at < now + SOON]


def empty_weeks(
    weeks: Sequence[Sequence[date]], entries: Iterable[Entry], calendar: WorkingCalendar, *, today: date
) -> list[tuple[date, date]]:
    """First and last working day of each week to come, or running, in which people work and nothing stands."""
    days: dict[date, int] = defaultdict(int)
    for entry in entries:
        days[entry.at.date()] += 1
    found = []
    for week in weeks:
        working = [day for day in calendar.working_days(week[0], week[-1]) if day >= today]
        if working and not any(days[day] for day in week):
            found.append((working[0], working[-1]))
    return found


def remarks_of(
    entries: Sequence[Entry],
    period: Period,
    calendar: WorkingCalendar,
    paces: Mapping[int, timedelta],
    names: Mapping[int, str],
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """All of them as the template shows them, by ``kind``: clash, unwritten, empty. names: of channels."""
    found: list[dict[str, Any]] = [
        {"kind": "clash", "first": one.first, "second": one.second, "channel": names.get(one.channel, "")}
        for one in clashes(entries, paces, now=now)
    ]
    found += [{"kind": "unwritten", "entry": one, "late": one.at <= now} for one in unwritten(entries, now=now)]
    weeks = [week for week in period.weeks if any(period.belongs(day) for day in week)]
    empty = empty_weeks(weeks, entries, calendar, today=now.date())
    return found + [{"kind": "empty", "first": first, "last": last} for first, last in empty]
