"""The outbox: claims, leases and attempts. Every move is checked against the table and written down.

Nothing here talks to a network; callers do, between ``open_attempt`` and ``close_attempt``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from content.models import Rendition
from publishers.claimed import locked
from publishers.errors import ReasonCode
from publishers.history import note_down
from publishers.models import Attempt, ChannelAccount, Delivery, StateChange, new_lease_token
from publishers.moments import delivery_published
from publishers.notices import tell_author, tell_missed, tell_undecided
from publishers.nudge import nudge_on_commit
from publishers.pacing import waits_for_article
from publishers.queries import kinds_with_enough, may_be_out
from publishers.registry import pace_of, settle_of
from publishers.rules import FINISH_WITHIN
from publishers.starting import may_start
from publishers.states import NOT_YET_OUT, WORKING, State, may_move


@dataclass(frozen=True, slots=True)
class Claim:
    delivery_id: int
    lease_token: str


class LeaseLost(Exception):
    """Somebody else has the right to act on this delivery now; what was found out may not be written by us."""


@transaction.atomic
def claim(*, now: datetime, lease: timedelta, limit: int, ahead: timedelta = timedelta(0)) -> list[Claim]:
    """Take the right to act on what is due, or will be ``ahead`` of its time, oldest first, at the pace each account
    allows, and no more of one platform than workers get to in time."""
    due = Delivery.objects.filter(ready_at__lte=now + ahead, leased_until__isnull=True).order_by("ready_at", "pk")
    full = kinds_with_enough()
    if full:
        due = due.exclude(channel__kind__in=full)
    wanted = set(due.values_list("channel_id", flat=True)[:limit])
    accounts = ChannelAccount.objects.select_for_update().filter(channel_id__in=wanted).order_by("channel_id")
    accounts_by_channel = {account.channel_id: account for account in accounts}
    rows = (
        due.select_for_update(skip_locked=True, of=("self",))
        .filter(channel_id__in=accounts_by_channel)
        .select_related("channel", "post__organization")
        .defer("post__text", "post__card")[:limit]
    )
    taken = []
    for delivery in may_start(rows, accounts_by_channel, now=now):
        if delivery.state == State.PENDING and delivery.change:
            move(delivery, State.CANCELLED, at=now, code=ReasonCode.CANCELLED, note="taken back before it was out")
        else:
            taken.append(delivery)
    token = new_lease_token()
    _lease(taken, token, until=now + lease, at=now)
    return [Claim(delivery.pk, token) for delivery in taken]


def _lease(taken: Sequence[Delivery], token: str, *, until: datetime, at: datetime) -> None:
    """What ``move`` does, for all of a claim in three questions. They share a token: the right to act on one of them is
    its id and the token together."""
    pending = [delivery.pk for delivery in taken if delivery.state == State.PENDING]
    others = [delivery.pk for delivery in taken if delivery.state != State.PENDING]
    lease: dict[str, Any] = {"lease_token": token, "leased_until": until}
    if others:
        Delivery.objects.filter(pk__in=others).update(**lease)
    if pending:
        Delivery.objects.filter(pk__in=pending).update(state=State.LEASED.value, miss_at=None, **lease)
        old, new = State.PENDING.value, State.LEASED.value
        StateChange.objects.bulk_create(StateChange(delivery_id=pk, old=old, new=new, at=at) for pk in pending)


@transaction.atomic
def give_back(claims: Sequence[Claim], *, now: datetime) -> None:
    """No worker could be told of these: they are due as before, at once and not when their lease ends. A message that
    got through all the same finds the lease gone."""
    for one in claims:
        try:
            put_off(one.delivery_id, one.lease_token, now=now, code="", note="the broker did not answer")
        except LeaseLost:
            continue


@transaction.atomic
def open_attempt(
    delivery: Delivery,
    lease_token: str,
    *,
    step: str,
    now: datetime,
    lease: timedelta | None = None,
    rendition: Rendition | None = None,
) -> Attempt:
    """Write down that a call begins. The caller commits by leaving this function, then calls.

    ``delivery`` as the caller read it: what it holds is what will be sent, unless ``rendition`` is. ``lease`` counts
    anew from ``now``: what waited long for a worker must not lose its lease in the middle of the call.
    Raises LeaseLost, also when the same message was delivered twice and the first one is at work.
    """
    if step not in (Attempt.Step.FIND, Attempt.Step.LINK):
        _start_pace(delivery, now=now)
    if lease is None:
        leased(delivery.pk, lease_token)
    elif not renew(delivery.pk, lease_token, until=now + lease):
        raise LeaseLost
    outcomes = list(Attempt.objects.filter(delivery=delivery).order_by().values_list("outcome", flat=True))
    if "" in outcomes:
        raise LeaseLost
    return Attempt.objects.create(
        delivery=delivery,
        number=len(outcomes) + 1,
        step=step,
        rendition_id=rendition.pk if rendition else delivery.rendition_id,
        lease_token=lease_token,
        started_at=now,
    )


def renew(delivery_id: int, lease_token: str, *, until: datetime) -> bool:
    """Whoever is at work stays at work until ``until``; False when the lease is somebody else's by now."""
    mine = Delivery.objects.filter(pk=delivery_id, lease_token=lease_token, leased_until__isnull=False)
    return bool(lease_token and mine.update(leased_until=until))


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
    answer: str = ""
    """The platform's own, for the attempt."""
    resume_token: str | None = None
    """None leaves the stored one as it is."""
    looks: int | None = None
    failures: int | None = None
    """Calls in a row that did not get through, this one among them; None leaves their number as it is."""


