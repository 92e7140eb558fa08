"""Plans whose duties the tests of reports give an end of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content.models import Channel, Organization, Post
from scheduler.models import MediaPlan, Occurrence, PlanItem

ZONE = ZoneInfo("Asia/Tashkent")


def plan_of(organization: Organization, **values: Any) -> MediaPlan:
    return MediaPlan.objects.create(
        organization=organization, title="Media-reja", **{"year": 2026, "state": "active"} | values
    )


def item_of(plan: MediaPlan, number: int, **values: Any) -> PlanItem:
    facts = {"title": f"{number}-tadbir", "kind": PlanItem.Kind.MONTHLY, "deadline_text": "Har oyda"} | values
    return PlanItem.objects.create(plan=plan, position=number, number=str(number), **facts)


def duty_of(item: PlanItem, day: date, channels: list[Channel], *, post: Post | None = None, **values: Any) -> Any:
    """Owed on ``day``, and until the end of its month."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    facts: dict[str, Any] = {
        "slot": datetime(day.year, day.month, day.day, 10, tzinfo=ZONE), "window_start": first, "window_end": last,
        "state": Occurrence.State.PREPARED if post else Occurrence.State.EXPECTED,
    }  # fmt: skip
    made = Occurrence.objects.create(item=item, post=post, **{"period_key": day.isoformat()} | facts | values)
    made.channels.set(channels)
    return made
