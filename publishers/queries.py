"""What the outbox holds, for beat, the health page and the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from publishers.errors import ReasonCode
from publishers.models import Attempt, Delivery
from publishers.registry import drops_repeats
from publishers.states import State

_TELLING = ("outcome_unknown", "lost", "not_found")
WAITING = (State.PENDING, State.LEASED, State.ACCEPTED)


def next_delivery_instant() -> datetime | None:
    """When the outbox next needs a look: something ready, a lease to take back, or a lateness limit."""
    ready = Delivery.objects.filter(ready_at__isnull=False, leased_until__isnull=True).aggregate(at=Min("ready_at"))
    lease = Delivery.objects.filter(leased_until__isnull=False).aggregate(at=Min("leased_until"))
    miss = Delivery.objects.filter(miss_at__isnull=False, leased_until__isnull=True).aggregate(at=Min("miss_at"))
    instants = [found["at"] for found in (ready, lease, miss) if found["at"] is not None]
    return min(instants, default=None)


def may_be_out(delivery: Delivery) -> bool:
    """Whether it waits to be sent again where repeats are dropped, and an earlier call may have put it out: elsewhere a
    look, or a person, has told before."""
    if not drops_repeats(delivery.channel.kind):
        return False
    calls = delivery.attempts.exclude(step=Attempt.Step.FIND, outcome="lost").exclude(outcome="").order_by("-number")
    telling = [outcome for outcome in calls.values_list("outcome", flat=True) if outcome in _TELLING]
    if not telling:
        return delivery.changes.filter(reason_code=ReasonCode.RESTORED).exists()
    return telling[0] != "not_found"


def oldest_waiting(now: datetime) -> dict[str, object] | None:
    """The delivery that is longest overdue and still waits; None when nothing is overdue."""
    oldest = next(iter(next_waiting(Delivery.objects.filter(due_at__lte=now).defer("detail", "link"), limit=1)), None)
    if oldest is None:
        return None
    return {
        "id": oldest.pk,
        "due_at": oldest.due_at.isoformat(timespec="seconds"),
        "waiting_seconds": int((now - oldest.due_at).total_seconds()),
        "state": oldest.state,
        "reason": oldest.reason_code,
    }


def next_waiting(deliveries: QuerySet[Delivery], *, limit: int) -> list[Delivery]:
    """Those of ``deliveries`` that wait or are under way, earliest due first.

    One question a state: each is a look into the index, where one for all of them would read the whole log.
    """
    found = [
        delivery for state in WAITING for delivery in deliveries.filter(state=state).order_by("due_at", "-pk")[:limit]
    ]
    return sorted(found, key=lambda delivery: (delivery.due_at, delivery.pk))[:limit]


def delivery_log(*, state: str = "", since: datetime | None = None) -> QuerySet[Delivery]:
    """Deliveries, newest due first, with what a log line shows and the count of attempts."""
    # counted row by row: a join would group the whole log before its first page is cut off
    attempts = Attempt.objects.filter(delivery=OuterRef("pk")).order_by().values("delivery")
    tries = Coalesce(Subquery(attempts.values(count=Count("pk")), output_field=IntegerField()), 0)
    rows = Delivery.objects.select_related("post", "channel", "rendition").annotate(tries=tries)
    if state:
        rows = rows.filter(state=state)
    if since is not None:
        rows = rows.filter(due_at__gte=since)
    return rows.order_by("-due_at", "-pk")


def sending_to(channel_id: int) -> QuerySet[Delivery]:
    """Posts of the channel that a worker is sending right now, or whose next message it is sending."""
    half_out = Q(state=State.ACCEPTED, leased_until__isnull=False) & ~Q(external_id="")
    return Delivery.objects.filter(Q(state=State.LEASED) | half_out, channel_id=channel_id)


def going_on_soon(channel_id: int, soon: datetime) -> QuerySet[Delivery]:
    """Half out, the next message to follow within a turn: another post must not come in between."""
    waiting = Delivery.objects.filter(channel_id=channel_id, state=State.ACCEPTED, leased_until__isnull=True)
    return waiting.exclude(external_id="").filter(ready_at__lte=soon)