@transaction.atomic
def close_attempt(attempt: Attempt, outcome: Outcome, *, now: datetime) -> Delivery:
    """Close the attempt and move its delivery, together. Raises LeaseLost when the lease was taken back meanwhile."""
    delivery = leased(attempt.delivery_id, attempt.lease_token)
    finish_attempt(
        attempt,
        outcome.name,
        code=outcome.code,
        detail=outcome.detail,
        now=now,
        external_id=outcome.external_id,
        link=outcome.link,
        answer=outcome.answer,
    )
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
    if outcome.state == State.ACCEPTED and outcome.external_id:
        limit = max(delivery.miss_after, now + FINISH_WITHIN)
        fields |= {"miss_after": limit, "miss_at": limit}
    if outcome.resume_token is not None:
        fields["resume_token"] = outcome.resume_token
    if outcome.looks is not None:
        fields["looks"] = outcome.looks
    if outcome.failures is not None:
        fields["failures"] = outcome.failures
    if outcome.state == State.UNKNOWN and delivery.state != State.UNKNOWN:
        # the earliest call that may have put it out: a later one must not hide what that one did
        fields |= {"unknown_since": delivery.unknown_since or attempt.started_at, "looks": 0}
    if outcome.state == delivery.state:
        update_row(delivery, **fields)
    else:
        move(delivery, outcome.state, at=now, code=outcome.code, attempt=attempt, **fields)
    if outcome.state == State.PUBLISHED and attempt.delivery.channel.kind == "website":
        _release_followers(delivery, now=now)
    nudge_on_commit()
    return delivery


def finish_attempt(attempt: Attempt, outcome: str, *, code: str, detail: str, now: datetime, **found: str) -> None:
    """Write an open attempt's end, in the caller's transaction. Raises LeaseLost when it has ended already."""
    ended = {"finished_at": now, "outcome": outcome, "reason_code": code, "detail": detail, **found}
    if not Attempt.objects.filter(pk=attempt.pk, outcome="").update(**ended):
        raise LeaseLost


