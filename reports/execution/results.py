"""What staff bring to a report: results, signatures, a template. Nothing is overwritten, the newest counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from content.models import Organization
from reports.models import ItemResult, ReportTemplate, SignatureBlock
from scheduler.models import MediaPlan, PlanItem


class Stale(Exception):
    """Somebody else wrote it meanwhile; nothing was saved."""


class Result(NamedTuple):
    """What an item brought in a period."""

    first: date
    last: date
    text: str


def results_of(plan: MediaPlan, first: date, last: date) -> dict[int, tuple[Result, ...]]:
    """By item, the newest text of this period; for an item without one, those of the periods within it: so a year has
    what was written in its quarters. What is empty is left out."""
    within = ItemResult.objects.filter(item__plan=plan, first__gte=first, last__lte=last).order_by()
    newest = within.values("item_id", "first", "last").annotate(newest=Max("pk")).values("newest")
    rows = ItemResult.objects.filter(pk__in=newest).exclude(text="").order_by("first", "last")
    found: dict[int, list[Result]] = defaultdict(list)
    for item, *written in rows.values_list("item_id", "first", "last", "text"):
        found[item].append(Result(*written))
    return {item: tuple(_without_overlaps(results)) for item, results in found.items()}


def _without_overlaps(results: list[Result]) -> list[Result]:
    """Of those that share a day the longest, in the order of time."""
    kept: list[Result] = []
    for one in sorted(results, key=lambda result: result.first - result.last):
        if all(one.last < other.first or other.last < one.first for other in kept):
            kept.append(one)
    return sorted(kept)


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
