"""From plan items to occurrences: activation, and the daily job that extends and repairs them."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from content.models import PostTemplate
from content.starters import suggest
from publishers.nudge import nudge_on_commit
from scheduler.days_off import calendar_of
from scheduler.expecting import expected_of
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.moving_holidays import settle_holidays
from scheduler.occurrence_rows import missing_rows
from scheduler.owing import owe_channels, resolve_channels
from scheduler.questions import BLOCKING
from scheduler.recurrence import Expected
from scheduler.replanning import replan_all
from scheduler.working_days import Calendar

log = logging.getLogger(__name__)

Kind = PlanItem.Kind
CONTINUOUS = ("monthly", "weekly", "none")


class YearMissing(Exception):
    """The plan's document names no year and nobody has given one."""


@dataclass(slots=True)
class Activation:
    """What activating a plan came to; counts are of rows that exist now, new or not."""

    plan: MediaPlan
    dated: int = 0
    undated: int = 0
    created: int = 0
    elapsed: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    waiting_for_dates: list[str] = field(default_factory=list)
    """Numbers of the items that wait for an approved schedule."""
    waiting_for_answers: list[str] = field(default_factory=list)
    """Numbers of the items that owe nothing while a question about them is open."""
    not_understood: list[str] = field(default_factory=list)
    words_without_channel: list[str] = field(default_factory=list)


@transaction.atomic
def activate_plan(plan: MediaPlan, *, continuous: str, now: datetime, actor: Any = None) -> Activation:
    """Make the plan's obligations exist to its end. Done again it adds what is missing and changes nothing else.

    ``continuous``: the minimum expected of continuous items; another than before replaces what is not fulfilled yet.
    Raises YearMissing.
    """
    if plan.year is None:
        raise YearMissing
    if continuous not in CONTINUOUS:
        raise ValueError(f"continuous must be one of {CONTINUOUS}")
    plan = MediaPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state == MediaPlan.State.DRAFT:
        plan.activated_at = now
    other_minimum = plan.continuous not in ("", continuous)
    if other_minimum:
        _forget_unfulfilled_minimum(plan, now=now)
    plan.state = MediaPlan.State.ACTIVE
    plan.continuous = continuous
    plan.save(update_fields=["state", "continuous", "activated_at"])
    report = Activation(plan)
    items = list(plan.items.filter(withdrawn_at=None).prefetch_related("channels", "scheduled_dates"))
    settled = settle_holidays(plan, items, now=now, actor=actor)
    channels, report.words_without_channel = resolve_channels(plan, items)
    _suggest_templates(plan, items)
    calendar = calendar_of(plan.organization)
    rows: list[Occurrence] = []
    known = _known(plan)
    before = sum(map(len, known.values()))
    stale = [item for item in items if item in settled or (other_minimum and item.kind == Kind.CONTINUOUS)]
    if replan_all([item for item in stale if known[item.pk]], now=now, actor=actor, calendar=calendar):
        known = _known(plan)
    for item in items:
        expected = _expected(item, plan, calendar, report)
        rows += missing_rows(item, expected, known[item.pk], calendar=calendar, now=now)
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)  # a person may have fulfilled one in this moment
    owe_channels(plan, channels)
    _count(plan, before, report)
    nudge_on_commit()
    return report


def _known(plan: MediaPlan) -> dict[int, set[str]]:
    """The period keys of the plan's occurrences by item."""
    known: dict[int, set[str]] = defaultdict(set)
    for item_id, key in Occurrence.objects.filter(item__plan=plan).values_list("item_id", "period_key"):
        known[item_id].add(key)
    return known


def _forget_unfulfilled_minimum(plan: MediaPlan, *, now: datetime) -> None:
    """Another minimum takes the place of the old one in what is to come, of which nobody has done or said anything."""
    today = now.astimezone(ZoneInfo(plan.organization.time_zone)).date()
    Occurrence.objects.filter(
        item__plan=plan,
        item__kind=Kind.CONTINUOUS,
        state=Occurrence.State.EXPECTED,
        slot=None,
        post=None,
        changes=None,
        window_end__gte=today,
    ).delete()


def extend_active_plans(*, now: datetime) -> None:
    """Put back what is missing of every active plan: run daily, it changes nothing when nothing is missing."""
    active = MediaPlan.objects.filter(state=MediaPlan.State.ACTIVE)
    for pk in list(active.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # as it is by now: people may have archived it or chosen another minimum while others were repaired
                if plan := active.select_for_update().filter(pk=pk).first():
                    activate_plan(plan, continuous=plan.continuous or "none", now=now)
        except Exception:  # one plan's trouble must not keep the others from being repaired
            log.exception("plan.not_extended id=%s", pk)


def _expected(item: PlanItem, plan: MediaPlan, calendar: Calendar, report: Activation) -> list[Expected]:
    """What the item owes; why it owes nothing, or not all, is told in the report."""
    name = item.number or str(item.position)
    try:
        expected = expected_of(item, plan, calendar)
    except ValueError:  # 29 February of a plan whose year came later
        report.not_understood.append(name)
        _ask(item, "impossible_date")
        return []
    asked = set(item.review)
    if "needs_dates" in asked or (item.kind == Kind.ON_SCHEDULE and "as_needed" in asked and not expected):
        report.waiting_for_dates.append(name)
    if asked & BLOCKING - {"needs_dates"}:
        report.waiting_for_answers.append(name)
    if item.kind == Kind.UNKNOWN:
        report.not_understood.append(name)
    return expected


def _ask(item: PlanItem, code: str) -> None:
    if code not in item.review:
        item.review, item.needs_review = [*item.review, code], True
        item.save(update_fields=["review", "needs_review"])


def _suggest_templates(plan: MediaPlan, items: list[PlanItem]) -> None:
    templates = {template.key: template for template in PostTemplate.objects.filter(organization=plan.organization)}
    changed = []
    for item in items:
        if item.template_id is None and (key := suggest(item.title)) in templates:
            item.template = templates[key]
            changed.append(item)
    PlanItem.objects.bulk_update(changed, ["template"])


def _count(plan: MediaPlan, before: int, report: Activation) -> None:
    everything = list(Occurrence.objects.filter(item__plan=plan).values_list("slot", "state", "item__kind"))
    report.created = len(everything) - before
    rows = [row for row in everything if row[1] != Occurrence.State.WITHDRAWN]
    report.dated = sum(slot is not None for slot, *_ in rows)
    report.undated = len(rows) - report.dated
    report.elapsed = sum(state == Occurrence.State.ELAPSED for _, state, _ in rows)
    for slot, _, kind in rows:
        if slot is not None:
            report.by_kind[kind] = report.by_kind.get(kind, 0) + 1
