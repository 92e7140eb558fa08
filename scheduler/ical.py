"""Slots as an iCalendar feed (RFC 5545) that other programs read: each keeps one name for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event

from scheduler.plan_import.plain_text import plain_text

LENGTH = timedelta(minutes=30)
"""Calendars show nothing of an event that lasts no time."""
REFRESH = timedelta(hours=1)
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Slot:
    """``name``: unique, and the same in every answer."""

    name: str
    at: datetime
    summary: str
    status: Status
    lines: Sequence[str]
    """Of its description."""


def ical(title: str, zone: str, slots: Iterable[Slot], *, now: datetime) -> bytes:
    """The calendar's bytes. Words may hold anything: what would break a line is taken out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mediareja//Media plan//UZ")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain_text(title))
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for slot in slots:
        calendar.add_component(_event(slot, now=now))
    return calendar.to_ical()


def _event(slot: Slot, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{slot.name}@mediareja")
    event.add("dtstamp", now)
    event.add("dtstart", slot.at.astimezone(UTC))  # a zone by its name would need its rules beside it
    event.add("duration", LENGTH)
    event.add("summary", plain_text(slot.summary))
    event.add("status", slot.status)
    event.add("transp", "TRANSPARENT")
    event.add("description", plain_text("\n".join(slot.lines)))
    return event
