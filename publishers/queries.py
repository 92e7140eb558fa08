"""What the outbox holds, for beat, the health page and the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from publishers.errors import ReasonCode
from publishers.models import Attempt, Delivery
from publishers.registry import drops_repeats, platform_of
from publishers.states import State

_TELLING = ("outcome_unknown", "lost", "not_found")
ENOUGH = 300
"""Deliveries to one platform that are with workers. What waits with them longer than its lease comes back to be claimed
anew; and what a platform that hangs keeps with them must not be all there is."""
WAITING = (State.PENDING, State.LEASED, State.ACCEPTED)


_INSTANTS = """SELECT
    (SELECT MIN(ready_at) FROM publishers_delivery WHERE ready_at IS NOT NULL AND leased_until IS NULL),
    (SELECT MIN(leased_until) FROM publishers_delivery WHERE leased_until IS NOT NULL),
    (SELECT MIN(miss_at) FROM publishers_delivery WHERE miss_at IS NOT NULL AND leased_until IS NULL)
"""
"""One question instead of three, and none of the work of building them: beat asks it all day."""


@dataclass(frozen=True, slots=True)
class Instants:
    """When the outbox next needs a look, by what for; None: never, as things stand."""

    ready: datetime | None
    lease: datetime | None
    """The end of the first lease to run out."""
    miss: datetime | None
    """The first lateness limit to pass."""

    @property
    def next(self) -> datetime | None:
        return min((at for at in (self.ready, self.lease, self.miss) if at is not None), default=None)


def delivery_instants(*, ahead: timedelta = timedelta(0)) -> Instants:
    """``ahead``: so much before it is ready a delivery may be given to a worker."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTANTS)
        ready, lease, miss = (read_instant(value) for value in cursor.fetchone())
    return Instants(ready and ready - ahead, lease, miss)


def next_delivery_instant() -> datetime | None:
    return delivery_instants().next


def read_instant(stored: datetime | str | None) -> datetime | None:
    """A time as a plain question to the database brings it: SQLite keeps it as text, in UTC."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if isinstance(stored, str) else stored


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


def posts_begun(posts: Collection[int] | QuerySet[Any]) -> set[int]:
    """Those of ``posts``, by their numbers, of which a worker has, or ever had, a delivery in hand."""
    tried = Exists(Attempt.objects.filter(delivery=OuterRef("pk")))
    rows = Delivery.objects.filter(Q(leased_until__isnull=False) | tried, post__in=posts)
    return set(rows.order_by().values_list("post_id", flat=True))


def channels_being_sent_to() -> set[int]:
    """Channels to which a worker is sending a post right now, or the next message of one."""
    # the lease first: few rows have one, and its index holds no other
    leased = Delivery.objects.filter(leased_until__isnull=False)
    sending = leased.filter(Q(state=State.LEASED) | (Q(state=State.ACCEPTED) & ~Q(external_id="")))
    # told apart here: for a grouping SQLite would rather walk through all deliveries, in the order of their channels
    return set(sending.order_by("leased_until").values_list("channel_id", flat=True))


def kinds_with_enough() -> list[str]:
    """Kinds of channels of whose platform so many deliveries are with workers that no more are to be claimed yet."""
    leased = Delivery.objects.filter(leased_until__isnull=False).order_by("leased_until")
    by_platform: Counter[str] = Counter()
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, count in Counter(leased.values_list("channel__kind", flat=True)).items():  # counted here, as above
        by_platform[platform_of(kind)] += count
        kinds[platform_of(kind)].add(kind)
    return sorted(kind for platform, count in by_platform.items() if count >= ENOUGH for kind in kinds[platform])


def half_out_goes_on(soon: datetime) -> dict[int, datetime]:
    """By channel, when before ``soon`` a post of which readers see a part goes on: another must not come in between."""
    waiting = Delivery.objects.filter(ready_at__lte=soon, leased_until__isnull=True, state=State.ACCEPTED)
    latest_first = waiting.exclude(external_id="").order_by("-ready_at").values_list("channel_id", "ready_at")
    return dict(latest_first)  # the earliest of each channel stays
