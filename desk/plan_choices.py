"""Which plans and items of plans a filter offers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from scheduler.models import MediaPlan, PlanItem

LONGEST_CHOICE = 300


def plans_to_choose(request: HttpRequest) -> QuerySet[MediaPlan]:
    """All plans while they fit a list; of thousands, the newest and the one that is asked about."""
    newest = list(MediaPlan.objects.order_by("-pk").values_list("pk", flat=True)[: LONGEST_CHOICE + 1])
    if len(newest) <= LONGEST_CHOICE:
        return MediaPlan.objects.all()
    asked = request.GET.get("plan", "")
    newest[LONGEST_CHOICE:] = [int(asked)] if asked.isdecimal() and len(asked) < 10 else []
    return MediaPlan.objects.filter(pk__in=newest)


def items_to_choose(request: HttpRequest) -> QuerySet[PlanItem]:
    """All plan items while they fit a list; of thousands, those of the plan that is asked about."""
    rows = PlanItem.objects.all()
    if len(rows.order_by().values_list("pk", flat=True)[: LONGEST_CHOICE + 1]) <= LONGEST_CHOICE:
        return rows
    asked = {name: request.GET[name] for name in ("plan", "item") if request.GET.get(name, "").isdigit()}
    if "plan" in asked:
        return rows.filter(plan_id=asked["plan"])
    return rows.filter(plan__items=asked["item"]) if "item" in asked else rows.none()
