"""What people ask to be done to a post that is out: correct it, take it back, publish it again.

A change is a job on the delivery itself, which stays published while it is made: the claim, the lease, the pace and the
pauses of the outbox hold for it as they are. What is asked for while a post is still on its way is remembered and done
once the post is out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction

from content.models import Post, Rendition
from publishers.decisions import DecisionRefused
from publishers.enqueuing import place
from publishers.errors import Misconfigured, ReasonCode
from publishers.history import note_down
from publishers.models import ChannelAccount, Delivery
from publishers.notices import tell_change_failed
from publishers.nudge import nudge_on_commit
from publishers.outbox import move, update_row
from publishers.registry import capabilities_of
from publishers.states import REPLACEABLE, State

Fate = Literal["asked", "remembered", "cancelled", "by_hand"]
AMEND, WITHDRAW = Delivery.Change.AMEND, Delivery.Change.WITHDRAW


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a post back means for one of its deliveries."""

    delivery: Delivery
    fate: Fate


@transaction.atomic
def correct(renditions: Sequence[Rendition], *, now: datetime) -> list[Delivery]:
    """Have newly approved forms take the place of what is out, or on its way, on their channels.

    A channel that shows the very same is left alone, and one that is to be taken back stays so.
    """
    asked = []
    for rendition in sorted(renditions, key=lambda one: one.channel_id):
        _lock_account(rendition.channel_id)
        delivery = _standing(rendition.post_id).filter(channel_id=rendition.channel_id).first()
        if delivery is None or rendition.pk in (delivery.rendition_id, delivery.change_rendition_id):
            continue
        if delivery.change == WITHDRAW or _shows(delivery, rendition):
            continue
        if delivery.state == State.AWAITING_PROOF or not can_change(delivery.channel.kind, AMEND):
            _leave_to_people(
                delivery, ReasonCode.CANNOT_AMEND, rendition=rendition, now=now, actor=rendition.approved_by
            )
            tell_change_failed(delivery)
            continue
        _ask(delivery, AMEND, rendition=rendition, now=now, actor=rendition.approved_by, note="corrected")
        asked.append(delivery)
    nudge_on_commit()
    return asked


@transaction.atomic
def withdraw_post(
    post: Post, *, actor: Any, reason: str, now: datetime, channels: Collection[int] | None = None
) -> list[Taken]:
    """Take a post back from all its channels, or those of the given ids; what has not gone out is cancelled.

    Where a channel cannot do it, the delivery says so, and it is for people to do by hand.
    """
    wanted = Delivery.objects.filter(post_id=post.pk).order_by("channel_id").values_list("channel_id", flat=True)
    for channel_id in dict.fromkeys(wanted):
        _lock_account(channel_id)
    rows = _standing(post.pk) if channels is None else _standing(post.pk).filter(channel_id__in=channels)
    taken = [Taken(row, _take_back(row, actor=actor, reason=reason, now=now)) for row in rows]
    nudge_on_commit()
    return taken