@transaction.atomic
def refuse_before_call(delivery_id: int, lease_token: str, *, code: ReasonCode, detail: str, now: datetime) -> Delivery:
    """Reject a delivery whose post must not be sent at all; no attempt was made and nothing left the house. What is
    half out stays so."""
    delivery = leased(delivery_id, lease_token)
    move(
        delivery,
        State.PARTIAL if delivery.is_half_out else State.REJECTED,
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
def put_off(
    delivery_id: int, lease_token: str, *, now: datetime, code: str = ReasonCode.RATE_LIMITED, note: str = ""
) -> None:
    """Give the lease back without an attempt: no call was made, another may take its turn. Raises LeaseLost."""
    delivery = leased(delivery_id, lease_token)
    freed = {"lease_token": "", "leased_until": None, "ready_at": now}
    if delivery.state == State.LEASED:
        move(delivery, State.PENDING, at=now, code=code, note=note, **freed)
    else:
        update_row(delivery, **freed)


@transaction.atomic
def recover_expired(*, now: datetime, limit: int = 500) -> int:
    """Take back leases that ran out. Without an open attempt nothing was sent; with one the outcome is unknown."""
    expired = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(leased_until__lt=now)
    count = 0
    for delivery in expired.select_related("channel").order_by("leased_until", "pk")[:limit]:
        count += 1
        lost = delivery.attempts.filter(outcome="").first()
        # what was due stays due: a clock that is ahead takes leases back too early, and must not put posts off as well
        freed = {"lease_token": "", "leased_until": None, "ready_at": min(delivery.ready_at or now, now)}
        if lost is None:
            if delivery.state == State.LEASED:
                move(delivery, State.PENDING, at=now, code=ReasonCode.WORKER_LOST, **freed)
            else:
                update_row(delivery, **freed)
            continue
        Attempt.objects.filter(pk=lost.pk).update(
            finished_at=now, outcome="lost", reason_code=ReasonCode.WORKER_LOST.value
        )
        freed["ready_at"] = now + settle_of(delivery.channel.kind)
        if delivery.state in (State.UNKNOWN, State.PUBLISHED):  # a change of what is out may be repeated
            update_row(delivery, **freed)
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
    """What waited past its lateness limit is not sent late in silence: staff decide. What is half out by then is
    partial: it was not missed, and must not be sent as a whole. What may be out is unknown."""
    late = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        miss_at__lt=now, leased_until__isnull=True
    )
    late_ones = list(late.select_related("post", "channel").order_by("miss_at", "pk")[:limit])
    missed = []
    for delivery in late_ones:
        if delivery.is_half_out:
            code = ReasonCode.PARTLY_OUT
            move(delivery, State.PARTIAL, at=now, code=ReasonCode.TOO_LATE, reason_code=code.value)
            tell_author(delivery)
        elif may_be_out(delivery):
            code = ReasonCode.TOO_LATE
            move(delivery, State.UNKNOWN, at=now, code=code, reason_code=code.value, ready_at=None)
            tell_undecided(delivery)
        else:
            missed.append(delivery)
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
    return late_ones


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
    fields |= _remembered(delivery, new, at=at)
    update_row(delivery, state=new.value, **fields)
    note_down(delivery, at=at, note=note, code=code, attempt=attempt, actor=actor, old=old.value)
    if new == State.PUBLISHED:
        delivery_published.send(sender=Delivery, instance=delivery, at=at)


def _remembered(delivery: Delivery, new: State, *, at: datetime) -> dict[str, Any]:
    """What becomes of a change that was asked for while the post was on its way."""
    if not delivery.change or new in (State.LEASED, State.ACCEPTED, State.UNKNOWN, State.PARTIAL, State.WITHDRAWN):
        return {}
    if new == State.PUBLISHED:
        return {"ready_at": at, "looks": 0, "resume_token": ""}
    amends = delivery.change == Delivery.Change.AMEND
    if new == State.AWAITING_PROOF:  # people have it in its old form, and only people can change that
        code = ReasonCode.CANNOT_AMEND if amends else ReasonCode.CANNOT_WITHDRAW
        return {"change": "", "change_code": code.value, "change_detail": ""}
    if amends:  # it is not out: the newer text is the one to send
        return {"rendition": delivery.change_rendition, "change": "", "change_rendition": None}
    return {} if new == State.PENDING else {"change": ""}


def update_row(delivery: Delivery, **fields: Any) -> None:
    """Write these fields inside the caller's transaction."""
    for name, value in fields.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(fields))


def leased(delivery_id: int, lease_token: str) -> Delivery:
    """The claimed delivery, locked. Raises LeaseLost."""
    found = locked(delivery_id, lease_token)
    if found is None:
        raise LeaseLost
    return found


def _start_pace(delivery: Delivery, *, now: datetime) -> None:
    """The account's next post counts from this call: what waited for a worker must not meet the one behind it."""
    pace = pace_of(delivery.channel.kind)
    if pace:
        ChannelAccount.objects.filter(channel_id=delivery.channel_id).filter(
            Q(free_at__isnull=True) | Q(free_at__lt=now + pace)
        ).update(free_at=now + pace)


def _release_followers(article: Delivery, *, now: datetime) -> None:
    """The article stands: posts that carry its link need not wait any longer."""
    for follower in Delivery.objects.select_for_update().filter(
        post_id=article.post_id, state=State.PENDING, leased_until__isnull=True, ready_at__isnull=False
    ):
        if waits_for_article(follower) or follower.reason_code == ReasonCode.QUIET_HOURS:
            update_row(follower, ready_at=max(now, follower.due_at))
