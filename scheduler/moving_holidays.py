"""Items that wait for the day of a moving holiday get their date once that day is confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.item_rules import state_of
from scheduler.models import ConfirmedHoliday, ItemDecision, MediaPlan, PlanItem
from scheduler.plan_year import bounds, settle_plan

QUESTION = "moving_holiday"


def settle_holidays(plan: MediaPlan, items: Iterable[PlanItem], *, now: datetime, actor: Any = None) -> list[PlanItem]:
    """Give such items the confirmed day, and ask about those again whose confirmation is gone; those that changed.

    Each change is a row of ItemDecision; an item whose date a person gave in other words names no holiday any more.
    """
    waiting = [item for item in items if item.holiday]
    if not waiting or plan.year is None:
        return []
    days = dict(ConfirmedHoliday.objects.filter(day__range=bounds(plan)).values_list("holiday", "day"))
    changed: list[PlanItem] = []
    decisions: list[ItemDecision] = []
    for item in waiting:
        before, asked = state_of(item), QUESTION in item.review
        if not _follow(item, days.get(item.holiday)):
            continue
        settled = [QUESTION] if asked and QUESTION not in item.review else []
        changed.append(item)
        decisions.append(
            ItemDecision(item=item, at=now, actor=actor, codes=settled, before=before, after=state_of(item))
        )
    PlanItem.objects.bulk_update(changed, ["dates", "review", "needs_review"])
    ItemDecision.objects.bulk_create(decisions)
    if changed:
        settle_plan(plan)
    return changed


def _follow(item: PlanItem, day: date | None) -> bool:
    """Set the item's date and question, unsaved, by the confirmed day (None: not confirmed); whether they changed."""
    old = (item.dates, item.review)
    others = [code for code in item.review if code != QUESTION]
    if day is not None:
        item.dates, item.review = [(day + timedelta(days=item.holiday_offset)).isoformat()], others
    elif QUESTION not in item.review:
        item.dates, item.review = [], [*others, QUESTION]
    item.needs_review = bool(item.review)
    return old != (item.dates, item.review)
