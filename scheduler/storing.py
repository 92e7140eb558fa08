"""From what the importer read to rows: a plan with its items, waiting to be activated."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from content.models import Organization
from scheduler.models import MediaPlan, PlanItem


class AlreadyImported(Exception):
    """The very same file was imported for this organization before."""

    def __init__(self, plan: MediaPlan) -> None:
        super().__init__(f"plan {plan.pk}")
        self.plan = plan


@transaction.atomic
def store_plan(
    reading: dict[str, Any], *, organization: Organization, title: str, source_name: str, checksum: str
) -> MediaPlan:
    """Store a reading (the JSON of the importer). Raises AlreadyImported for a file that is stored already."""
    earlier = MediaPlan.objects.filter(
        organization=organization, source_checksum=checksum, year=reading["plan_year"]
    ).first()
    if earlier is not None:
        raise AlreadyImported(earlier)
    plan = MediaPlan.objects.create(
        organization=organization,
        title=title,
        year=reading["plan_year"],
        source_name=source_name,
        source_checksum=checksum,
        review=reading["plan_review"],
    )
    PlanItem.objects.bulk_create([_item(plan, position, row) for position, row in enumerate(reading["items"], start=1)])
    return plan


def _item(plan: MediaPlan, position: int, row: dict[str, Any]) -> PlanItem:
    recurrence = row["recurrence"]
    window = recurrence["window"] or {"start": "", "end": ""}
    return PlanItem(
        plan=plan,
        position=position,
        number=row["number"] or "",
        section=row["section"] or "",
        title=row["title"],
        method=row["method"],
        steps=row["steps"],
        responsible=row["responsible"] or "",
        deadline_text=row["deadline_text"],
        coverage_text=row["coverage_text"],
        kind=row["kind"],
        rrule=recurrence["rrule"] or "",
        window_start=window["start"],
        window_end=window["end"],
        dates=recurrence["dates"],
        anchor=recurrence["anchor"],
        per_period=recurrence["per_period"],
        channel_words=row["channels"],
        also_mentioned=row["also_mentioned"],
        outlets=row["outlets"],
        review=row["review"],
        needs_review=row["needs_review"],
    )
