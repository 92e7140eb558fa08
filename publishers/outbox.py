"""The outbox: the only writer of deliveries and attempts. Every move is checked against the table and written down.

Nothing here talks to a network; callers do, between ``open_attempt`` and ``close_attempt``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from content.models import Post, Rendition
from publishers.errors import ReasonCode
from publishers.models import Attempt, ChannelAccount, Delivery, StateChange, new_lease_token
from publishers.notices import tell_missed
from publishers.nudge import nudge_on_commit
from publishers.pacing import turns, waits_for_article
from publishers.registry import pace_of, settle_of
from publishers.rules import ARTICLE_GRACE
from publishers.states import NOT_YET_OUT, REPLACEABLE, WORKING, State, may_move


@dataclass(frozen=True, slots=True)
class Claim:
    delivery_id: int
    lease_token: str


class LeaseLost(Exception):
    """Somebody else has the right to act on this delivery now; what was found out may not be written by us."""


@transaction.atomic
def enqueue(renditions: Sequence[Rendition], *, now: datetime) -> list[Delivery]:
    """One delivery per rendition, due at the post's slot, or at once when that has passed.

    A channel that already has the post, or may have it, gets no second one. Deliveries of an earlier approval that
    have not started are cancelled: the newly approved text takes their place.
    """
    made: list[Delivery] = []
    accounts = {rendition.channel_id: _locked_account(rendition) for rendition in sorted(renditions, key=_channel_id)}
    for rendition in sorted(renditions, key=lambda r: (r.channel.kind != "website", r.channel_id)):
        post = rendition.post
        # all of them: a person may be about to send a rejected one again
        earlier = list(Delivery.objects.select_for_update().filter(post=post, channel_id=rendition.channel_id))
        for delivery in earlier:
            if delivery.state == State.PENDING:
                move(delivery, State.CANCELLED, at=now, code=ReasonCode.CANCELLED, note="replaced by a newer approval")
        if any(delivery.state not in REPLACEABLE for delivery in earlier):
            continue
        account = accounts[rendition.channel_id]
        due = _due(post, now)
        waits_for_article = any(earlier_made.channel.kind == "website" for earlier_made in made)
        ready = due + ARTICLE_GRACE if waits_for_article else due
        number = len(earlier) + 1
        delivery = Delivery.objects.create(
            key=f"{post.key}-{rendition.channel_id}-{number}",
            post=post,
            rendition=rendition,
            channel=rendition.channel,
            due_at=due,
            miss_after=due + post.lateness_limit,
            miss_at=due + post.lateness_limit,
            ready_at=None if account.paused_at else ready,
        )
        StateChange.objects.create(delivery=delivery, old="", new=State.PENDING, at=now)
        made.append(delivery)
    nudge_on_commit()
    return made


@transaction.atomic
def claim(*, now: datetime, lease: timedelta, limit: int) -> list[Claim]:
    """Take the right to act on what is due, oldest first, at the pace each account allows."""
    due = Delivery.objects.filter(ready_at__lte=now, leased_until__isnull=True).order_by("ready_at", "pk")
    wanted = set(due.values_list("channel_id", flat=True)[:limit])
    accounts = ChannelAccount.objects.select_for_update().filter(channel_id__in=wanted).order_by("channel_id")
    accounts_by_channel = {account.channel_id: account for account in accounts}
    rows = (
        due.select_for_update(skip_locked=True, of=("self",))
        .filter(channel_id__in=accounts_by_channel)
        .select_related("channel", "post__organization")
        .defer("post__text", "post__card")[:limit]
    )
    claims = []
    for delivery in _may_start(rows, accounts_by_channel, now=now):
        token = new_lease_token()
        if delivery.state == State.PENDING:
            move(delivery, State.LEASED, at=now, lease_token=token, leased_until=now + lease)
        else:
            _update(delivery, lease_token=token, leased_until=now + lease)
        claims.append(Claim(delivery.pk, token))
    return claims


@transaction.atomic
def open_attempt(
    delivery_id: int, lease_token: str, *, step: str, now: datetime, lease: timedelta | None = None
) -> Attempt:
    """Write down that a call begins. The caller commits by leaving this function, then calls.

    ``lease`` counts anew from ``now``: what waited long for a worker must not lose its lease in the middle of the call.
    Raises LeaseLost, also when the same message was delivered twice and the first one is at work.
    """
    if step != Attempt.Step.FIND:
        _start_pace(delivery_id, now=now)
    delivery = _leased(delivery_id, lease_token)
    if delivery.attempts.filter(outcome="").exists():
        raise LeaseLost
    if lease is not None:
        _update(delivery, leased_until=now + lease)
    return Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts.count() + 1,
        step=step,
        lease_token=lease_token,
        started_at=now,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to, and what the delivery becomes by it."""

    name: str
    """For the attempt: published, accepted, handed_over, not_found, or the error's class in snake case."""
    state: State
    ready_at: datetime | None = None
    code: str = ""
    detail: str = ""
    external_id: str = ""
    link: str = ""
    parts: tuple[str, ...] = ()
    resume_token: str | None = None
    """None leaves the stored one as it is."""
    looks: int | None = None


