"""A plan item's rule and a year in, its expected occurrences with windows and slots out. No clock, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from scheduler.periods import Period, day_of, half_year_of, month_of, quarter_of, stretch, week_of, year_of
from scheduler.rules import KINDS, Rule
from scheduler.slots import Target, place_day, slot_at
from scheduler.working_days import Calendar, WorkingCalendar

__all__ = [
    "KINDS",
    "NO_TIME_LEFT",
    "NO_WORKING_DAY",
    "Expected",
    "Rule",
    "Target",
    "WorkingCalendar",
    "expand",
    "expand_continuous",
]

NO_WORKING_DAY = "no_working_day"
NO_TIME_LEFT = "no_time_left"
_SHORTEST_MONTH = 28
_WORKING_WEEK = "MO,TU,WE,TH,FR"


class Expected(NamedTuple):
    """One occurrence that must come: its period, the days it may lie between, and its slot in UTC.

    slot None: a standing task, or a day all of whose hours are quiet; a person decides. problem: what a person should
    look at (NO_WORKING_DAY: it lies on the last day of a window nobody works in; NO_TIME_LEFT). note: the occasion.
    """

    window_start: date
    window_end: date
    period_key: str
    slot: datetime | None
    problem: str = ""
    note: str = ""


def expand(
    rule: Rule,
    *,
    year: int,
    zone: ZoneInfo,
    calendar: Calendar,
    target: Target,
    until: date | None = None,
    school: bool = False,
) -> list[Expected]:
    """Return the occurrences that `rule` owes in `year`, sorted, each period_key once.

    school: the year runs from September to August. until: no window may start after it. Kinds continuous, on_schedule
    and unknown owe nothing that a rule can date. Exact days stay on their date, also on holidays; every other slot
    lies on a working day, or on the last day of a window that has none. Raises ValueError when the rrule is broken.
    """
    duties = _Duties(rule, (year, school), zone, calendar, target, until)
    if rule.kind == "dates":
        _add_dates(rule, duties)
    elif rule.kind in _PERIODS:
        if not rule.rrule:
            if rule.window_start and rule.window_end:
                duties.add(stretch(rule.window_start, rule.window_end, school))
        elif rule.kind == "daily":
            _add_daily(rule, duties)
        else:
            _add_periods(rule, duties)
    return duties.sorted()


def expand_continuous(
    rule: Rule, year: int, per: Literal["month", "week"], *, until: date | None = None, school: bool = False
) -> list[Expected]:
    """Return the least that a standing task owes: one undated occurrence per month or ISO week of `year`."""
    period_of: Callable[[date], Period] = month_of if per == "month" else week_of
    day, last = _bounds(rule, (year, school))
    result: list[Expected] = []
    while day <= last and (until is None or day <= until):
        period = period_of(day)
        result.append(Expected(day, min(period.end, last), period.key, None))
        day = period.end + timedelta(days=1)
    return result


_Year = tuple[int, bool]
"""The plan's year, and whether it is a school year."""


