"""What an approval, or taking a post back, will mean on each channel. It foresees: nothing is written or sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from content.models import Channel, Post, Rendition
from content.problems import Problem
from publishers.changing import AMEND, WITHDRAW, can_change
from publishers.errors import PublishError, ReasonCode
from publishers.models import Delivery
from publishers.outgoing import ApprovalBroken, outgoing_post
from publishers.registry import publisher_for
from publishers.states import REPLACEABLE, State

Fate = Literal[
    "new", "corrected", "unchanged", "on_its_way", "by_hand", "stays_away", "left_alone", "taken_back", "cancelled"
]
UNDER_WAY = frozenset({State.LEASED, State.ACCEPTED, State.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Foreseen:
    """``code`` is a ReasonCode and says, with ``problems``, why people must do it by hand."""

    channel: Channel
    fate: Fate
    delivery: Delivery | None = None
    code: str = ""
    problems: tuple[Problem, ...] = ()


def foresee_approval(post: Post, forms: Sequence[Rendition]) -> list[Foreseen]:
    """What becomes of each form, stored or not, once it is approved; then the channels that have the post and are not
    among them, where it stays as it is."""
    newest = _newest(post)
    found = [_approved(form, newest.pop(form.channel_id, None)) for form in forms]
    out = [delivery for delivery in newest.values() if delivery.state not in REPLACEABLE | {State.PENDING}]
    return found + [Foreseen(delivery.channel, "left_alone", delivery) for delivery in out]


def foresee_taking_back(post: Post) -> list[Foreseen]:
    """What taking back means on each channel that has the post or is to get it."""
    return [_taken(one) for one in _newest(post).values() if one.state not in REPLACEABLE]


def _newest(post: Post) -> dict[int, Delivery]:
    """The post's newest delivery by channel."""
    rows = Delivery.objects.filter(post_id=post.pk).order_by("channel_id", "pk")
    related = rows.select_related("rendition__post__organization", "channel__account", "channel__organization")
    return {delivery.channel_id: delivery for delivery in related}


def _approved(form: Rendition, delivery: Delivery | None) -> Foreseen:
    channel = form.channel
    if delivery is None or delivery.state == State.PENDING:
        return Foreseen(channel, "new", delivery)
    if delivery.state == State.WITHDRAWN or delivery.change == WITHDRAW:
        return Foreseen(channel, "stays_away", delivery)
    if delivery.state in REPLACEABLE:
        return Foreseen(channel, "new", delivery)
    if delivery.rendition.checksum == form.checksum and not delivery.change and not delivery.change_code:
        return Foreseen(channel, "unchanged", delivery)
    if delivery.state == State.AWAITING_PROOF or not can_change(channel.kind, AMEND):
        return Foreseen(channel, "by_hand", delivery, ReasonCode.CANNOT_AMEND.value)
    problems = _against(delivery, form)
    if problems:
        return Foreseen(channel, "by_hand", delivery, ReasonCode.CANNOT_AMEND.value, problems)
    return Foreseen(channel, "on_its_way" if delivery.state in UNDER_WAY else "corrected", delivery)


def _against(delivery: Delivery, form: Rendition) -> tuple[Problem, ...]:
    """Why the channel cannot put ``form`` in the place of what it has; empty also when that cannot be told now."""
    try:
        publisher = publisher_for(delivery.channel.account)
        found = publisher.check_amend(outgoing_post(delivery.rendition), outgoing_post(form))
    except (PublishError, ApprovalBroken):
        return ()
    return tuple(problem for problem in found if problem.blocking)


def _taken(delivery: Delivery) -> Foreseen:
    channel = delivery.channel
    if delivery.state == State.PENDING:
        return Foreseen(channel, "cancelled", delivery)
    if delivery.state == State.PARTIAL:
        return Foreseen(channel, "by_hand", delivery, ReasonCode.PARTLY_OUT.value)
    if delivery.state == State.AWAITING_PROOF or not can_change(channel.kind, WITHDRAW):
        return Foreseen(channel, "by_hand", delivery, ReasonCode.CANNOT_WITHDRAW.value)
    if delivery.change_code and delivery.change_rendition_id is None:  # it was tried, and here it failed
        return Foreseen(channel, "taken_back", delivery, delivery.change_code)
    return Foreseen(channel, "on_its_way" if delivery.state in UNDER_WAY else "taken_back", delivery)
