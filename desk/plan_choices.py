"""Which items of plans a filter offers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from scheduler.models import PlanItem

LONGEST_CHOICE = 300


def items_to_choose(request: HttpRequest) -> QuerySet[PlanItem]:
    """All plan items while they fit a list; of thousands, those of the plan that is asked about."""
    rows = PlanItem.objects.all()
    if len(rows.order_by().values_list("pk", flat=True)[: LONGEST_CHOICE + 1]) <= LONGEST_CHOICE:
        return rows
    asked = {name: request.GET[name] for name in ("plan", "item") if request.GET.get(name, "").isdigit()}
    if "plan" in asked:
        return rows.filter(plan_id=asked["plan"])
    return rows.filter(plan__items=asked["item"]) if "item" in asked else rows.none()
