"""From what the importer read to rows: a plan with its items, waiting to be activated."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from content.models import Organization
from scheduler.item_rules import when
from scheduler.models import MediaPlan, PlanItem, PlanVersion


class AlreadyImported(Exception):
    """The very same file was imported for this organization before."""

    def __init__(self, plan: MediaPlan) -> None:
        super().__init__(f"plan {plan.pk}")
        self.plan = plan


@transaction.atomic
def store_plan(
    reading: dict[str, Any],
    *,
    organization: Organization,
    title: str,
    source_name: str,
    checksum: str,
    actor: Any | None = None,
) -> MediaPlan:
    """Store a reading (the JSON of the importer) as a plan with its first version.

    Raises AlreadyImported for a file that is stored already; the same file may serve another year.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # two imports of one file at once: one waits
    year = reading["plan_year"]
    of_year = Q() if year is None else Q(year=year) | Q(year=None)
    known = MediaPlan.objects.filter(of_year, organization=organization)
    earlier = known.filter(Q(source_checksum=checksum) | Q(versions__source_checksum=checksum)).first()
    if earlier is not None:
        raise AlreadyImported(earlier)
    plan = MediaPlan.objects.create(
        organization=organization,
        title=title,
        year=year,
        is_school_year=reading["school_year"],
        source_name=source_name,
        source_checksum=checksum,
        review=reading["plan_review"],
        not_read=reading["not_read"],
    )
    PlanItem.objects.bulk_create(
        new_item(plan, position, row) for position, row in enumerate(reading["items"], start=1)
    )
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        source_name=source_name,
        source_checksum=checksum,
        reading=reading,
        imported_by=actor,
        applied_at=plan.imported_at,
        applied_by=actor,
    )
    return plan


def new_item(plan: MediaPlan, position: int, row: dict[str, Any]) -> PlanItem:
    """An unsaved item of one row of a reading, with its questions."""
    asked = {"review": row["review"], "needs_review": bool(row["review"])}
    return PlanItem(plan=plan, position=position, **as_written(row), **as_understood(row), **asked)


def as_written(row: dict[str, Any]) -> dict[str, Any]:
    """The words of one item of a reading, by field of PlanItem."""
    return {
        "number": row["number"] or "",
        "section": row["section"] or "",
        "title": row["title"],
        "method": row["method"],
        "steps": row["steps"],
        "responsible": row["responsible"] or "",
        "deadline_text": row["deadline_text"],
        "coverage_text": row["coverage_text"],
        "also_mentioned": row["also_mentioned"],
        "place": row["place"],
    }


def as_understood(row: dict[str, Any]) -> dict[str, Any]:
    """What was made of one item's deadline and coverage, by field of PlanItem."""
    return when(row) | {"channel_words": row["channels"], "outlets": row["outlets"]}
