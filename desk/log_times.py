"""Instants and lengths of time to the second, as the log shows them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from desk.times import shown


def shown_to_the_second(instant: datetime, zone: str) -> str:
    """'24.11.2026 10:00:07 (Asia/Tashkent)'."""
    minutes, _space, named = shown(instant, zone).partition(" (")
    return f"{minutes}:{instant:%S} ({named}"


def duration(started: datetime, finished: datetime | None) -> str:
    """'0.42 s', '75 s'; '' while the call is under way."""
    if finished is None:
        return ""
    seconds = (finished - started).total_seconds()
    return _("%(seconds)s s") % {"seconds": f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"}
