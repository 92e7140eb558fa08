"""Approved forms become deliveries: one for each channel that has not got the post.

Accounts are locked before deliveries, by everybody: else two who need both wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction

from content.models import Post, Rendition
from publishers.after_restore import hold_new
from publishers.errors import ReasonCode
from publishers.models import ChannelAccount, Delivery, StateChange
from publishers.nudge import nudge_on_commit
from publishers.outbox import move
from publishers.rules import ARTICLE_GRACE
from publishers.states import REPLACEABLE, State

FAILED = frozenset({State.REJECTED, State.MISSED})
"""Certainly not out, and a person may still send it: beside a newer one it would come out twice."""


@transaction.atomic
def enqueue(renditions: Sequence[Rendition], *, now: datetime) -> list[Delivery]:
    """One delivery per rendition, due at the post's slot, or at once when that has passed; none for a post without a
    slot, which waits in a stock.

    A channel that already has the post, or may have it, gets no second one. Deliveries of an earlier approval that
    have not started, or certainly failed, are cancelled: the newly approved text takes their place.
    """
    made: list[Delivery] = []
    in_order = sorted((one for one in renditions if one.post.publish_at is not None), key=attrgetter("channel_id"))
    accounts = {rendition.channel_id: _locked_account(rendition) for rendition in in_order}
    for rendition in sorted(in_order, key=lambda r: (r.channel.kind != "website", r.channel_id)):
        post = rendition.post
        # all of them: a person may be about to send a rejected one again
        earlier = list(Delivery.objects.select_for_update().filter(post=post, channel_id=rendition.channel_id))
        waiting = [delivery for delivery in earlier if delivery.state == State.PENDING]
        _call_off(waiting, now)
        if any(delivery.state not in REPLACEABLE for delivery in earlier):
            continue
        if not waiting and any(delivery.state == State.WITHDRAWN for delivery in earlier):
            continue  # a person took it back, and a person publishes it again
        # nobody need decide any more about what certainly did not come out
        _call_off([delivery for delivery in earlier if delivery.state in FAILED], now)
        account = accounts[rendition.channel_id]
        due = _due(post, now)
        waits_for_article = any(earlier_made.channel.kind == "website" for earlier_made in made)
        ready = due + ARTICLE_GRACE if waits_for_article else due
        made.append(place(rendition, account, number=len(earlier) + 1, due=due, ready=ready, now=now))
    hold_new(made, now=now)
    nudge_on_commit()
    return made


def place(
    rendition: Rendition,
    account: ChannelAccount,
    *,
    number: int,
    due: datetime,
    ready: datetime,
    now: datetime,
    actor: Any = None,
    note: str = "",
    lateness: timedelta | None = None,
) -> Delivery:
    """The ``number``-th delivery of a post to a channel whose account the caller has locked.

    ``lateness``: how late it may go out, when that is not the post's own limit.
    """
    post = rendition.post
    lateness = post.lateness_limit if lateness is None else lateness
    delivery = Delivery.objects.create(
        key=f"{post.key}-{rendition.channel_id}-{number}",
        post=post,
        rendition=rendition,
        channel=rendition.channel,
        due_at=due,
        miss_after=due + lateness,
        miss_at=due + lateness,
        ready_at=None if account.paused_at else ready,
    )
    StateChange.objects.create(delivery=delivery, old="", new=State.PENDING, at=now, actor=actor, note=note)
    return delivery


def _call_off(deliveries: Sequence[Delivery], now: datetime) -> None:
    for delivery in deliveries:
        move(delivery, State.CANCELLED, at=now, code=ReasonCode.CANCELLED, note="replaced by a newer approval")


def _due(post: Post, now: datetime) -> datetime:
    """The slot. When it has passed, a person's approval means "now"; where a template or a stock gave the post to the
    slot, nobody approved that, so the slot stands and the lateness limit counts from it."""
    assert post.publish_at is not None
    by_itself = post.template_revision or post.stock_revision
    return post.publish_at if by_itself else max(post.publish_at, now)


def _locked_account(rendition: Rendition) -> ChannelAccount:
    account, made = ChannelAccount.objects.select_for_update().get_or_create(channel_id=rendition.channel_id)
    if made:  # a channel nobody connected yet: its deliveries wait for a person
        account.paused_at = rendition.created_at
        account.health = ChannelAccount.Health.FAILING
        account.health_code = ReasonCode.NO_ACCOUNT.value
        account.save(update_fields=["paused_at", "health", "health_code"])
    return account