@transaction.atomic
def take_back(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """Take back what is out on one channel. Raises DecisionRefused when it is not out."""
    delivery = _locked(delivery_id)
    if delivery.state != State.PUBLISHED or delivery.leased_until is not None or delivery.change == WITHDRAW:
        raise DecisionRefused(delivery.state)
    _take_back(delivery, actor=actor, reason=note, now=now)
    nudge_on_commit()
    return delivery


@transaction.atomic
def publish_again(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """What was taken back goes out once more, in the form approved last. Raises DecisionRefused when it cannot."""
    found = Delivery.objects.get(pk=delivery_id)
    account = _lock_account(found.channel_id)
    earlier = list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("post", "rendition__post", "rendition__channel")
        .filter(post_id=found.post_id, channel_id=found.channel_id)
    )
    old = next(delivery for delivery in earlier if delivery.pk == delivery_id)
    if old.state != State.WITHDRAWN or any(delivery.state not in REPLACEABLE for delivery in earlier):
        raise DecisionRefused(old.state)
    made = place(
        _newest_approved(old.rendition),
        account,
        number=len(earlier) + 1,
        due=now,
        ready=now,
        now=now,
        actor=actor,
        note=note,
        lateness=old.post.lateness_limit or timedelta(days=1),
    )
    nudge_on_commit()
    return made


@transaction.atomic
def try_change_again(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """Once more what could not be changed from here. Raises DecisionRefused when nothing failed."""
    delivery = _failed(delivery_id)
    change = AMEND if delivery.change_rendition_id else WITHDRAW
    _ask(delivery, change, rendition=delivery.change_rendition, now=now, actor=actor, note=note)
    nudge_on_commit()
    return delivery


@transaction.atomic
def changed_by_hand(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """A person did on the channel what could not be done from here. Raises DecisionRefused when nothing failed."""
    delivery = _failed(delivery_id)
    cleared: dict[str, Any] = {"change_code": "", "change_detail": "", "change_rendition": None}
    if delivery.change_rendition_id:
        update_row(delivery, **cleared, rendition=delivery.change_rendition, changed_at=now)
        note_down(delivery, at=now, actor=actor, note=note)
    else:
        move(delivery, State.WITHDRAWN, at=now, actor=actor, note=note, reason_code="", **cleared)
    return delivery


@transaction.atomic
def is_gone(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """A person says that others took it off the channel: from now on it counts as taken back. Raises DecisionRefused
    when it is not out, or a change of it is under way."""
    delivery = _locked(delivery_id)
    if delivery.state != State.PUBLISHED or delivery.leased_until is not None or delivery.change:
        raise DecisionRefused(delivery.state)
    move(delivery, State.WITHDRAWN, at=now, actor=actor, note=note, reason_code="", change_code="", change_detail="")
    return delivery


def is_last_word(delivery: Delivery) -> bool:
    """No other delivery of the post to this channel is out or on its way."""
    others = Delivery.objects.filter(post_id=delivery.post_id, channel_id=delivery.channel_id).exclude(pk=delivery.pk)
    return not others.exclude(state__in=[state.value for state in REPLACEABLE]).exists()


def can_change(kind: str, change: str) -> bool:
    """Whether the kind's adapter can correct, or take back, what is out."""
    try:
        capabilities = capabilities_of(kind)
    except Misconfigured:
        return False
    return capabilities.can_amend if change == AMEND else capabilities.can_withdraw


def _standing(post_id: int) -> Any:
    """The deliveries of a post that are out or may still go out, locked; their accounts are locked before."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel", "rendition", "change_rendition")
    return rows.filter(post_id=post_id).exclude(state__in=[state.value for state in REPLACEABLE]).order_by("channel_id")


def _shows(delivery: Delivery, rendition: Rendition) -> bool:
    """Nothing else is asked for, nothing failed on the way, and readers see the same already."""
    untouched = not delivery.change and not delivery.change_code
    return untouched and delivery.rendition.checksum == rendition.checksum


def _take_back(delivery: Delivery, *, actor: Any, reason: str, now: datetime) -> Fate:
    if delivery.state == State.PENDING:
        move(delivery, State.CANCELLED, at=now, code=ReasonCode.CANCELLED, actor=actor, note=reason)
        return "cancelled"
    if delivery.state == State.PARTIAL:  # what is out of it, a person sees and removes
        _leave_to_people(delivery, ReasonCode.PARTLY_OUT, rendition=None, now=now, actor=actor, note=reason)
        return "by_hand"
    if delivery.state == State.AWAITING_PROOF or not can_change(delivery.channel.kind, WITHDRAW):
        _leave_to_people(delivery, ReasonCode.CANNOT_WITHDRAW, rendition=None, now=now, actor=actor, note=reason)
        return "by_hand"
    _ask(delivery, WITHDRAW, rendition=None, now=now, actor=actor, note=reason)
    return "asked" if delivery.state == State.PUBLISHED else "remembered"


def _ask(delivery: Delivery, change: str, *, rendition: Rendition | None, now: datetime, actor: Any, note: str) -> None:
    fields: dict[str, Any] = {
        "change": change,
        "change_rendition": rendition,
        "change_code": "",
        "change_detail": "",
    }
    if delivery.state == State.PUBLISHED:
        fields |= {"looks": 0, "failures": 0, "resume_token": ""}
    if delivery.state == State.PUBLISHED and delivery.leased_until is None:
        account = ChannelAccount.objects.get(channel_id=delivery.channel_id)
        fields["ready_at"] = None if account.paused_at else now
    update_row(delivery, **fields)
    note_down(delivery, at=now, actor=actor, note=note)


def _leave_to_people(
    delivery: Delivery, code: ReasonCode, *, rendition: Rendition | None, now: datetime, actor: Any, note: str = ""
) -> None:
    update_row(delivery, change="", change_rendition=rendition, change_code=code.value, change_detail="")
    note_down(delivery, at=now, actor=actor, note=note, code=code)


def _newest_approved(rendition: Rendition) -> Rendition:
    """The form approved last for the same post and channel."""
    approved = Rendition.objects.filter(post_id=rendition.post_id, channel_id=rendition.channel_id)
    newest = (
        approved.filter(approved_at__isnull=False).select_related("post", "channel").order_by("-approved_at", "-pk")
    )
    return newest.first() or rendition


def _failed(delivery_id: int) -> Delivery:
    delivery = _locked(delivery_id)
    if not delivery.change_code or delivery.leased_until is not None or delivery.state != State.PUBLISHED:
        raise DecisionRefused(delivery.state)
    return delivery


def _locked(delivery_id: int) -> Delivery:
    """The delivery, its account locked before it."""
    found = Delivery.objects.get(pk=delivery_id)
    _lock_account(found.channel_id)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel", "post", "change_rendition")
    return rows.get(pk=delivery_id)


def _lock_account(channel_id: int) -> ChannelAccount:
    return ChannelAccount.objects.select_for_update(of=("self",)).get(channel_id=channel_id)
