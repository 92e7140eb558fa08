"""What a person decides about a delivery the machine may not settle alone. Each decision is logged with a name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from publishers.errors import ReasonCode
from publishers.history import note_down
from publishers.models import Delivery
from publishers.nudge import nudge_on_commit
from publishers.outbox import move, update_row
from publishers.proof_notices import tell_handed_over, tell_task_cancelled
from publishers.registry import hands_over
from publishers.states import REPLACEABLE, State, may_move


class DecisionRefused(Exception):
    """The delivery is no longer in a state in which this can be decided, or a newer one has taken its place."""


@transaction.atomic
def it_is_out(delivery_id: int, *, link: str, actor: Any, now: datetime, note: str = "") -> Delivery:
    """A person saw it on the channel: published, with the link they paste. Where people put it out, see
    ``they_have_it``: there only proof makes it published."""
    delivery = _lock(delivery_id, State.PUBLISHED, {State.UNKNOWN, State.PARTIAL, State.MISSED})
    if hands_over(delivery.channel.kind):
        raise DecisionRefused(delivery.state)
    move(delivery, State.PUBLISHED, at=now, note=note or "found by a person", actor=actor, link=link, reason_code="")
    return delivery


@transaction.atomic
def give_link(delivery_id: int, *, link: str, actor: Any, now: datetime, note: str = "") -> Delivery:
    """A person pastes the link of what is out and has none. Raises DecisionRefused when it has one, or is not out."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.state != State.PUBLISHED or delivery.leased_until is not None or delivery.link:
        raise DecisionRefused(delivery.state)
    update_row(delivery, link=link, reason_code="", ready_at=delivery.ready_at if delivery.change else None)
    note_down(delivery, at=now, note=note or "the link was pasted by a person", actor=actor)
    return delivery


@transaction.atomic
def they_have_it(delivery_id: int, *, actor: Any, now: datetime, note: str = "") -> Delivery:
    """A person asked those who put it out (a newspaper), and they have it: nothing more is sent, proof is owed."""
    delivery = _lock(delivery_id, State.AWAITING_PROOF, {State.UNKNOWN, State.MISSED})
    if not hands_over(delivery.channel.kind):
        raise DecisionRefused(delivery.state)
    move(
        delivery,
        State.AWAITING_PROOF,
        at=now,
        note=note or "a person says they have it",
        actor=actor,
        reason_code="",
        detail="",
        finished_at=None,
    )
    tell_handed_over(delivery, now=now)
    return delivery


@transaction.atomic
def send_again(delivery_id: int, *, actor: Any, now: datetime, note: str = "") -> Delivery:
    """A person looked and it is not there, or wants it out though late: it is sent anew, at once.

    Of a post of which some messages are known to be out, only the one that is not there and what follows it is sent;
    from ``partial``, where people delete what is out first, all of it.
    """
    delivery = _lock(delivery_id, State.PENDING, {State.UNKNOWN, State.PARTIAL, State.MISSED, State.REJECTED})
    allowed = delivery.post.lateness_limit or timedelta(days=1)
    goes_on = delivery.state == State.UNKNOWN and bool(delivery.external_id and delivery.resume_token)
    anew = {} if goes_on else {"resume_token": "", "external_id": "", "link": "", "parts": []}
    move(
        delivery,
        State.ACCEPTED if goes_on else State.PENDING,
        at=now,
        note=note or "sent again by a person",
        actor=actor,
        ready_at=now,
        miss_after=now + allowed,
        finished_at=None,
        reason_code="",
        detail="",
        looks=0,
        failures=0,
        **anew,
    )
    nudge_on_commit()
    return delivery


@transaction.atomic
def cancel(delivery_id: int, *, actor: Any, now: datetime, note: str = "") -> Delivery:
    """It shall not go out on this channel any more. What is half out becomes partial: what readers see is to be decided
    on."""
    delivery = _lock(delivery_id, State.CANCELLED, set(State))
    if delivery.is_half_out:
        told = {"reason_code": ReasonCode.PARTLY_OUT.value}
        move(delivery, State.PARTIAL, at=now, note=note or "cancelled by a person", actor=actor, **told)
        return delivery
    awaited = delivery.state == State.AWAITING_PROOF
    move(delivery, State.CANCELLED, at=now, note=note or "cancelled by a person", actor=actor)
    if awaited:
        tell_task_cancelled(delivery)
    return delivery


def _lock(delivery_id: int, new: State, from_states: set[State]) -> Delivery:
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("channel").get(pk=delivery_id)
    old = State(delivery.state)
    if delivery.leased_until is not None or old not in from_states or not may_move(old, new):
        raise DecisionRefused(old.value)
    if old in REPLACEABLE and new not in REPLACEABLE and _replaced(delivery):
        raise DecisionRefused(old.value)
    return delivery


def _replaced(delivery: Delivery) -> bool:
    """True when a later approval has its own delivery of the post on this channel: two would be one too many."""
    others = Delivery.objects.filter(post_id=delivery.post_id, channel_id=delivery.channel_id).exclude(pk=delivery.pk)
    return others.exclude(state__in=list(REPLACEABLE)).exists()
