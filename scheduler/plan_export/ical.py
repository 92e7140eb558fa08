"""A plan's slots as an iCalendar feed (RFC 5545): one event per dated occurrence, under one name for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scheduler.labels import period_label
from scheduler.models import MediaPlan, Occurrence
from scheduler.plan_import.plain_text import plain_text

LENGTH = timedelta(minutes=30)
"""Calendars show nothing of an event that lasts no time."""
REFRESH = timedelta(hours=1)
_CANCELLED = {Occurrence.State.SKIPPED, Occurrence.State.WITHDRAWN}


def ical_of(plan: MediaPlan, occurrences: Iterable[Occurrence], *, now: datetime) -> bytes:
    """The calendar's bytes; ``occurrences`` come with their item and channels, those without a slot are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mediareja//Media plan//UZ")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain_text(str(plan)))
    calendar.add("x-wr-timezone", plan.organization.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for occurrence in occurrences:
        if occurrence.slot is not None:
            calendar.add_component(_event(occurrence, now=now))
    return calendar.to_ical()


def _event(occurrence: Occurrence, *, now: datetime) -> Event:
    assert occurrence.slot is not None
    event = Event()
    event.add("uid", f"occurrence-{occurrence.pk}@mediareja")
    event.add("dtstamp", now)
    event.add("dtstart", occurrence.slot)
    event.add("duration", LENGTH)
    summary = f"{occurrence.item.number}. {occurrence.item.title}".removeprefix(". ")
    event.add("summary", plain_text(summary))
    event.add("status", "CANCELLED" if occurrence.state in _CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("description", plain_text("\n".join(_lines(occurrence))))
    return event


def _lines(occurrence: Occurrence) -> list[str]:
    channels = ", ".join(channel.name for channel in occurrence.channels.all())
    period = period_label(occurrence.period_key, occurrence.window_start, occurrence.window_end)
    lines = [
        _("Period: %(period)s") % {"period": period},
        _("State: %(state)s") % {"state": Occurrence.State(occurrence.state).label},
        _("Channels: %(channels)s") % {"channels": channels or "–"},
    ]
    if occurrence.note:
        lines.insert(0, occurrence.note)
    if occurrence.reason:
        lines.append(_("Reason: %(reason)s") % {"reason": occurrence.reason})
    return lines