@transaction.atomic
def close_attempt(attempt: Attempt, outcome: Outcome, *, now: datetime) -> Delivery:
    """Close the attempt and move its delivery, together. Raises LeaseLost when the lease was taken back meanwhile."""
    delivery = _leased(attempt.delivery_id, attempt.lease_token)
    closed = Attempt.objects.filter(pk=attempt.pk, outcome="").update(
        finished_at=now,
        outcome=outcome.name,
        reason_code=outcome.code,
        detail=outcome.detail,
        external_id=outcome.external_id,
        link=outcome.link,
    )
    if not closed:
        raise LeaseLost
    fields: dict[str, Any] = {
        "lease_token": "",
        "leased_until": None,
        "ready_at": outcome.ready_at,
        "reason_code": outcome.code,
        "detail": outcome.detail,
    }
    if outcome.external_id:
        fields |= {"external_id": outcome.external_id, "link": outcome.link}
    if outcome.parts:
        fields["parts"] = list(outcome.parts)
    if outcome.resume_token is not None:
        fields["resume_token"] = outcome.resume_token
    if outcome.looks is not None:
        fields["looks"] = outcome.looks
    if outcome.state == State.UNKNOWN and delivery.state != State.UNKNOWN:
        # the earliest call that may have put it out: a later one must not hide what that one did
        fields |= {"unknown_since": delivery.unknown_since or attempt.started_at, "looks": 0}
    if outcome.state == delivery.state:
        _update(delivery, **fields)
    else:
        move(delivery, outcome.state, at=now, code=outcome.code, attempt=attempt, **fields)
    if outcome.state == State.PUBLISHED and delivery.channel.kind == "website":
        _release_followers(delivery, now=now)
    nudge_on_commit()
    return delivery


@transaction.atomic
def refuse_before_call(delivery_id: int, lease_token: str, *, code: ReasonCode, detail: str, now: datetime) -> Delivery:
    """Reject a delivery whose post must not be sent at all; no attempt was made and nothing left the house."""
    delivery = _leased(delivery_id, lease_token)
    move(
        delivery,
        State.REJECTED,
        at=now,
        code=code,
        reason_code=code.value,
        detail=detail,
        lease_token="",
        leased_until=None,
        ready_at=None,
    )
    return delivery


@transaction.atomic
def put_off(delivery_id: int, lease_token: str, *, now: datetime) -> None:
    """Give the lease back without an attempt: no call was made, another may take its turn. Raises LeaseLost."""
    delivery = _leased(delivery_id, lease_token)
    freed = {"lease_token": "", "leased_until": None, "ready_at": now}
    if delivery.state == State.LEASED:
        move(delivery, State.PENDING, at=now, code=ReasonCode.RATE_LIMITED, **freed)
    else:
        _update(delivery, **freed)


@transaction.atomic
def recover_expired(*, now: datetime, limit: int = 500) -> int:
    """Take back leases that ran out. Without an open attempt nothing was sent; with one the outcome is unknown."""
    expired = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(leased_until__lt=now)
    count = 0
    for delivery in expired.select_related("channel").order_by("leased_until", "pk")[:limit]:
        count += 1
        lost = delivery.attempts.filter(outcome="").first()
        freed = {"lease_token": "", "leased_until": None, "ready_at": now}
        if lost is None:
            if delivery.state == State.LEASED:
                move(delivery, State.PENDING, at=now, code=ReasonCode.WORKER_LOST, **freed)
            else:
                _update(delivery, **freed)
            continue
        Attempt.objects.filter(pk=lost.pk).update(
            finished_at=now, outcome="lost", reason_code=ReasonCode.WORKER_LOST.value
        )
        freed["ready_at"] = now + settle_of(delivery.channel.kind)
        if delivery.state == State.UNKNOWN:
            _update(delivery, **freed)
        else:
            move(
                delivery,
                State.UNKNOWN,
                at=now,
                code=ReasonCode.WORKER_LOST,
                attempt=lost,
                reason_code=ReasonCode.WORKER_LOST.value,
                unknown_since=delivery.unknown_since or lost.started_at,
                looks=0,
                **freed,
            )
    return count


