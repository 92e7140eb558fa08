"""A plan item's rule and a year in, its expected occurrences with windows and slots out. No clock, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from scheduler.periods import Period, day_of, half_year_of, month_of, quarter_of, stretch, week_of
from scheduler.slots import Target, place_day, slot_at
from scheduler.working_days import Calendar, WorkingCalendar

__all__ = ["Expected", "Rule", "Target", "WorkingCalendar", "expand", "expand_continuous"]

KINDS = (
    "one_off_month", "monthly", "quarterly", "half_year", "weekly", "daily", "continuous", "on_schedule", "dates",
    "unknown",
)  # fmt: skip
_WORKING_WEEK = "MO,TU,WE,TH,FR"


@dataclass(frozen=True)
class Rule:
    """When a plan item repeats.

    kind: one of KINDS. rrule: RFC 5545 without DTSTART; it names a day only when the document does. window_start and
    window_end: the days it holds between, or None. dates: exact days. months: first days of whole months that each owe
    one. anchor: on (that day), by (not after it), from, during. per_period: how many each period owes.
    Raises ValueError for an unknown kind, anchor or count, and for a window that ends before it starts.
    """

    kind: str
    rrule: str | None = None
    window_start: date | None = None
    window_end: date | None = None
    dates: tuple[date, ...] = ()
    anchor: str = "during"
    per_period: int = 1
    months: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind: {self.kind}")
        if self.anchor not in ("on", "by", "from", "during"):
            raise ValueError(f"unknown anchor: {self.anchor}")
        if self.per_period < 1:
            raise ValueError(f"a period owes at least one occurrence, not {self.per_period}")
        if self.window_start and self.window_end and self.window_end < self.window_start:
            raise ValueError("the window ends before it starts")

    @classmethod
    def from_json(cls, kind: str, recurrence: Mapping[str, Any], *, year: int) -> Rule:
        """Make a rule from the importer's JSON; `year` fills in for `--MM` and `--MM-DD`. Raises ValueError."""
        window = recurrence.get("window") or {}
        start, end = window.get("start"), window.get("end")
        exact: list[date] = []
        months: list[date] = []
        for text in recurrence.get("dates", ()):
            first, last = _span(text, year)
            (exact if first == last else months).append(first)
        crosses_new_year = bool(start and end and start.startswith("--") and end[:4] < start[:4])
        return cls(
            kind=kind,
            rrule=recurrence.get("rrule"),
            window_start=_span(start, year)[0] if start else None,
            window_end=_span(end, year + 1 if crosses_new_year else year)[1] if end else None,
            dates=tuple(exact),
            anchor=recurrence.get("anchor", "during"),
            per_period=recurrence.get("per_period", 1),
            months=tuple(months),
        )


@dataclass(frozen=True, order=True)
class Expected:
    """One occurrence that must come: its period, the days it may lie between, and its slot in UTC.

    slot None: nobody has fixed a moment, or the window has no working day; a person decides.
    """

    window_start: date
    window_end: date
    period_key: str
    slot: datetime | None


def expand(
    rule: Rule, *, year: int, zone: ZoneInfo, calendar: Calendar, target: Target, until: date | None = None
) -> list[Expected]:
    """Return the occurrences that `rule` owes in `year`, sorted, each period_key once.

    until: no window may start after it. Kinds continuous, on_schedule and unknown owe nothing that a rule can date.
    Exact days stay on their date, also on holidays; every other slot lies on a working day.
    Raises ValueError when the rrule is broken.
    """
    duties = _Duties(zone, calendar, target, until)
    if rule.kind == "dates":
        _add_dates(rule, year, duties)
    elif rule.kind in _EXPANDERS:
        if rule.rrule:
            _EXPANDERS[rule.kind](rule, year, duties)
        elif rule.window_start and rule.window_end:
            duties.add(stretch(rule.window_start, rule.window_end), rule)
    return duties.sorted()


def expand_continuous(
    rule: Rule, year: int, per: Literal["month", "week"], *, until: date | None = None
) -> list[Expected]:
    """Return the least that a standing task owes: one undated occurrence per month or ISO week of `year`."""
    period_of: Callable[[date], Period] = month_of if per == "month" else week_of
    day, last = _bounds(rule, year)
    result: list[Expected] = []
    while day <= last and (until is None or day <= until):
        period = period_of(day)
        result.append(Expected(day, min(period.end, last), period.key, None))
        day = period.end + timedelta(days=1)
    return result


