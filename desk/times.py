"""Instants and delays as staff read them: in the organization's time zone, which is always named."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext


def shown(instant: datetime | None, zone: str) -> str:
    """'24.11.2026 10:00 (Asia/Tashkent)'; '' for None."""
    if instant is None:
        return ""
    return f"{instant.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})"


def shown_length(length: timedelta) -> str:
    """'3 days', '6 hours', '5 minutes': the largest unit that leaves no rest."""
    seconds = int(length.total_seconds())
    if seconds and seconds % 86400 == 0:
        days = seconds // 86400
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if seconds and seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    minutes = seconds // 60
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
