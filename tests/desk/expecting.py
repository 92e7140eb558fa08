"""What a plan expects at a time, with an item of its own."""

from __future__ import annotations

from datetime import datetime

from scheduler.models import MediaPlan, Occurrence, PlanItem


def expected(plan: MediaPlan, slot: datetime, title: str = "Infografika") -> Occurrence:
    place = plan.items.count() + 1
    item = PlanItem.objects.create(plan=plan, position=place, number="1", title=title, kind="monthly")
    start, end = slot.date().replace(day=1), slot.date().replace(day=28)
    return Occurrence.objects.create(item=item, period_key="2026-12", window_start=start, window_end=end, slot=slot)
