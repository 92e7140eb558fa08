"""A post that people made fulfils what the plan owes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from content.channels_of import channels_of
from content.drafts import discard_untouched_draft
from content.models import Organization, Post
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.own_drafts import gives_way, lock_posts
from scheduler.plan_year import bounds

MAY_BE_FULFILLED = (Occurrence.State.EXPECTED, Occurrence.State.PREPARED, Occurrence.State.ELAPSED)
"""Excused, replaced and withdrawn ones owe nothing any more."""
FREE_KINDS = (PlanItem.Kind.ON_SCHEDULE, PlanItem.Kind.CONTINUOUS)
"""Kinds whose dates no rule gives: a post of any day fulfils them, and thereby is its own occurrence."""


class AlreadyFulfilled(Exception):
    """The occurrence has a post already that people have worked on, or owes nothing any more."""


def owed_on(organization: Organization, number: str, at: datetime) -> Occurrence | None:
    """What the item of this number owes on the day of ``at`` and nobody has written yet; None when nothing.

    A draft that the service made and nobody has touched does not count as written. For an item without dates of its
    own the occurrence is new and not saved yet.
    """
    day = at.astimezone(ZoneInfo(organization.time_zone)).date()
    items = PlanItem.objects.filter(plan__organization=organization, plan__state=MediaPlan.State.ACTIVE, number=number)
    candidates = (
        Occurrence.objects.filter(item__in=items, window_start__lte=day, window_end__gte=day)
        .filter(Q(post__isnull=True) | Q(post__live=False), state__in=MAY_BE_FULFILLED)
        .select_related("post", "item")
        .order_by("slot", "pk")
    )
    for occurrence in candidates:
        if occurrence.post is None or gives_way(occurrence.post):
            return occurrence
    free = items.filter(kind__in=FREE_KINDS, plan__year__isnull=False, withdrawn_at=None).select_related("plan")
    item = next((one for one in free if _lies_in(one.plan, day)), None)
    key = day.isoformat()
    if item is None or item.occurrences.filter(period_key=key).exists():
        return None
    return Occurrence(item=item, period_key=key, window_start=day, window_end=day, slot=at)


def _lies_in(plan: MediaPlan, day: date) -> bool:
    first, last = bounds(plan)
    return first <= day <= last


@transaction.atomic
def attach_post(occurrence: Occurrence, post: Post, *, user: Any = None) -> None:
    """``post`` fulfils this occurrence; nothing is prepared for it any more, and the service's own draft gives way.

    Raises AlreadyFulfilled.
    """
    if occurrence.pk is None:
        occurrence.save()
        occurrence.channels.set(channels_of(post))
    locked = Occurrence.objects.select_for_update().get(pk=occurrence.pk)
    lock_posts([locked])
    draft = locked.post if locked.post != post else None
    if locked.state not in MAY_BE_FULFILLED or (draft is not None and not gives_way(draft)):
        raise AlreadyFulfilled
    locked.post = post
    locked.state = Occurrence.State.PREPARED
    locked.prepare_at = None
    locked.problem_code, locked.problem_params = "", {}
    locked.save(update_fields=["post", "state", "prepare_at", "problem_code", "problem_params"])
    if draft is not None:
        discard_untouched_draft(draft, user=user)
