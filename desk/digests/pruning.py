"""Forgets what people were told long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.models import Notice

KEPT = timedelta(days=365)
"""Longer than any occasion lasts: a reminder names a slot that lies ahead, at most half a year; all else is told at
the moment it happens. So what is forgotten can never be told anew."""
BATCH = 1_000


def forget_old_notices(*, now: datetime) -> int:
    """Delete notices older than a year, few at a time so that nobody waits for a lock; how many they were."""
    gone = 0
    while keys := list(Notice.objects.filter(told_at__lt=now - KEPT).order_by("told_at").values_list("pk")[:BATCH]):
        gone += Notice.objects.filter(pk__in=[key for (key,) in keys]).delete()[0]
    return gone
