"""Changed days, confirmed holidays and changed hours take hold of the plans that run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from content.models import Organization
from scheduler.days_off import calendar_of, day_of_holiday
from scheduler.models import MediaPlan
from scheduler.moving_holidays import settle_holidays
from scheduler.replanning import replan_all

__all__ = ["calendar_of", "day_of_holiday", "follow_calendar"]

State = MediaPlan.State


@transaction.atomic
def follow_calendar(organization: Organization | None, *, now: datetime, actor: Any = None) -> int:
    """Plan the future of the organization's active plans anew (None: of all); how many occurrences changed.

    Items of plans that are not active yet get the day of their holiday, too.
    """
    plans = MediaPlan.objects.filter(state__in=(State.DRAFT, State.ACTIVE)).select_related("organization")
    if organization is not None:
        plans = plans.filter(organization=organization)
    changed = 0
    for plan in plans.select_for_update(of=("self",)).order_by("pk"):
        items = list(plan.items.select_for_update().filter(withdrawn_at=None).prefetch_related("scheduled_dates"))
        settle_holidays(plan, items, now=now, actor=actor)
        if plan.state == State.ACTIVE:
            calendar = calendar_of(plan.organization)
            changed += replan_all(items, now=now, actor=actor, calendar=calendar)
    return changed
