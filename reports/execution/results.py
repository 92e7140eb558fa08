"""What staff bring to a report: results, signatures, a template. Nothing is overwritten, the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from content.models import Organization
from reports.models import ItemResult, ReportTemplate, SignatureBlock
from scheduler.models import MediaPlan, PlanItem


class Stale(Exception):
    """Somebody else wrote it meanwhile; nothing was saved."""


def results_of(plan: MediaPlan, first: date, last: date) -> dict[int, str]:
    """By item, the newest text for exactly this period; what is empty is left out."""
    of_period = ItemResult.objects.filter(item__plan=plan, first=first, last=last).order_by()
    newest = of_period.values("item_id").annotate(newest=Max("pk")).values("newest")
    rows = ItemResult.objects.filter(pk__in=newest).exclude(text="").order_by()
    return dict(rows.values_list("item_id", "text"))


def writings_of(item: PlanItem, first: date, last: date) -> QuerySet[ItemResult]:
    """All of them, the newest first."""
    return ItemResult.objects.filter(item=item, first=first, last=last).select_related("by").order_by("-pk")


def write_result(
    item: PlanItem, first: date, last: date, text: str, *, seen: int | None, actor: Any, now: datetime
) -> ItemResult | None:
    """A further writing; None: it says the same as the newest. ``seen``: key of the one the person had before them.
    Raises Stale."""
    text = text.replace("\r\n", "\n").strip()
    with transaction.atomic():
        PlanItem.objects.select_for_update().get(pk=item.pk)  # two people who save at once come one after the other
        newest = writings_of(item, first, last).first()
        if (newest.text if newest else "") == text:
            return None
        if (newest.pk if newest else None) != seen:
            raise Stale
        return ItemResult.objects.create(item=item, first=first, last=last, text=text, by=actor, at=now)


def signatures_of(organization: Organization) -> list[tuple[str, str]]:
    """Position and name of those who sign, in their order."""
    newest = SignatureBlock.objects.filter(organization=organization).order_by("-pk").first()
    return [(position, name) for position, name in newest.lines] if newest else []


def template_in_force(organization: Organization) -> ReportTemplate | None:
    """What the organization brought last for its Word files; None: it uses ours."""
    newest = ReportTemplate.objects.filter(organization=organization).select_related("by").order_by("-pk").first()
    return newest if newest is not None and newest.file else None


def write_signatures(
    organization: Organization, lines: Sequence[tuple[str, str]], *, actor: Any, now: datetime
) -> SignatureBlock | None:
    """A new block; None: it says the same as the newest."""
    if list(lines) == signatures_of(organization):
        return None
    told = [list(line) for line in lines]
    return SignatureBlock.objects.create(organization=organization, lines=told, by=actor, at=now)
