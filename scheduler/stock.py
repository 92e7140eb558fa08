"""The stock of a plan item: prepared posts that its slots take in order. Puts in, takes out, sets in order.

Locks: the item, then an occurrence, then rows of the stock, then posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from wagtail.log_actions import log

from content.drafts import create_draft, set_publish_at
from content.models import Organization, Post
from content.preparation import draft_without_template
from content.services import give_up_approval
from scheduler.models import MediaPlan, Occurrence, PlanItem, StockedPost
from scheduler.owing import channels_of_item

State = Occurrence.State
RHYTHMIC = frozenset(PlanItem.Kind) - {PlanItem.Kind.UNKNOWN}


class StockRefused(Exception):
    """Nothing was changed.

    code: other_organization, not_running, in_stock, for_occurrence, in_approval, approved, sent; gone when it is not in
    the stock any more.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def waiting(item: PlanItem) -> QuerySet[StockedPost]:
    """The stock of an item in the order in which slots take it."""
    return StockedPost.objects.filter(item=item, taken_at=None).order_by("position")


def slots_to_fill(item: PlanItem) -> QuerySet[Occurrence]:
    """Occurrences of the item that will take from the stock, in the order in which they do."""
    return Occurrence.objects.filter(item=item, **TAKES).order_by("slot", "pk")


TAKES: dict[str, Any] = {
    "state": State.EXPECTED, "post": None, "slot__isnull": False, "prepare_at__isnull": False,
}  # fmt: skip
"""What marks an occurrence that will take a post from the stock."""


@transaction.atomic
def put_in(item: PlanItem, post: Post, *, user: Any, now: datetime) -> StockedPost:
    """Put a draft at the end of the item's stock; its time is taken away. Raises StockRefused."""
    locked = lock_item(item)
    _refuse_item(locked)
    draft = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if draft.organization_id != locked.plan.organization_id:
        raise StockRefused("other_organization")
    if refusal := why_not(draft):
        raise StockRefused(refusal)
    row = StockedPost.objects.create(item=locked, post=draft, position=_free_place(locked), added_at=now, added_by=user)
    if draft.get_latest_revision_as_object().publish_at is not None:
        set_publish_at(draft, None, user=user)
    log(draft, "desk.into_stock", user=user, data={"item": str(locked)})
    return row


@transaction.atomic
def write_new(item: PlanItem, *, user: Any, now: datetime) -> Post:
    """A draft at the end of the stock, with the plan's words and the item's channels. Raises StockRefused."""
    channels = channels_of_item(item)
    words = draft_without_template(
        item.title, item.steps, channels=channels, publish_at=None, lateness_limit=item.lateness_limit
    )
    post = create_draft(item.plan.organization, words, user=user)
    put_in(item, post, user=user, now=now)
    return post


@transaction.atomic
def take_out(row: StockedPost, *, user: Any) -> Post:
    """Take a post out of the stock: it is a draft without a time; what was approved for the stock is approved no more.

    Raises StockRefused.
    """
    locked = StockedPost.objects.select_for_update().filter(pk=row.pk, taken_at=None).first()
    if locked is None:
        raise StockRefused("gone")
    post = Post.objects.select_for_update(of=("self",)).get(pk=locked.post_id)
    if post.workflow_in_progress:
        raise StockRefused("in_approval")
    if post.live:
        give_up_approval(post, user=user)
    log(post, "desk.out_of_stock", user=user, data={"item": str(locked.item)})
    locked.delete()
    return post


@transaction.atomic
def set_order(item: PlanItem, wanted: Sequence[int]) -> None:
    """Put the rows of an item's stock, by their numbers, in this order; those not named keep theirs behind them."""
    locked = lock_item(item)
    rows = {row.pk: row for row in waiting(locked).select_for_update()}
    named = [pk for pk in dict.fromkeys(wanted) if pk in rows]
    order = [*named, *(pk for pk in rows if pk not in set(named))]
    if order == list(rows):
        return
    first = _free_place(locked)
    for place, pk in enumerate(order, start=first):
        rows[pk].position = place
    StockedPost.objects.bulk_update(rows.values(), ["position"])


def why_not(post: Post) -> str:
    """Why a post cannot be put into a stock; '' when it can."""
    if post.awaits_slot:
        return "in_stock"
    if post.occurrences.exists():
        return "for_occurrence"
    if post.workflow_in_progress:
        return "in_approval"
    if post.live:
        return "approved"
    return "sent" if post.deliveries.exists() else ""


def stocked_items(organization: Organization) -> QuerySet[PlanItem]:
    """Items of running plans that may have a stock."""
    rows = PlanItem.objects.filter(plan__organization=organization, plan__state=MediaPlan.State.ACTIVE)
    return rows.filter(withdrawn_at=None, kind__in=RHYTHMIC).order_by("plan_id", "position")


def lock_item(item: PlanItem) -> PlanItem:
    """One at a time puts in, sets in order or takes; rows that refer to the item may still come."""
    rows = PlanItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("plan__organization").get(pk=item.pk)


def _refuse_item(item: PlanItem) -> None:
    if item.withdrawn_at is not None or item.plan.state != MediaPlan.State.ACTIVE:
        raise StockRefused("not_running")


def _free_place(item: PlanItem) -> int:
    found = waiting(item).aggregate(last=Max(F("position")))["last"]
    return (found or 0) + 1
