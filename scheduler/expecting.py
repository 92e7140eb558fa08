"""What an item owes: its rhythm and settings, on the days its organization works."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from content.models import Organization
from scheduler.models import MediaPlan, PlanItem
from scheduler.preparing import quiet_hours
from scheduler.questions import is_held_back
from scheduler.recurrence import Expected, Rule, expand, expand_continuous
from scheduler.scheduled_dates import expected_of_dates
from scheduler.slots import DEFAULT_LEAD, Target
from scheduler.working_days import Calendar

Kind = PlanItem.Kind


def rule_of(item: PlanItem, *, year: int, school: bool = False) -> Rule:
    """The item's rhythm as the pure recurrence takes it. Raises ValueError when its dates do not exist in ``year``."""
    window = {"start": item.window_start, "end": item.window_end} if item.window_start else None
    recurrence = {
        "rrule": item.rrule or None,
        "window": window,
        "dates": item.dates,
        "anchor": item.anchor,
        "per_period": item.per_period,
    }
    return Rule.from_json(item.kind, recurrence, year=year, school=school)


def target_of(item: PlanItem, organization: Organization) -> Target:
    """Where the item's slots lie in their windows; hours and days of its own go before the organization's."""
    return Target(
        position=item.target_position,
        n=item.target_number or 1,
        at=item.target_time,
        spread=_turn(item),
        lead=DEFAULT_LEAD if item.lead_days is None else item.lead_days,
        quiet=quiet_hours(item, organization),
    )


def expected_of(item: PlanItem, plan: MediaPlan, calendar: Calendar) -> list[Expected]:
    """What the item owes in the plan's year, sorted: the one place that says so. Nothing while a question is open.

    ``calendar``: of the plan's organization. Raises ValueError when the item's dates do not exist in that year.
    """
    return [] if item.withdrawn_at is not None or is_held_back(item) else as_understood(item, plan, calendar)


def as_understood(item: PlanItem, plan: MediaPlan, calendar: Calendar) -> list[Expected]:
    """What the item would owe if what was understood of it is right, whatever is still asked. As ``expected_of``."""
    if plan.year is None or item.kind == Kind.UNKNOWN:
        return []
    zone, target = ZoneInfo(plan.organization.time_zone), target_of(item, plan.organization)
    if item.kind == Kind.ON_SCHEDULE:
        return expected_of_dates(item, zone, target)
    year, school = plan.year, plan.is_school_year
    rule = rule_of(item, year=year, school=school)
    if item.kind == Kind.CONTINUOUS:
        if plan.continuous in ("", "none"):
            return []
        return expand_continuous(rule, year, "month" if plan.continuous == "monthly" else "week", school=school)
    return expand(rule, year=year, zone=zone, calendar=calendar, target=target, school=school)


def _turn(item: PlanItem) -> int:
    """Which of the days and hours are the item's. The first document's places say so, and nothing ever changes it:
    the slots of items that only move in a newer document stay where they are."""
    return item.position if item.pk is None else 1 + item.pk - item.plan.first_item_id