@transaction.atomic
def mark_missed(*, now: datetime, limit: int = 500) -> list[Delivery]:
    """What waited past its lateness limit is not sent late in silence: staff decide."""
    late = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        miss_at__lt=now, leased_until__isnull=True
    )
    missed = list(late.select_related("post", "channel").order_by("miss_at", "pk")[:limit])
    for delivery in missed:
        move(
            delivery,
            State.MISSED,
            at=now,
            code=ReasonCode.TOO_LATE,
            note=delivery.reason_code if delivery.reason_code == ReasonCode.QUIET_HOURS else "",
            reason_code=ReasonCode.TOO_LATE.value,
            ready_at=None,
        )
    tell_missed(missed)
    return missed


def move(
    delivery: Delivery,
    new: State,
    *,
    at: datetime,
    code: str = "",
    note: str = "",
    attempt: Attempt | None = None,
    actor: Any = None,
    **fields: Any,
) -> None:
    """Change the state inside the caller's transaction and write the change down.

    Raises ValueError for a move that is not in the table.
    """
    old = State(delivery.state)
    if not may_move(old, new):
        raise ValueError(f"a delivery cannot go from {old} to {new}")
    if new not in WORKING | {State.LEASED}:
        fields.setdefault("ready_at", None)
        if new != State.AWAITING_PROOF:
            fields.setdefault("finished_at", at)
    fields["miss_at"] = fields.get("miss_after", delivery.miss_after) if new in NOT_YET_OUT else None
    _update(delivery, state=new.value, **fields)
    StateChange.objects.create(
        delivery=delivery,
        attempt=attempt,
        old=old.value,
        new=new.value,
        at=at,
        reason_code=str(code),
        note=note,
        actor=actor,
    )


def _update(delivery: Delivery, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(fields))


def _leased(delivery_id: int, lease_token: str) -> Delivery:
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("channel")
        .filter(pk=delivery_id, lease_token=lease_token, leased_until__isnull=False)
        .first()
    )
    if delivery is None or not lease_token:
        raise LeaseLost
    return delivery


def _start_pace(delivery_id: int, *, now: datetime) -> None:
    """The account's next post counts from this call: what waited for a worker must not meet the one behind it."""
    found = Delivery.objects.filter(pk=delivery_id).values_list("channel_id", "channel__kind").first()
    pace = pace_of(found[1]) if found else None
    if found and pace:
        ChannelAccount.objects.filter(channel_id=found[0]).filter(
            Q(free_at__isnull=True) | Q(free_at__lt=now + pace)
        ).update(free_at=now + pace)


def _due(post: Post, now: datetime) -> datetime:
    """The slot. When it has passed, a person's approval means "now"; nobody approved what a template made, so there the
    slot stands and the lateness limit counts from it."""
    if post.publish_at is None:
        return now
    return post.publish_at if post.template_revision else max(post.publish_at, now)


def _channel_id(rendition: Rendition) -> int:
    return rendition.channel_id


def _locked_account(rendition: Rendition) -> ChannelAccount:
    account, made = ChannelAccount.objects.select_for_update().get_or_create(channel_id=rendition.channel_id)
    if made:  # a channel nobody connected yet: its deliveries wait for a person
        account.paused_at = rendition.created_at
        account.health = ChannelAccount.Health.FAILING
        account.health_code = ReasonCode.NO_ACCOUNT.value
        account.save(update_fields=["paused_at", "health", "health_code"])
    return account


def _may_start(due: Iterable[Delivery], accounts: Mapping[int, ChannelAccount], *, now: datetime) -> list[Delivery]:
    """Those that may start now; the others are put off to the next free instant of their account."""
    by_channel: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in due:
        by_channel[delivery.channel_id].append(delivery)
    start = []
    for channel_id, rows in by_channel.items():
        account, pace = accounts[channel_id], pace_of(rows[0].channel.kind)
        busy = bool(pace) and Delivery.objects.filter(channel_id=channel_id, state=State.LEASED).exists()
        shared = turns(account, rows, pace=pace, busy=busy, now=now)
        start += shared.start
        for delivery, at in shared.later:
            _update(delivery, ready_at=at)
        for delivery, at in shared.quiet:
            _update(delivery, ready_at=at, reason_code=ReasonCode.QUIET_HOURS.value)
        if shared.free_at is not None:
            account.free_at = shared.free_at
            account.save(update_fields=["free_at"])
    return sorted(start, key=lambda delivery: (delivery.ready_at, delivery.pk))


def _release_followers(article: Delivery, *, now: datetime) -> None:
    """The article stands: posts that carry its link need not wait any longer."""
    for follower in Delivery.objects.select_for_update().filter(
        post_id=article.post_id, state=State.PENDING, leased_until__isnull=True, ready_at__isnull=False
    ):
        if waits_for_article(follower) or follower.reason_code == ReasonCode.QUIET_HOURS:
            _update(follower, ready_at=max(now, follower.due_at))
