"""Takes looks as the worker does, at chosen instants."""

from __future__ import annotations

from datetime import datetime, timedelta

from publishers.models import Delivery
from reports.following import follow
from reports.looks import LOOKS
from reports.models import FollowUp

CAPTURE, CHECK = FollowUp.Kind.CAPTURE, FollowUp.Kind.CHECK


def look(kind: str, at: datetime) -> int:
    """All that is due of a kind; how many looks that were."""
    return follow(kind, LOOKS[kind], now=at, at_most=timedelta(minutes=2))


def due(delivery: Delivery, kind: str) -> datetime | None:
    return FollowUp.objects.values_list("due_at", flat=True).get(delivery=delivery, kind=kind)
