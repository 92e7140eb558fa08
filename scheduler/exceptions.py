"""A person decides about one occurrence: another time, excused, replaced by another post, or owed again after all.

Each decision is a row of OccurrenceChange with its reason. What is out, or may be out, is never touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from content.drafts import discard_untouched_draft, set_publish_at
from content.models import Post
from content.quiet_hours import is_quiet
from publishers.decisions import DecisionRefused, cancel
from publishers.models import Delivery
from publishers.nudge import nudge_on_commit
from publishers.states import NOT_YET_OUT, REPLACEABLE
from publishers.states import State as Delivered
from scheduler.days_off import calendar_of
from scheduler.expecting import expected_of
from scheduler.history import change_row, facts
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.own_drafts import gives_way, is_being_prepared
from scheduler.plan_year import bounds
from scheduler.preparing import prepare_instant, quiet_hours
from scheduler.recurrence import Expected
from scheduler.working_days import WorkingCalendar

State, Action = Occurrence.State, OccurrenceChange.Action
STILL_OWED = (State.EXPECTED, State.PREPARED)


class ExceptionRefused(Exception):
    """Nothing was changed.

    code: no_reason, past, outside_year, same_slot, not_in_rule, nothing_to_restore; the state elapsed, withdrawn,
    skipped or replaced; being_prepared; of its post out, in_approval, approved, same_post, in_stock or
    other_organization.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def move(occurrence: Occurrence, slot: datetime, *, reason: str, actor: Any, now: datetime) -> OccurrenceChange:
    """Give the occurrence another slot, which a changed rule then leaves alone; its draft moves with it."""
    locked = _locked(occurrence, reason, now=now)
    _refuse_unless_owed(locked)
    _refuse_slot(locked, slot, now=now)
    before = facts(locked)
    put_off(locked, slot, actor=actor)
    locked.moved, locked.reason = True, reason
    return _store(locked, Action.MOVED, before, reason=reason, actor=actor, now=now)


@transaction.atomic
def skip(occurrence: Occurrence, *, reason: str, actor: Any, now: datetime) -> OccurrenceChange:
    """Excuse the occurrence: nothing is prepared, and what waits to go out is cancelled. Its post is kept."""
    locked = _locked(occurrence, reason, now=now)
    _refuse_unless_owed(locked)
    before = facts(locked)
    _hold_back_post(locked, reason=reason, actor=actor, now=now)
    locked.state, locked.reason = State.SKIPPED, reason
    return _store(locked, Action.SKIPPED, before, reason=reason, actor=actor, now=now)


@transaction.atomic
def replace(occurrence: Occurrence, post: Post, *, reason: str, actor: Any, now: datetime) -> OccurrenceChange:
    """Let another post of the organization stand for what is owed; a post of its own is kept beside it."""
    locked = _locked(occurrence, reason, now=now)
    _refuse_unless_owed(locked)
    if post.organization_id != locked.item.plan.organization_id:
        raise ExceptionRefused("other_organization")
    if post.pk == locked.post_id:
        raise ExceptionRefused("same_post")
    if post.awaits_slot:
        raise ExceptionRefused("in_stock")
    before = facts(locked)
    _hold_back_post(locked, reason=reason, actor=actor, now=now)
    locked.post, locked.state, locked.reason = post, State.REPLACED, reason
    return _store(locked, Action.REPLACED, before, reason=reason, actor=actor, now=now)


@transaction.atomic
def restore(occurrence: Occurrence, *, reason: str, actor: Any, now: datetime) -> OccurrenceChange:
    """Owe again what was excused or replaced; give what was moved the slot of its rule."""
    locked = _locked(occurrence, reason, now=now)
    before = facts(locked)
    if locked.state in (State.SKIPPED, State.REPLACED):
        if locked.state == State.REPLACED:
            locked.post = _own_post(locked)
        locked.state = State.PREPARED if locked.post else State.EXPECTED
        if locked.post is None and not _is_over(locked, now=now):
            one = _of_rule(locked)  # it may have changed meanwhile
            if not locked.moved and one.slot is not None and one.slot > now:
                locked.slot = one.slot
                _take_period(locked, one)
    elif locked.state in STILL_OWED and locked.moved:
        one = _of_rule(locked)
        if one.slot is not None and one.slot <= now:
            raise ExceptionRefused("past")
        if one.slot != locked.slot:
            put_off(locked, one.slot, actor=actor)
        _take_period(locked, one)
        locked.moved = False
    else:
        raise ExceptionRefused(str(locked.state) if locked.state not in STILL_OWED else "nothing_to_restore")
    locked.reason = ""
    return _store(locked, Action.RESTORED, before, reason=reason, actor=actor, now=now)


def doubts(occurrence: Occurrence, slot: datetime) -> list[str]:
    """What speaks against a slot that a person may choose all the same: quiet_hours, day_off, outside_window."""
    plan = occurrence.item.plan
    found = doubts_of_day(occurrence.item, slot, calendar_of(plan.organization))
    day = slot.astimezone(ZoneInfo(plan.organization.time_zone)).date()
    return found if occurrence.window_start <= day <= occurrence.window_end else [*found, "outside_window"]


def doubts_of_day(item: PlanItem, slot: datetime, calendar: WorkingCalendar) -> list[str]:
    """Those of them that no period has a part in; ``calendar``: of the organization."""
    organization = item.plan.organization
    local = slot.astimezone(ZoneInfo(organization.time_zone))
    quiet = ["quiet_hours"] if is_quiet(local.time(), quiet_hours(item, organization)) else []
    return quiet if calendar.is_working_day(local.date()) else [*quiet, "day_off"]


