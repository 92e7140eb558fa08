"""What the plan owes and when beat is next wanted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from publishers.queries import read_instant
from scheduler.models import Heartbeat, Occurrence

ALIVE_WITHIN = timedelta(seconds=60)


_PREPARATIONS = """SELECT
    (SELECT MIN(prepare_at) FROM scheduler_occurrence WHERE prepare_at IS NOT NULL AND leased_until IS NULL),
    (SELECT MIN(leased_until) FROM scheduler_occurrence WHERE prepare_at IS NOT NULL AND leased_until IS NOT NULL)
"""


def next_preparation_instant() -> datetime | None:
    """When an occurrence next wants its post: its time, or the end of the lease of a worker that was lost over it."""
    with connection.cursor() as cursor:
        cursor.execute(_PREPARATIONS)
        found = [read_instant(value) for value in cursor.fetchone()]
    return min((instant for instant in found if instant is not None), default=None)


def calendar(*, plan_id: int | None = None, year: int | None = None) -> QuerySet[Occurrence]:
    """Occurrences in order of their slots, those without one last."""
    rows = Occurrence.objects.select_related("item__plan__organization", "post").prefetch_related("channels")
    if plan_id is not None:
        rows = rows.filter(item__plan_id=plan_id)
    if year is not None:
        rows = rows.filter(window_end__year__gte=year, window_start__year__lte=year)
    return rows.order_by("slot", "item__position", "period_key")


def preparations_due(now: datetime) -> int:
    """How many occurrences want their post by now and nobody is at work on them."""
    return Occurrence.objects.filter(prepare_at__lte=now, leased_until__isnull=True).count()


def last_beats(now: datetime) -> dict[str, dict[str, object]]:
    """For beat and the worker: heard of lately, and how many seconds ago (None: never)."""
    seen = dict(Heartbeat.objects.values_list("name", "seen_at"))
    return {name: _sign_of_life(seen.get(name), now) for name in ("beat", "worker")}


def bot_beat(now: datetime) -> dict[str, object]:
    """As ``last_beats``, for whoever asks Telegram for what people press."""
    return _sign_of_life(Heartbeat.objects.filter(name="bot").values_list("seen_at", flat=True).first(), now)


def _sign_of_life(at: datetime | None, now: datetime) -> dict[str, object]:
    return {
        "ok": at is not None and now - at < ALIVE_WITHIN,
        "seen_seconds_ago": None if at is None else round((now - at).total_seconds(), 1),
    }
