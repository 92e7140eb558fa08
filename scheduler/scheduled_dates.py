"""The dates that an approved schedule gives to an item: what they owe, and what a corrected list would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from scheduler.date_lists import BadLine, DateList, GivenDate, event_of
from scheduler.models import PlanItem, ScheduledDate
from scheduler.recurrence import Expected
from scheduler.slots import Target


def expected_of_dates(item: PlanItem, zone: ZoneInfo, target: Target) -> list[Expected]:
    """What the item's stored dates owe, sorted: each one occurrence, at its own hour or else the item's."""
    rows = list(item.scheduled_dates.all())
    keys = keys_of(rows)
    return sorted(
        Expected(row.day, row.day, keys[row.pk], slot_of(row.day, row.at, zone, target), note=row.note) for row in rows
    )


def keys_of(rows: Iterable[ScheduledDate]) -> dict[int, str]:
    """The period key of each date by its id: the day, and for further dates of one day their number. The one that was
    stored first keeps the plain key, whatever its hour."""
    counts: Counter[date] = Counter()
    keys = {}
    for row in sorted(rows, key=lambda row: row.pk):
        counts[row.day] += 1
        keys[row.pk] = row.day.isoformat() if counts[row.day] == 1 else f"{row.day.isoformat()}#{counts[row.day]}"
    return keys


def slot_of(day: date, at: time | None, zone: ZoneInfo, target: Target) -> datetime:
    """The instant of a date in UTC. An hour that the schedule names stands, also in quiet hours."""
    if at is None:
        at = target.times[target.spread % len(target.times)]
    return datetime.combine(day, at, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class DateChanges:
    """What storing a list would do to an item's dates."""

    added: tuple[GivenDate, ...] = ()
    moved: tuple[tuple[ScheduledDate, GivenDate], ...] = ()
    """Stored dates with their new day or hour."""
    noted: tuple[tuple[ScheduledDate, GivenDate], ...] = ()
    """Stored dates of which only the occasion changes."""
    removed: tuple[ScheduledDate, ...] = ()
    kept: tuple[tuple[ScheduledDate, GivenDate], ...] = ()
    bad: tuple[BadLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.moved or self.noted or self.removed)


def compare(stored: Iterable[ScheduledDate], given: DateList, *, first: date, last: date) -> DateChanges:
    """What the list would change. Dates outside the plan's year, and one named twice, are among the bad lines.

    A date is the same when the person or its calendar says so, by id or by the event's name; else when day and hour
    are equal, or when only its hour differs.
    """
    given = given.within(first, last)
    left, todo = list(stored), list(given.dates)
    pairs: list[tuple[ScheduledDate, GivenDate]] = []
    for same in _SAME:
        for one in list(todo):
            if row := next((row for row in left if same(row, one, given, left, todo)), None):
                pairs.append((row, one))
                left.remove(row)
                todo.remove(one)
    removed = [row for row in left if _is_over(row, given)]
    taken = Counter((row.day, row.at) for row in left if row not in removed)
    bad = list(given.bad)
    kept_pairs, added = [], []
    for row, one in [*pairs, *((None, one) for one in todo)]:
        if taken[one.day, one.at]:
            bad.append(BadLine(one.line, "named_twice", f"{one.day:%d.%m.%Y}" + (f" {one.at:%H:%M}" if one.at else "")))
            continue
        taken[one.day, one.at] += 1
        if row is None:
            added.append(one)
        else:
            kept_pairs.append((row, one))
    return DateChanges(
        added=tuple(sorted(added, key=_order)),
        moved=tuple((row, one) for row, one in kept_pairs if (row.day, row.at) != (one.day, one.at)),
        noted=tuple((row, one) for row, one in kept_pairs if _only_noted(row, one)),
        removed=tuple(removed),
        kept=tuple(
            (row, one)
            for row, one in kept_pairs
            if (row.day, row.at) == (one.day, one.at) and not _only_noted(row, one)
        ),
        bad=tuple(sorted(bad, key=lambda found: found.line)),
    )


def _by_row(row: ScheduledDate, one: GivenDate, *_rest: object) -> bool:
    return one.row == row.pk


def _by_name(row: ScheduledDate, one: GivenDate, *_rest: object) -> bool:
    return one.row is None and bool(one.uid) and one.uid == row.uid


def _by_moment(row: ScheduledDate, one: GivenDate, *_rest: object) -> bool:
    return one.row is None and (row.day, row.at) == (one.day, one.at)


def _by_hour(
    row: ScheduledDate, one: GivenDate, given: DateList, left: list[ScheduledDate], todo: list[GivenDate]
) -> bool:
    """The only date of its day on both sides: its hour was given, or changed by a list that names all dates."""
    if one.row is not None or row.day != one.day or (row.uid and one.uid):
        return False
    alone = sum(other.day == one.day for other in left) == sum(other.day == one.day for other in todo) == 1
    return alone and (given.whole or row.at is None or one.at is None or row.note.casefold() == one.note.casefold())


_SAME = (_by_row, _by_name, _by_moment, _by_hour)


def _is_over(row: ScheduledDate, given: DateList) -> bool:
    return given.whole or given.calls_off(row.uid) or (bool(row.uid) and event_of(row.uid) in given.events)


def _only_noted(row: ScheduledDate, one: GivenDate) -> bool:
    """A list that names no occasion leaves the known one, unless it was cleared beside the stored date."""
    return (row.day, row.at) == (one.day, one.at) and bool(one.note or one.row is not None) and row.note != one.note


def _order(one: GivenDate) -> tuple[date, time]:
    return one.day, one.at or time.min
