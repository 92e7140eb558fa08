"""What the outbox holds, for beat, the health page and the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min, QuerySet

from publishers.models import Delivery
from publishers.states import State


def next_delivery_instant() -> datetime | None:
    """When the outbox next needs a look: something ready, a lease to take back, or a lateness limit."""
    ready = Delivery.objects.filter(ready_at__isnull=False, leased_until__isnull=True).aggregate(at=Min("ready_at"))
    lease = Delivery.objects.filter(leased_until__isnull=False).aggregate(at=Min("leased_until"))
    miss = Delivery.objects.filter(miss_at__isnull=False, leased_until__isnull=True).aggregate(at=Min("miss_at"))
    instants = [found["at"] for found in (ready, lease, miss) if found["at"] is not None]
    return min(instants, default=None)


def oldest_waiting(now: datetime) -> dict[str, object] | None:
    """The delivery that is longest overdue and still waits; None when nothing is overdue."""
    oldest = (
        Delivery.objects.filter(state__in=[State.PENDING, State.LEASED, State.ACCEPTED], due_at__lte=now)
        .order_by("due_at")
        .values("pk", "due_at", "state", "reason_code")
        .first()
    )
    if oldest is None:
        return None
    return {
        "id": oldest["pk"],
        "due_at": oldest["due_at"].isoformat(timespec="seconds"),
        "waiting_seconds": int((now - oldest["due_at"]).total_seconds()),
        "state": oldest["state"],
        "reason": oldest["reason_code"],
    }


def delivery_log(*, state: str = "", since: datetime | None = None) -> QuerySet[Delivery]:
    """Deliveries, newest due first, with what a log line shows and the count of attempts."""
    rows = Delivery.objects.select_related("post", "channel", "rendition").annotate(tries=Count("attempts"))
    if state:
        rows = rows.filter(state=state)
    if since is not None:
        rows = rows.filter(due_at__gte=since)
    return rows.order_by("-due_at", "-pk")