class _Duties:
    """Collects occurrences: gives each its slot, numbers the second and further of one period, keeps within `until`."""

    def __init__(
        self, rule: Rule, year: _Year, zone: ZoneInfo, calendar: Calendar, target: Target, until: date | None
    ) -> None:
        self.year, self.calendar = year, calendar
        self._rule, self._zone, self._target, self._until = rule, zone, target, until or date.max
        self._deadline = rule.anchor == "by"
        self._times = target.times
        self._found: list[Expected] = []
        self._counts: Counter[str] = Counter()

    def add(self, period: Period, *, times: int | None = None) -> None:
        """Add what a period owes, its slots spread over equal parts of it."""
        _key, start, end = period
        if start > self._until:
            return
        count = times or self._rule.per_period
        if count == 1:
            self._add_between(period, start, end, 0)
            return
        length = (end - start).days + 1
        for part in range(count):
            first, following = length * part // count, length * (part + 1) // count
            part_start = start + timedelta(days=first)
            self._add_between(period, part_start, start + timedelta(days=max(first, following - 1)), part)

    def add_day(self, day: date, *, key: str = "", turn: int = 0) -> None:
        """Add one on the named `day`, whether it is worked or not; each turn of one day gets another hour."""
        if day > self._until:
            return
        slot = self._slot_on(day, turn)
        self._append(Period(key or day_of(day).key, day, day), slot, "" if slot else NO_TIME_LEFT)

    def sorted(self) -> list[Expected]:
        """Return the occurrences by window, then by key."""
        self._found.sort()
        return self._found

    def _add_between(self, period: Period, start: date, end: date, turn: int) -> None:
        days = self.calendar.working_days(start, end)
        if not days:  # this part has none; the whole may
            start, end = period.start, period.end
            days = self.calendar.working_days(start, end)
        day = place_day(self._target, start, end, days, deadline=self._deadline)
        if day is None:
            slot, problem = self._slot_on(end, turn), NO_WORKING_DAY
        else:
            slot, problem = self._slot_on(day, turn), ""
        if slot is None:  # clocks are put forward over the only hours of that day
            slot = next((slot for day in days if (slot := self._slot_on(day, turn))), None)
            problem = problem if slot else NO_TIME_LEFT
        self._append(period, slot, problem)

    def _slot_on(self, day: date, turn: int) -> datetime | None:
        times = self._times
        return slot_at(day, times[(self._target.spread + turn) % len(times)], self._zone, self._target.quiet)

    def _append(self, period: Period, slot: datetime | None, problem: str) -> None:
        key, start, end = period
        count = self._counts[key] = self._counts[key] + 1
        self._found.append(Expected(start, end, key if count == 1 else f"{key}#{count}", slot, problem))


def _add_periods(rule: Rule, duties: _Duties) -> None:
    """Add the periods a rule names, or the days within them."""
    rrule = rule.rrule or ""
    parts = _parts(rrule)
    first, last = _bounds(rule, duties.year)
    names_day = not _DAY_PARTS.isdisjoint(parts)
    one_month = parts.get("BYMONTH", "").count(",") + 1 == _PARTS_OF_A_YEAR.get(rule.kind)  # "its last month"
    nth = int(parts["BYSETPOS"]) if parts.get("BYDAY") == _WORKING_WEEK and "BYSETPOS" in parts else None
    if nth is not None:  # which days are worked the calendar says, not the rule
        rrule = _without(rrule, "BYDAY", "BYSETPOS")
    for day, period in _named(rrule, rule.kind, duties.year):
        key, start, end = period
        if not names_day:
            if one_month:
                period = key, start, end = Period(key, *month_of(day)[1:])
            if start < first or end > last:
                period = Period(key, max(start, first), min(end, last))
                if period.start > period.end:
                    continue
            duties.add(period)
            continue
        if nth is not None:
            day = _nth_working(duties.calendar, period, nth)
        if not first <= day <= last:
            continue
        if rule.anchor == "by":
            duties.add(Period(key, max(start, first), day), times=1)
        else:
            duties.add_day(day, key=key)


def _add_daily(rule: Rule, duties: _Duties) -> None:
    """Add each day; "each working day" follows the organisation's calendar, not Monday to Friday."""
    first, last = _bounds(rule, duties.year)
    rrule = rule.rrule or ""
    if _parts(rrule).get("BYDAY") == _WORKING_WEEK:
        days = duties.calendar.working_days(first, last) if first <= last else ()
    else:
        days = [day for day in _days(rrule, duties.year) if first <= day <= last]
    for day in days:
        for turn in range(rule.per_period):
            duties.add_day(day, turn=turn)


