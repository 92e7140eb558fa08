"""From what the importer read to rows: a plan with its items, waiting to be activated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import Q

from content.models import Organization
from scheduler.models import MediaPlan, PlanItem


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
    hours: Sequence[time | None] = (),
) -> MediaPlan:
    """Store a reading (the JSON of the importer, and beside it the hour that each item names).

    Raises AlreadyImported for a file that is stored already; the same file may serve another year.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # two imports of one file at once: one waits
    year = reading["plan_year"]
    known = MediaPlan.objects.filter(organization=organization, source_checksum=checksum)
    earlier = (known if year is None else known.filter(Q(year=year) | Q(year=None))).first()
    if earlier is not None:
        raise AlreadyImported(earlier)
    plan = MediaPlan.objects.create(
        organization=organization,
        title=title,
        year=year,
        source_name=source_name,
        source_checksum=checksum,
        review=reading["plan_review"],
    )
    rows = reading["items"]
    known_hours = hours or [None] * len(rows)
    PlanItem.objects.bulk_create(
        _item(plan, position, row, hour)
        for position, (row, hour) in enumerate(zip(rows, known_hours, strict=True), start=1)
    )
    return plan


def _item(plan: MediaPlan, position: int, row: dict[str, Any], hour: time | None) -> PlanItem:
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
        target_time=hour,
    )
