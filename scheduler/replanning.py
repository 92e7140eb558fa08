"""Changed settings of a plan item take hold of its occurrences that have no post yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from publishers.nudge import nudge_on_commit
from scheduler.days_off import calendar_of
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.planning import expected_of
from scheduler.preparing import prepare_instant


@transaction.atomic
def replan(item: PlanItem, *, now: datetime) -> int:
    """Move the item's occurrences without a post to the slots and channels its settings give now; how many moved.

    One whose new slot has passed already keeps the old slot: a change of settings makes nothing late.
    """
    plan = item.plan
    if plan.state != MediaPlan.State.ACTIVE or plan.year is None:
        return 0
    slots = _slots(item, plan)
    channels = list(item.channels.all())
    waiting = Occurrence.objects.select_for_update().filter(
        item=item, post=None, state=Occurrence.State.EXPECTED, leased_until=None, window_end__gte=now.date()
    )
    moved = 0
    for occurrence in waiting:
        slot = slots.get(occurrence.period_key)
        if slot is None or slot <= now:
            slot = occurrence.slot
        prepare_at = prepare_instant(item, slot) if slot is not None else None
        owed = set(occurrence.channels.values_list("pk", flat=True))
        wanted = {channel.pk for channel in channels} or owed
        if (slot, prepare_at, wanted) == (occurrence.slot, occurrence.prepare_at, owed):
            continue
        occurrence.slot, occurrence.prepare_at = slot, prepare_at
        occurrence.problem_code, occurrence.problem_params = "", {}
        occurrence.save(update_fields=["slot", "prepare_at", "problem_code", "problem_params"])
        occurrence.channels.set(wanted)
        moved += 1
    nudge_on_commit()
    return moved


def _slots(item: PlanItem, plan: MediaPlan) -> dict[str, datetime | None]:
    try:
        expected = expected_of(item, plan, calendar_of(plan.organization))
    except ValueError:  # 29 February of a plan whose year came later
        return {}
    return {one.period_key: one.slot for one in expected}