def put_off(occurrence: Occurrence, slot: datetime | None, *, actor: Any) -> None:
    """Set the slot on a locked row, unsaved, and on its draft: the service's own gives way and is made anew in time.

    Raises ExceptionRefused when the post is no draft any more.
    """
    post = _locked_post(occurrence)
    if post is not None and gives_way(post):
        _give_up_draft(occurrence, post, actor=actor)
    elif post is not None:
        refusal = why_fixed(post)
        if refusal:
            raise ExceptionRefused(refusal)
        set_publish_at(post, slot, user=actor)
    occurrence.slot = slot.replace(microsecond=0) if slot else None


def why_fixed(post: Post) -> str:
    """Why the time of a post cannot be changed in passing; '' for a draft. What was taken back is not out any more:
    readers have nothing, so the occurrence may be excused or get another post."""
    deliveries = Delivery.objects.filter(post=post)
    changeable = {str(state) for state in NOT_YET_OUT | REPLACEABLE}
    begun = Q(leased_until__isnull=False) | Q(state=Delivered.ACCEPTED) & ~Q(external_id="")
    if deliveries.exclude(state__in=changeable).exists() or deliveries.filter(begun).exists():
        return "out"
    if post.workflow_in_progress:
        return "in_approval"
    return "approved" if post.live else ""


def _locked(occurrence: Occurrence, reason: str, *, now: datetime) -> Occurrence:
    if not reason.strip():
        raise ExceptionRefused("no_reason")
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("item__plan__organization")
    locked = rows.get(pk=occurrence.pk)
    if is_being_prepared(locked, now=now):
        raise ExceptionRefused("being_prepared")
    return locked


def _refuse_unless_owed(occurrence: Occurrence) -> None:
    if occurrence.state not in STILL_OWED:
        raise ExceptionRefused(str(occurrence.state))


def _refuse_slot(occurrence: Occurrence, slot: datetime, *, now: datetime) -> None:
    plan: MediaPlan = occurrence.item.plan
    first, last = bounds(plan)
    if not first <= slot.astimezone(ZoneInfo(plan.organization.time_zone)).date() <= last:
        raise ExceptionRefused("outside_year")
    if slot <= now:
        raise ExceptionRefused("past")
    if slot == occurrence.slot:
        raise ExceptionRefused("same_slot")


def _locked_post(occurrence: Occurrence) -> Post | None:
    if occurrence.post_id is None:
        return None
    return Post.objects.select_for_update().get(pk=occurrence.post_id)


def _hold_back_post(occurrence: Occurrence, *, reason: str, actor: Any, now: datetime) -> None:
    """Keep the occurrence's own post from going out: the service's draft is discarded, what waits is cancelled."""
    post = _locked_post(occurrence)
    if post is None:
        return
    if gives_way(post):
        _give_up_draft(occurrence, post, actor=actor)
        return
    refusal = why_fixed(post)
    if refusal in ("out", "in_approval"):
        raise ExceptionRefused(refusal)
    ended = [Delivered.CANCELLED.value, Delivered.WITHDRAWN.value]
    standing = Delivery.objects.filter(post=post).exclude(state__in=ended).order_by("pk")
    # what waits first: what was rejected or missed cannot be cancelled beside one that took its place
    for delivery in sorted(standing, key=lambda one: one.state in REPLACEABLE):
        try:
            cancel(delivery.pk, actor=actor, now=now, note=reason)
        except DecisionRefused:  # a worker has taken it in this moment
            raise ExceptionRefused("out") from None


def _give_up_draft(occurrence: Occurrence, post: Post, *, actor: Any) -> None:
    occurrence.post, occurrence.state = None, State.EXPECTED
    Occurrence.objects.filter(pk=occurrence.pk).update(post=None)
    discard_untouched_draft(post, user=actor)


def _own_post(occurrence: Occurrence) -> Post | None:
    """The post it had before another took its place, unless that one has gone or fulfils something else by now."""
    change = occurrence.changes.filter(action=Action.REPLACED).order_by("pk").last()
    known = change.before.get("post") if change else None
    return Post.objects.filter(pk=known, occurrences=None).first()


def _is_over(occurrence: Occurrence, *, now: datetime) -> bool:
    zone = ZoneInfo(occurrence.item.plan.organization.time_zone)
    return occurrence.window_end < now.astimezone(zone).date()


def _take_period(occurrence: Occurrence, one: Expected) -> None:
    occurrence.window_start, occurrence.window_end = one.window_start, one.window_end


def _of_rule(occurrence: Occurrence) -> Expected:
    plan = occurrence.item.plan
    expected = expected_of(occurrence.item, plan, calendar_of(plan.organization))
    found = next((one for one in expected if one.period_key == occurrence.period_key), None)
    if found is None:
        raise ExceptionRefused("not_in_rule")
    return found


def _store(
    occurrence: Occurrence, action: Action, before: dict[str, Any], *, reason: str, actor: Any, now: datetime
) -> OccurrenceChange:
    owed = occurrence.state == State.EXPECTED and occurrence.slot is not None
    occurrence.prepare_at = prepare_instant(occurrence.item, occurrence.slot) if owed else None
    occurrence.leased_until = None
    occurrence.problem_code, occurrence.problem_params = "", {}
    occurrence.save()
    change = change_row(occurrence, action, before, at=now, actor=actor, reason=reason)
    change.save()
    nudge_on_commit()
    return change
