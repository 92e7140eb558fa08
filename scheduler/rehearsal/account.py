"""What became of every duty of the plan, as the played rows tell it: codes and facts, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.models import Channel
from publishers.models import Delivery
from scheduler.days_off import calendar_of
from scheduler.exceptions import doubts_of_day
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.not_dated import why_not_dated
from scheduler.questions import BLOCKING
from scheduler.rehearsal.outcomes import Duty, outcome_of
from scheduler.rehearsal.people import StagePeople
from scheduler.working_days import WorkingCalendar

Kind = PlanItem.Kind
STATES = ("published", "missed", "rejected", "waiting", "unclear", "not_owed")


def account_of(script: Mapping[str, Any], people: StagePeople) -> dict[str, Any]:
    """The plan's items with their dated occurrences and each channel owed, and the items without a date.

    Times are ISO 8601 in the organization's zone.
    """
    plan = MediaPlan.objects.select_related("organization").get(pk=script["plan"])
    zone, calendar = ZoneInfo(plan.organization.time_zone), calendar_of(plan.organization)
    span = (_instant(script["begin"]), _instant(script["end"]))
    duties = _duties(plan)
    items = []
    not_dated = []
    totals = {"occurrences": 0, "channels_owed": 0, **dict.fromkeys(STATES, 0)}
    for item in plan.items.order_by("position"):
        owed = duties.get(item.pk, [])
        dated = [duty for duty in owed if duty.occurrence.slot is not None or item.kind != Kind.CONTINUOUS]
        if not dated:
            not_dated.append(_heading(item) | _why_not_dated(item, owed))
            continue
        occurrences = [
            _occurrence(duty, people, zone, span) | {"notes": _notes(duty.occurrence, calendar)} for duty in dated
        ]
        items.append(_heading(item) | {"words_without_channel": _unanswered(item), "occurrences": occurrences})
        for occurrence in occurrences:
            totals["occurrences"] += 1
            for row in occurrence["channels"]:
                totals["channels_owed"] += 1
                totals[row["state"]] += 1
    return {"totals": totals, "items": items, "not_dated": not_dated}


def _duties(plan: MediaPlan) -> dict[int, list[Duty]]:
    """By item, in the order of time."""
    found: dict[int, list[Duty]] = {}
    deliveries: dict[tuple[int, int], Delivery] = {}
    rows = Delivery.objects.select_related("channel__account", "post").prefetch_related("attempts").order_by("pk")
    for delivery in rows:  # the newest of a post on a channel tells
        deliveries[delivery.post_id, delivery.channel_id] = delivery
    occurrences = (
        Occurrence.objects.filter(item__plan=plan)
        .exclude(state=Occurrence.State.WITHDRAWN)
        .select_related("item__plan__organization", "post")
        .prefetch_related("channels", "post__channels")
        .order_by("window_start", "slot", "pk")
    )
    for occurrence in occurrences:
        own = {channel: delivery for (post, channel), delivery in deliveries.items() if post == occurrence.post_id}
        found.setdefault(occurrence.item_id, []).append(Duty(occurrence, own))
    return found


def _heading(item: PlanItem) -> dict[str, Any]:
    return {"number": item.number, "title": item.title, "kind": item.kind}


def _occurrence(duty: Duty, people: StagePeople, zone: ZoneInfo, span: tuple[datetime, datetime]) -> dict[str, Any]:
    row = duty.occurrence
    channels: list[Channel | None] = list(row.channels.all()) or [None]
    return {
        "period": row.period_key,
        "window": [row.window_start.isoformat(), row.window_end.isoformat()],
        "slot": _local(row.slot, zone),
        "channels": [outcome_of(duty, channel, people, span).as_json(zone) for channel in channels],
    }


def _notes(row: Occurrence, calendar: WorkingCalendar) -> list[str]:
    return doubts_of_day(row.item, row.slot, calendar) if row.slot is not None else []


def _why_not_dated(item: PlanItem, owed: list[Duty]) -> dict[str, Any]:
    """Why the item has no date, and how many standing tasks it has."""
    questions = [code for code in item.review if code in BLOCKING]
    reason = why_not_dated(item, standing=bool(owed))
    return {"reason": reason, "questions": questions, "occurrences": len(owed)}


def _unanswered(item: PlanItem) -> list[str]:
    answered = {word for channel in Channel.objects.filter(is_active=True) for word in channel.coverage_words}
    return sorted(set(item.channel_words) - answered)


def _local(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat(timespec="seconds")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