def _add_dates(rule: Rule, duties: _Duties) -> None:
    """Add exact days, whole months and a range. Dates of other years stay: the document names them."""
    first, last = year_of(duties.year[0], school=duties.year[1])
    for day in sorted(set(rule.dates)):
        if rule.anchor == "by":  # work for it may begin a month ahead, yet not in the year before
            begins = first if first <= day <= last else date(day.year, 1, 1)
            duties.add(Period(day.isoformat(), max(day - timedelta(days=30), begins), day), times=1)
        else:
            duties.add_day(day)
    for month in sorted(set(rule.months)):
        duties.add(month_of(month))
    if not rule.dates and not rule.months and rule.window_start and rule.window_end:
        duties.add(stretch(rule.window_start, rule.window_end, duties.year[1]))


_PARTS_OF_A_YEAR = {"quarterly": 4, "half_year": 2}
_DAY_PARTS = frozenset({"BYMONTHDAY", "BYDAY", "BYSETPOS"})
_PERIODS: dict[str, Callable[[date, int, bool], Period]] = {
    "monthly": lambda day, interval, school: month_of(day, interval),
    "one_off_month": lambda day, interval, school: month_of(day, interval),
    "quarterly": lambda day, interval, school: quarter_of(day, school),
    "half_year": lambda day, interval, school: half_year_of(day, school),
    "weekly": lambda day, interval, school: week_of(day, interval),
    "daily": lambda day, interval, school: day_of(day),
}
"""The period in which a day that a rule of the kind names lies."""


def _nth_working(calendar: Calendar, period: Period, nth: int) -> date:
    """Return the nth working day of the period, the nearest one when it has fewer, its last day when it has none."""
    days = calendar.working_days(period.start, period.end)
    if not days:
        return period.end
    return days[min(nth, len(days)) - 1] if nth > 0 else days[max(nth, -len(days))]


def _bounds(rule: Rule, year: _Year) -> tuple[date, date]:
    first, last = year_of(year[0], school=year[1])
    return max(rule.window_start or first, first), min(rule.window_end or last, last)


@lru_cache(maxsize=1024)
def _parts(rrule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)


@lru_cache(maxsize=1024)
def _named(rrule: str, kind: str, year: _Year) -> Sequence[tuple[date, Period]]:
    """Return the days of `year` that the rule names, each with its period."""
    interval, period_of = int(_parts(rrule).get("INTERVAL", "1")), _PERIODS[kind]
    return tuple((day, period_of(day, interval, year[1])) for day in _days(rrule, year))


@lru_cache(maxsize=1024)
def _days(rrule: str, year: _Year) -> Sequence[date]:
    """Return the days of `year` that the rule names; periods without a day are named by their first day of the year.

    The 30th of a month that has none is its last day: dateutil would leave the month out.
    """
    parts = _parts(rrule)
    first, last = year_of(year[0], school=year[1])
    numbers = [int(number) for number in parts.get("BYMONTHDAY", "").split(",") if number]
    if any(number > _SHORTEST_MONTH for number in numbers):
        months = [month_of(day) for day in _days(_without(rrule, "BYMONTHDAY"), year)]
        return tuple(sorted({_day_in(month, number) for month in months for number in numbers}))
    weekly = parts.get("FREQ") == "WEEKLY"
    begin = first - timedelta(days=first.weekday()) if weekly else first
    start = datetime(begin.year, begin.month, begin.day)
    found = rrulestr(rrule, dtstart=start).between(start, datetime(last.year, last.month, last.day), inc=True)
    days = [moment.date() for moment in found]
    if weekly and "BYDAY" not in parts:
        return tuple(max(day, first) for day in days)
    return tuple(day for day in days if day >= first)


def _day_in(month: Period, number: int) -> date:
    """Return the day of a month by its number, from its end when negative, the nearest there is."""
    day = month.start + timedelta(days=number - 1) if number > 0 else month.end + timedelta(days=number + 1)
    return max(month.start, min(day, month.end))


def _without(rrule: str, *names: str) -> str:
    return ";".join(f"{name}={value}" for name, value in _parts(rrule).items() if name not in names)
