"""Which year a plan is for: the days it spans, the year that a person gives, and what that settles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from scheduler.item_rules import follow, rule_of_words, state_of
from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_import.plan_dates import SCHOOL_STARTS
from scheduler.plan_import.wording import read_wording
from scheduler.questions import about_deadline

FIRST_YEAR, LAST_YEAR = 2000, 2100
PASSED = {"past_date"}


class YearRefused(Exception):
    """The year cannot be set; nothing was stored. code: active, other_year or out_of_range."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bounds(plan: MediaPlan) -> tuple[date, date]:
    """The first and the last day of a plan whose year is known."""
    assert plan.year is not None
    if plan.is_school_year:
        return date(plan.year, SCHOOL_STARTS, 1), date(plan.year + 1, SCHOOL_STARTS - 1, 31)
    return date(plan.year, 1, 1), date(plan.year, 12, 31)


@transaction.atomic
def set_year(plan: MediaPlan, year: int, *, school: bool) -> MediaPlan:
    """Give a plan that is not active yet the year it is for, and say whether that is a school year.

    Items are read anew where a school year changes what their words mean. Raises YearRefused.
    """
    plan = MediaPlan.objects.select_for_update().get(pk=plan.pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearRefused("out_of_range")
    if plan.year not in (None, year):
        raise YearRefused("other_year")
    changed = (plan.year, plan.is_school_year) != (year, school)
    if changed and plan.state != MediaPlan.State.DRAFT:
        raise YearRefused("active")
    was_school, plan.is_school_year = plan.is_school_year, school
    if was_school != school:
        for item in plan.items.select_for_update().filter(withdrawn_at=None):
            read_again(item, plan, was_school=was_school)
    plan.year = year
    plan.review = [code for code in plan.review if code not in ("no_year", "academic_year")]
    plan.save(update_fields=["year", "is_school_year", "review"])
    settle_plan(plan)
    return plan


def settle_plan(plan: MediaPlan) -> None:
    """The plan asks for attention to its rows, and to dates that have passed, as long as one of them does."""
    asked = plan.items.filter(needs_review=True, withdrawn_at=None).values_list("review", flat=True)
    open_codes = {code for codes in asked for code in codes}
    codes = list(plan.review)
    if not open_codes:
        codes = [code for code in codes if code != "rows_need_attention"]
    if not open_codes & PASSED:
        codes = [code for code in codes if code != "dates_in_the_past"]
    if open_codes and "rows_need_attention" not in codes:
        codes.append("rows_need_attention")
    if codes != plan.review:
        plan.review = codes
        plan.save(update_fields=["review"])


def read_again(item: PlanItem, plan: MediaPlan, *, was_school: bool) -> None:
    """A rule that stands as the importer read it is read in the other kind of year; any other is asked about."""
    decided = item.decisions.exclude(wording="").order_by("pk").last()
    text = decided.wording if decided else item.deadline_text
    before, after = (read_wording(text, year=plan.year, school=school) for school in (was_school, plan.is_school_year))
    old = rule_of_words(before, plan.year, school=was_school)
    new = rule_of_words(after, plan.year, school=plan.is_school_year)
    codes = list(item.review)
    if _rule(state_of(item)) == _rule(old):
        follow(item, new)
        codes = [code for code in codes if code not in before.review or code in after.review]
        codes += [code for code in about_deadline(after.review) if code not in before.review]
    elif old != new or _names_days_outside(item, plan):
        codes.append("year_differs")
    item.review = list(dict.fromkeys(codes))
    item.needs_review = bool(item.review)
    item.save()


def _rule(state: dict[str, Any]) -> tuple[Any, ...]:
    return state["kind"], state["recurrence"], state["holiday"]


def _names_days_outside(item: PlanItem, plan: MediaPlan) -> bool:
    if plan.year is None:
        return False
    first, last = (day.isoformat() for day in bounds(plan))
    return any(not day.startswith("--") and not first <= day <= last for day in item.dates)