class _Duties:
    """Collects occurrences: gives each its slot, numbers the second and further of one period, keeps within `until`."""

    def __init__(self, zone: ZoneInfo, calendar: Calendar, target: Target, until: date | None) -> None:
        self._zone, self._calendar, self._target, self._until = zone, calendar, target, until
        self._found: list[Expected] = []
        self._counts: Counter[str] = Counter()

    @property
    def calendar(self) -> Calendar:
        return self._calendar

    def add(self, period: Period, rule: Rule, *, times: int | None = None) -> None:
        """Add what a period owes, its slots spread over equal parts of it."""
        count = times or rule.per_period
        length = (period.end - period.start).days + 1
        for part in range(count):
            start = period.start + timedelta(days=length * part // count)
            end = period.start + timedelta(days=max(length * part // count, length * (part + 1) // count - 1))
            day = place_day(self._target, start, end, self._calendar, deadline=rule.anchor == "by")
            if day is None:
                day = place_day(self._target, period.start, period.end, self._calendar, deadline=rule.anchor == "by")
            self.add_day(period, day, turn=part)

    def add_day(self, period: Period, day: date | None, *, turn: int = 0) -> None:
        """Add one occurrence of a period, on `day`; each turn of one day gets another hour."""
        if self._until is not None and period.start > self._until:
            return
        self._counts[period.key] += 1
        count = self._counts[period.key]
        key = period.key if count == 1 else f"{period.key}#{count}"
        slot = slot_at(self._target, day, self._zone, turn=turn) if day else None
        self._found.append(Expected(period.start, period.end, key, slot))

    def sorted(self) -> list[Expected]:
        """Return the occurrences by window, then by key."""
        return sorted(self._found, key=lambda item: (item.window_start, item.window_end, item.period_key))


def _add_periods(rule: Rule, year: int, duties: _Duties, period_of: Callable[[date], Period]) -> None:
    """Add the periods a rule names, or the days within them."""
    parts = _parts(rule.rrule or "")
    first, last = _bounds(rule, year)
    names_day = bool({"BYMONTHDAY", "BYDAY", "BYSETPOS"} & parts.keys())
    for day in _days(rule.rrule or "", year):
        period = period_of(day)
        if not names_day:
            period = replace(period, start=max(period.start, first), end=min(period.end, last))
            if period.start <= period.end:
                duties.add(period, rule)
            continue
        if parts.get("BYDAY") == _WORKING_WEEK and "BYSETPOS" in parts:
            day = _nth_working(duties.calendar, period, int(parts["BYSETPOS"])) or day
        if not first <= day <= last:
            continue
        if rule.anchor == "by":
            start = max(period.start, first)
            duties.add(Period(period.key, start, day), rule, times=1)
        else:
            duties.add_day(Period(period.key, day, day), day)


def _add_monthly(rule: Rule, year: int, duties: _Duties) -> None:
    months = int(_parts(rule.rrule or "").get("INTERVAL", "1"))
    _add_periods(rule, year, duties, lambda day: month_of(day, months))


def _add_quarterly(rule: Rule, year: int, duties: _Duties) -> None:
    _add_periods(rule, year, duties, quarter_of)


def _add_half_year(rule: Rule, year: int, duties: _Duties) -> None:
    _add_periods(rule, year, duties, half_year_of)


def _add_weekly(rule: Rule, year: int, duties: _Duties) -> None:
    weeks = int(_parts(rule.rrule or "").get("INTERVAL", "1"))
    _add_periods(rule, year, duties, lambda day: week_of(day, weeks))


def _add_daily(rule: Rule, year: int, duties: _Duties) -> None:
    """Add each day; "each working day" follows the organisation's calendar, not Monday to Friday."""
    first, last = _bounds(rule, year)
    if _parts(rule.rrule or "").get("BYDAY") == _WORKING_WEEK:
        days: Iterable[date] = duties.calendar.working_days(first, last)
    else:
        days = (day for day in _days(rule.rrule or "", year) if first <= day <= last)
    for day in days:
        for turn in range(rule.per_period):
            duties.add_day(day_of(day), day, turn=turn)


_EXPANDERS: dict[str, Callable[[Rule, int, _Duties], None]] = {
    "monthly": _add_monthly,
    "quarterly": _add_quarterly,
    "half_year": _add_half_year,
    "weekly": _add_weekly,
    "daily": _add_daily,
    "one_off_month": _add_monthly,
}


def _add_dates(rule: Rule, year: int, duties: _Duties) -> None:
    """Add exact days, whole months and a range. Dates of other years stay: the document names them."""
    for day in sorted(set(rule.dates)):
        if rule.anchor == "by":
            duties.add(Period(day.isoformat(), _month_before(day), day), rule, times=1)
        else:
            duties.add_day(day_of(day), day)
    for month in sorted(set(rule.months)):
        duties.add(month_of(month), rule)
    if not rule.dates and not rule.months and rule.window_start and rule.window_end:
        duties.add(stretch(rule.window_start, rule.window_end), rule)


def _month_before(day: date) -> date:
    """Work for a deadline may begin a month ahead, yet not in the year before."""
    return max(day - timedelta(days=30), date(day.year, 1, 1))


def _nth_working(calendar: Calendar, period: Period, nth: int) -> date | None:
    days = calendar.working_days(period.start, period.end)
    if not days or abs(nth) > len(days):
        return None
    return days[nth - 1 if nth > 0 else nth]


def _bounds(rule: Rule, year: int) -> tuple[date, date]:
    return max(rule.window_start or date.min, date(year, 1, 1)), min(rule.window_end or date.max, date(year, 12, 31))


@lru_cache(maxsize=1024)
def _parts(rrule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)


@lru_cache(maxsize=1024)
def _days(rrule: str, year: int) -> Sequence[date]:
    """Return the days of `year` that the rule names; periods without a day are named by their first day of the year."""
    start = date(year, 1, 1)
    weekly = _parts(rrule).get("FREQ") == "WEEKLY"
    begin = start - timedelta(days=start.weekday()) if weekly else start
    rule = rrulestr(rrule, dtstart=datetime(begin.year, begin.month, begin.day))
    found = rule.between(datetime(begin.year, begin.month, begin.day), datetime(year, 12, 31, 23, 59), inc=True)
    days = [moment.date() for moment in found]
    if weekly and "BYDAY" not in _parts(rrule):
        return tuple(max(day, start) for day in days)
    return tuple(day for day in days if day.year == year)


def _span(text: str, year: int) -> tuple[date, date]:
    """Return first and last day of an ISO text: 2026-12-15, 2026-12, --12-15 or --12. Raises ValueError."""
    full = f"{year:04d}-{text[2:]}" if text.startswith("--") else text
    numbers = [int(part) for part in full.split("-")]
    if len(numbers) == 3:
        day = date(*numbers)
        return day, day
    first = date(numbers[0], numbers[1], 1)
    return first, month_of(first).end
