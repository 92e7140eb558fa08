"""Follows what is out: which looks are due, who takes them, when the next one is. Knows nothing of what a look does.

A look may be lost with its process and is then taken once more: looking twice harms nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publishers.models import Delivery
from reports.models import FollowUp

LEASE = timedelta(minutes=5)
"""Longer than a batch of looks takes."""
BATCH = 4
"""Taken at once. A look may take a minute: a page that answers slowly, a browser that draws it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to. ``next_at``: of the next one, None: there is none. ``code``: why it came to nothing, else
    empty. ``again``: the same step once more, as it may yet come to something."""

    next_at: datetime | None
    code: str = ""
    again: bool = False


Look = Callable[[FollowUp, datetime], Looked]
"""Takes the follow-up, its delivery with post, channel and account at hand, and the time. Talks to networks, raises
nothing it foresees."""


def begin_following(delivery: Delivery, *, at: datetime) -> None:
    """Inside the caller's transaction; all kinds at once are due at ``at``: a kind's first look says when it begins."""
    FollowUp.objects.bulk_create(
        [FollowUp(delivery=delivery, kind=kind, since=at, due_at=at) for kind in FollowUp.Kind], ignore_conflicts=True
    )


def take(kind: str, *, now: datetime, limit: int) -> list[FollowUp]:
    """What is due, longest first, ours until the lease ends."""
    with transaction.atomic():
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        due = FollowUp.objects.select_for_update(skip_locked=True).filter(free, kind=kind, due_at__lte=now)
        taken = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
        FollowUp.objects.filter(pk__in=taken).update(leased_until=now + LEASE)
    rows = FollowUp.objects.filter(pk__in=taken).select_related(
        "delivery__post__organization", "delivery__channel__account", "delivery__rendition"
    )
    return list(rows.order_by("due_at", "pk"))


def settle(follow_up: FollowUp, looked: Looked, *, now: datetime) -> None:
    """Write down what a look came to, unless its lease was taken over meanwhile."""
    mine = FollowUp.objects.filter(pk=follow_up.pk, leased_until=follow_up.leased_until)
    mine.update(
        step=follow_up.step + (not looked.again),
        due_at=looked.next_at,
        leased_until=None,
        failures=follow_up.failures + 1 if looked.again else 0,
        last_at=now,
        last_code=looked.code,
    )


def follow(kind: str, look: Look, *, now: datetime, at_most: timedelta, batch: int = BATCH) -> int:
    """Take and settle what is due of one kind, one after the other, until nothing is or ``at_most`` is over; how many
    looks that were."""
    count = 0
    begun = timezone.now()
    while timezone.now() - begun < at_most and (taken := take(kind, now=now, limit=batch)):
        for follow_up in taken:
            at = now + timedelta(seconds=int((timezone.now() - begun).total_seconds()))
            settle(follow_up, look(follow_up, at), now=at)
        count += len(taken)
    return count
