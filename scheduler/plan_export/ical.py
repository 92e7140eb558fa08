"""A plan's slots as a calendar: one event per dated occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from scheduler.ical import Slot, ical
from scheduler.labels import period_label
from scheduler.models import MediaPlan, Occurrence

_CANCELLED = {Occurrence.State.SKIPPED, Occurrence.State.WITHDRAWN}


def ical_of(plan: MediaPlan, occurrences: Iterable[Occurrence], *, now: datetime) -> bytes:
    """The calendar's bytes; ``occurrences`` come with their item and channels, those without a slot are left out."""
    slots = (_slot(one, one.slot) for one in occurrences if one.slot is not None)
    return ical(str(plan), plan.organization.time_zone, slots, now=now)


def _slot(occurrence: Occurrence, at: datetime) -> Slot:
    return Slot(
        name=f"occurrence-{occurrence.pk}",
        at=at,
        summary=f"{occurrence.item.number}. {occurrence.item.title}".removeprefix(". "),
        status="CANCELLED" if occurrence.state in _CANCELLED else "CONFIRMED",
        lines=_lines(occurrence),
    )


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
