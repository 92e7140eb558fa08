"""Why an item of a plan has no dated duty."""

from __future__ import annotations

from scheduler.models import PlanItem
from scheduler.questions import BLOCKING

Kind = PlanItem.Kind


def why_not_dated(item: PlanItem, *, standing: bool) -> str:
    """A key of ``scheduler.labels.NOT_DATED``; ``standing``: it has tasks without a day of their own."""
    if item.withdrawn_at is not None:
        return "withdrawn"
    if set(item.review) & BLOCKING - {"needs_dates"}:
        return "question_open"
    if item.kind == Kind.ON_SCHEDULE:
        return "dates_not_given"
    if item.kind == Kind.UNKNOWN:
        return "not_understood"
    if item.kind == Kind.CONTINUOUS:
        return "standing" if standing else "no_minimum"
    return "nothing_owed"
