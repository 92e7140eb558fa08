"""How long the stocks of plan items last, and which must be refilled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from scheduler.models import MediaPlan, Occurrence, PlanItem, StockedPost
from scheduler.stock import TAKES

FEW = 2
"""A stock in use that lasts for fewer slots is to be refilled."""


def items_with_slots(*, plan: MediaPlan | None = None, organization_id: int | None = None) -> QuerySet[PlanItem]:
    """Items of running plans that have slots to fill or a stock, with ``left``, ``ahead`` and ``is_used``."""
    rows = PlanItem.objects.filter(withdrawn_at=None, plan__state=MediaPlan.State.ACTIVE)
    if plan is not None:
        rows = rows.filter(plan=plan)
    if organization_id is not None:
        rows = rows.filter(plan__organization=organization_id)
    return _counted(rows).filter(Q(ahead__gt=0) | Q(left__gt=0))


def to_refill() -> QuerySet[PlanItem]:
    """Items whose stock is in use, lasts for fewer slots than FEW, and has fewer posts than slots are to come."""
    rows = PlanItem.objects.filter(withdrawn_at=None, plan__state=MediaPlan.State.ACTIVE)
    return _counted(rows.filter(Exists(_stock()))).filter(REFILL)


REFILL = Q(is_used=True, left__lt=FEW, ahead__gt=F("left"))


def must_refill(*, left: int, ahead: int, is_used: bool) -> bool:
    """As ``to_refill``, for one item."""
    return is_used and left < FEW and ahead > left


def lasts_until(items: Collection[PlanItem]) -> dict[int, datetime]:
    """By counted item, the slot that takes the last post of its stock; none where the stock is empty."""
    left = {item.pk: item.left for item in items if item.left}  # type: ignore[attr-defined]
    slots: dict[int, list[datetime]] = defaultdict(list)
    rows = Occurrence.objects.filter(item__in=left, **TAKES).order_by("item_id", "slot", "pk")
    for item_id, slot in rows.values_list("item_id", "slot"):
        slots[item_id].append(slot)
    return {item: known[min(left[item], len(known)) - 1] for item, known in slots.items()}


def _counted(rows: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    return rows.annotate(
        left=_count(_stock().filter(taken_at=None)),
        ahead=_count(Occurrence.objects.filter(item=OuterRef("pk"), **TAKES)),
        is_used=Exists(_stock()),
    )


def _stock() -> QuerySet[StockedPost]:
    return StockedPost.objects.filter(item=OuterRef("pk"))


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("item").values(count=Count("pk")), output_field=IntegerField()), 0)
