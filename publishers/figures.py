"""Figures of the outbox and its channels for monitoring: each a look into an index, none reads the whole log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Min

from publishers.models import Attempt, ChannelAccount, Delivery
from publishers.queries import WAITING
from publishers.states import NEEDS_PERSON, State

SOON = {"1h": timedelta(hours=1), "24h": timedelta(hours=24)}
LATELY = timedelta(minutes=15)
MOST_CALLS = 1_000
"""Of the first calls made lately, so many are looked at."""
QUANTILES = (0.5, 0.99)


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """Lengths of time in seconds; 0 when there is nothing to measure."""

    due: int
    """Beat could claim them now."""
    due_for: float
    """How long the oldest of those could have been claimed: with beat alive, well under a second."""
    under_way: int
    """Claimed: on the way to a worker, or with it."""
    waiting: dict[State, int]
    """Their time has come and they are not, or not all, out, for whatever reason."""
    waiting_by_channel: dict[int, int]
    lateness: float
    """Of the one that waits longest, since the time it was due."""
    upcoming: dict[str, int]
    need_person: dict[State, int]


def outbox_figures(now: datetime) -> OutboxFigures:
    claimable = Delivery.objects.filter(ready_at__lte=now, leased_until__isnull=True)
    due = claimable.aggregate(count=Count("pk"), at=Min("ready_at"))
    waiting, by_channel, first = _waiting(now)
    return OutboxFigures(
        due=due["count"],
        due_for=_seconds(due["at"], now),
        under_way=Delivery.objects.filter(leased_until__isnull=False).count(),
        waiting=waiting,
        waiting_by_channel=by_channel,
        lateness=_seconds(first, now),
        upcoming={
            name: Delivery.objects.filter(state=State.PENDING, due_at__gt=now, due_at__lte=now + ahead).count()
            for name, ahead in SOON.items()
        },
        need_person=_by_state(NEEDS_PERSON),
    )


def _waiting(now: datetime) -> tuple[dict[State, int], dict[int, int], datetime | None]:
    """By state, by channel, and when the earliest of them was due. One question a state: each has its index."""
    states: dict[State, int] = {}
    channels: Counter[int] = Counter()
    earliest = []
    for state in WAITING:
        rows = Delivery.objects.filter(state=state, due_at__lte=now).order_by().values_list("channel_id")
        found = list(rows.annotate(count=Count("pk"), first=Min("due_at")))
        states[state] = sum(count for _channel, count, _first in found)
        channels.update({channel: count for channel, count, _first in found})
        earliest += [first for _channel, _count, first in found]
    return states, dict(channels), min(earliest, default=None)


def _by_state(states: frozenset[State]) -> dict[State, int]:
    return {state: Delivery.objects.filter(state=state).count() for state in State if state in states}


def first_call_lateness(now: datetime) -> dict[float, float]:
    """Quantile -> seconds from when posts were due to their first call, of calls made lately; empty for none."""
    fields = ("number", "step", "started_at", "delivery__due_at")
    newest = Attempt.objects.order_by("-pk").values_list(*fields)[:MOST_CALLS]
    late = sorted(
        (started - due).total_seconds()
        for number, step, started, due in newest
        if number == 1 and step == Attempt.Step.PUBLISH and started > now - LATELY
    )
    return {quantile: late[ceil(quantile * len(late)) - 1] for quantile in QUANTILES} if late else {}


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    id: int
    kind: str
    name: str
    organization: str
    """Its slug."""
    is_active: bool
    health: str
    reason: str
    """Why it is paused; empty when it is not."""
    is_paused: bool
    is_held: bool
    """The platform said "wait"."""
    token_ends_at: datetime | None


def channel_figures(now: datetime) -> list[ChannelFigures]:
    """Every channel that has an account, those no longer in use too: their attempts stay counted."""
    accounts = ChannelAccount.objects.select_related("channel__organization").order_by("channel_id")
    return [
        ChannelFigures(
            id=account.channel_id,
            kind=account.channel.kind,
            name=account.channel.name,
            organization=account.channel.organization.slug,
            is_active=account.channel.is_active,
            health=account.health,
            reason=account.health_code if account.paused_at else "",
            is_paused=account.paused_at is not None,
            is_held=account.held_until is not None and account.held_until > now,
            token_ends_at=account.expires_at,
        )
        for account in accounts.defer("stored_secret", "health_detail", "options")
    ]


def _seconds(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
