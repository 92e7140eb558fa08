"""Files with dates as they are uploaded or named on the command line, and lists of dates between two requests."""

from __future__ import annotations

from datetime import date, time
from pathlib import PurePath
from typing import Any, Protocol

from scheduler.date_lists import BadLine, DateList, GivenDate, NoDates
from scheduler.date_lists_csv import MOST_BYTES, read_csv_dates
from scheduler.date_lists_ical import read_ical_dates
from scheduler.giving_dates import DatesRefused, zone_of
from scheduler.models import PlanItem, ScheduledDate
from scheduler.plan_year import bounds

Source = ScheduledDate.Source


class NamedFile(Protocol):
    name: Any

    def read(self, size: int) -> bytes: ...


def dates_of_file(file: NamedFile, item: PlanItem, *, whole: bool) -> tuple[DateList, ScheduledDate.Source]:
    """The dates of a CSV or iCalendar file, by its content rather than its name. Raises NoDates and DatesRefused."""
    if item.plan.year is None:
        raise DatesRefused("no_year")
    raw = file.read(MOST_BYTES + 1)
    if b"BEGIN:VCALENDAR" in raw[:200].upper():
        first, last = bounds(item.plan)
        given, source = read_ical_dates(raw, zone_of(item), first=first, last=last), Source.ICAL
    elif PurePath(str(file.name)).suffix.lower() in (".csv", ".txt", ".tsv", ".ics"):
        given, source = read_csv_dates(raw), Source.CSV
    else:
        raise NoDates("unsupported")
    return DateList(given.dates, given.bad, given.withdrawn, given.events, whole), source


def as_payload(given: DateList, source: ScheduledDate.Source, seen: str) -> dict[str, Any]:
    """The list as JSON, for a hidden field that is signed."""
    return {
        "dates": [
            [one.day.isoformat(), one.at.isoformat() if one.at else "", one.note, one.uid, one.row, one.line]
            for one in given.dates
        ],
        "bad": [[found.line, found.code, found.text] for found in given.bad],
        "withdrawn": sorted(given.withdrawn),
        "events": sorted(given.events),
        "whole": given.whole,
        "source": str(source),
        "seen": seen,
    }


def from_payload(payload: dict[str, Any]) -> tuple[DateList, ScheduledDate.Source, str]:
    """The inverse of ``as_payload``."""
    dates = tuple(
        GivenDate(date.fromisoformat(day), time.fromisoformat(at) if at else None, note, uid, row, line)
        for day, at, note, uid, row, line in payload["dates"]
    )
    bad = tuple(BadLine(*found) for found in payload["bad"])
    withdrawn, events = frozenset(payload["withdrawn"]), frozenset(payload["events"])
    return DateList(dates, bad, withdrawn, events, payload["whole"]), Source(payload["source"]), payload["seen"]
