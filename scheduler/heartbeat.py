"""Signs of life of beat and workers."""

from __future__ import annotations

from datetime import datetime

from scheduler.models import Heartbeat


def note_alive(name: str, *, now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": now})
