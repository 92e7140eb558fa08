"""A calendar of events (iCalendar) in, a list of dates out: repeated events as the days they fall on. No database."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from scheduler.date_lists import UID_LENGTH, BadLine, DateList, GivenDate, NoDates, one_line
from scheduler.event_times import Event, Moment, Unreadable, as_moment, repetitions

MOST_BYTES = 2_000_000
MOST_EVENTS = 2_000
MOST_REPEATED = 300
"""Events of one file."""
_BEGIN = re.compile(rb"^BEGIN:VEVENT\s*$", re.IGNORECASE)


def read_ical_dates(raw: bytes, zone: ZoneInfo, *, first: date, last: date) -> DateList:
    """Return the dates of a calendar file as days and hours of ``zone``; repetitions only from ``first`` to ``last``.

    Raises NoDates: too_big, empty, unreadable, no_dates.
    """
    if len(raw) > MOST_BYTES:
        raise NoDates("too_big")
    if not raw.strip():
        raise NoDates("empty")
    lines = [number for number, line in enumerate(raw.splitlines(), start=1) if _BEGIN.match(line)]
    if len(lines) > MOST_EVENTS:
        raise NoDates("too_big")
    reading = _Reading(zone, first, last)
    for event, cancelled, line in zip(*_events(raw, len(lines)), lines, strict=True):
        reading.add(event, line, cancelled=cancelled)
    if not (reading.dates or reading.bad or reading.withdrawn):
        raise NoDates("no_dates")
    return reading.finished()


def _events(raw: bytes, count: int) -> tuple[list[Event], list[bool]]:
    """The events in the order of the file, and which of them a whole calendar of cancellations calls off."""
    try:
        calendars = Calendar.from_ical(raw, multiple=True)
    except Exception:
        # the library raises what it meets; whatever it is, this is no calendar
        raise NoDates("unreadable") from None
    events: list[Event] = []
    cancelled: list[bool] = []
    for calendar in calendars:
        calls_off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for event in calendar.walk("VEVENT"):
            events.append(event)
            cancelled.append(calls_off or str(event.get("STATUS", "")).upper() == "CANCELLED")
    if len(events) != count:
        raise NoDates("unreadable")
    if sum("RRULE" in event for event in events) > MOST_REPEATED:
        raise NoDates("too_big")
    return events, cancelled


class _Reading:
    """Collects dates by event and repetition, so that a corrected repetition takes the place of the regular one."""

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        self._zone, self._first, self._last = zone, first, last
        self.dates: dict[str, GivenDate] = {}
        self.bad: list[BadLine] = []
        self.withdrawn: set[str] = set()
        self._events: set[str] = set()
        self._corrected: set[str] = set()

    def add(self, event: Event, line: int, *, cancelled: bool) -> None:
        note = one_line(str(event.get("SUMMARY", "")))
        try:
            self._add(event, line, note, cancelled=cancelled)
        except Unreadable as problem:
            self.bad.append(BadLine(line, str(problem), note))
        except OverflowError:  # a day before the first or after the last year there is
            self.bad.append(BadLine(line, "unclear_date", note))

    def _add(self, event: Event, line: int, note: str, *, cancelled: bool) -> None:
        broken = {name for name, _reason in event.errors}
        if broken & {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}:
            raise Unreadable("unclear_rule")
        uid = str(event.get("UID", "")).strip().replace("/", "_")[: UID_LENGTH - 20]
        start = _moment(event, "DTSTART")
        repeated = _moment(event, "RECURRENCE-ID") if "RECURRENCE-ID" in event else None
        repeats = "RRULE" in event or "RDATE" in event
        if repeated is not None and "RANGE" in event["RECURRENCE-ID"].params:
            raise Unreadable("this_and_later")
        if cancelled:
            if not uid:
                raise Unreadable("no_name")
            self.withdrawn.add(f"{uid}/{_name(repeated, start)}" if repeated else f"{uid}/")
            return
        note = _with_last_day(event, start, note)
        if repeated is not None:
            name = f"{uid}/{_name(repeated, start)}"
            self._corrected.add(name)
            self._keep(name, start, note, line)
            return
        self._events.update({uid} - {""})
        if not repeats:
            self._keep(uid or f"line {line}", start, note, line, uid=uid)
            return
        for moment in repetitions(event, start, self._zone, self._first, self._last):
            name = f"{uid}/{moment.name}" if uid else f"line {line}/{moment.name}"
            if name not in self._corrected:
                self._keep(name, moment, note, line, uid=name if uid else "")

    def _keep(self, name: str, moment: Moment, note: str, line: int, *, uid: str | None = None) -> None:
        day, at = moment.local(self._zone)
        self.dates[name] = GivenDate(day, at, note, name if uid is None else uid, line=line)

    def finished(self) -> DateList:
        """The dates in order, without those that the calendar calls off."""
        found = DateList((), tuple(self.bad), frozenset(self.withdrawn), events=frozenset(self._events))
        kept = (one for one in self.dates.values() if not found.calls_off(one.uid))
        return replace(found, dates=tuple(sorted(kept, key=_order)))


def _order(one: GivenDate) -> tuple[date, time, int]:
    return one.day, one.at or time.min, one.line


def _name(repeated: Moment, start: Moment) -> str:
    """The repetition by its regular start, written in the zone of the event's own start."""
    if repeated.has_hour and repeated.zone is not None and start.zone is not None:
        wall = repeated.wall.replace(tzinfo=repeated.zone).astimezone(start.zone).replace(tzinfo=None)
        return Moment(wall, start.zone, has_hour=True).name
    return repeated.name


def _moment(event: Event, name: str) -> Moment:
    if name not in event:
        raise Unreadable("no_date")
    try:
        value = event[name].dt
        zone_name = event[name].params.get("TZID")
    except Exception:
        # a broken value raises only here, and a list of values has none
        raise Unreadable("unclear_date") from None
    return as_moment(value, zone_name)


def _with_last_day(event: Event, start: Moment, note: str) -> str:
    """The occasion, with the days of an event that lasts several."""
    try:
        length = event.duration
    except Exception:
        # neither an end nor a length: it lasts as long as its start says
        return note
    if not start.has_hour:
        length -= timedelta(days=1)
    last = (start.wall + length).date()
    if (start.wall + length).time() == time.min and start.has_hour and last > start.wall.date():
        last -= timedelta(days=1)
    if last <= start.wall.date():
        return note
    return one_line(f"{note[:270]} ({start.wall:%d.%m.%Y} – {last:%d.%m.%Y})")
