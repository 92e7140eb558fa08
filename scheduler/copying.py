"""A copy of a post for another occurrence, or for the stock of an item."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from content.copying import copy_post
from content.models import Organization, Post
from scheduler.fulfilling import AlreadyFulfilled, attach_post
from scheduler.history import change_row, facts
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem, StockedPost
from scheduler.owing import channels_of_item
from scheduler.own_drafts import is_being_prepared
from scheduler.preparing import quiet_hours
from scheduler.stock import put_in


class CopyRefused(Exception):
    """Nothing was made. code: other_organization, past, has_post, being_prepared."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def free_occurrences(organization: Organization, *, now: datetime) -> QuerySet[Occurrence]:
    """Dated occurrences to come that nobody has written for, in order; the service's own drafts give way."""
    unwritten = Q(post=None) | Q(post__live=False, post__latest_revision__user=None)
    taken = StockedPost.objects.filter(taken_by=OuterRef("pk"))
    rows = Occurrence.objects.filter(unwritten, ~Exists(taken), slot__gt=now)
    rows = rows.filter(item__plan__organization=organization, item__plan__state=MediaPlan.State.ACTIVE)
    return rows.filter(state__in=(Occurrence.State.EXPECTED, Occurrence.State.PREPARED)).order_by("slot", "pk")


@transaction.atomic
def copy_to_occurrence(source: Post, occurrence: Occurrence, *, user: Any, now: datetime) -> Post:
    """A draft for the occurrence, due at its slot on the channels it owes, with what ``source`` says.

    Raises CopyRefused, and PermissionDenied for somebody who may not write posts.
    """
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("item__plan__organization")
    locked = rows.get(pk=occurrence.pk)
    item = locked.item
    if source.organization_id != item.plan.organization_id:
        raise CopyRefused("other_organization")
    if locked.slot is not None and locked.slot <= now:
        raise CopyRefused("past")
    if is_being_prepared(locked, now=now):
        raise CopyRefused("being_prepared")
    before = facts(locked)
    copy = copy_post(
        source,
        channels=[channel for channel in locked.channels.all() if channel.is_active],
        publish_at=locked.slot,
        lateness_limit=item.lateness_limit,
        quiet=quiet_hours(item, item.plan.organization),
        user=user,
    )
    try:
        attach_post(locked, copy, user=user)
    except AlreadyFulfilled:
        raise CopyRefused("has_post") from None
    locked.refresh_from_db()
    reason = f"№ {source.pk}: {source.title}"
    change_row(locked, OccurrenceChange.Action.COPIED, before, at=now, actor=user, reason=reason).save()
    return copy


@transaction.atomic
def copy_to_stock(source: Post, item: PlanItem, *, user: Any, now: datetime) -> Post:
    """A draft at the end of the item's stock with what ``source`` says, for the item's channels.

    Raises CopyRefused, StockRefused, and PermissionDenied for somebody who may not write posts.
    """
    if source.organization_id != item.plan.organization_id:
        raise CopyRefused("other_organization")
    channels = channels_of_item(item)
    copy = copy_post(source, channels=channels, publish_at=None, lateness_limit=item.lateness_limit, user=user)
    put_in(item, copy, user=user, now=now)
    return copy
