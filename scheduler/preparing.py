"""An occurrence gets its post: from its item's stock, drafted for people, or published from an approved template
without them."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization
from content.preparation import draft_from_template, draft_without_template, organization_data
from content.services import ApprovalRefused, SubmissionRefused, TouchedByPeople, publish_from_template
from content.stock import Slot
from content.template_data import period_data
from content.templating import TemplateProblem
from scheduler.history import as_json
from scheduler.models import Occurrence, PlanItem
from scheduler.periods import plan_year_of, quarter_of
from scheduler.taking import PlannedAnew, take_from_stock

log = logging.getLogger(__name__)

TRY_AGAIN = timedelta(minutes=10)
WAITING = (Occurrence.State.EXPECTED, Occurrence.State.PREPARED)


@transaction.atomic
def claim_occurrences(*, now: datetime, lease: timedelta, limit: int) -> list[int]:
    """Ids of occurrences whose time to be prepared has come, leased so that no second worker takes them."""
    due = (
        Occurrence.objects.select_for_update(skip_locked=True)
        .filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now), prepare_at__lte=now)
        .order_by("prepare_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    ids = list(due)
    Occurrence.objects.filter(pk__in=ids).update(leased_until=now + lease)
    return ids


def prepare(occurrence_id: int, *, now: datetime) -> None:
    """Make the post of one occurrence; done twice, it makes one. What stands in the way is written on the row."""
    occurrence = (
        Occurrence.objects.select_related("item__plan__organization", "item__template", "post")
        .filter(pk=occurrence_id, prepare_at__isnull=False, state__in=WAITING)
        .first()
    )
    if occurrence is None:
        return
    try:
        _prepare(occurrence, now=now)
    except TemplateProblem as problem:
        _note(occurrence, problem.code, dict(problem.params))
    except SubmissionRefused as refusal:
        channel, problem = refusal.problems[0]
        _note(occurrence, problem.code, {**problem.params, "channel": str(channel or "")})
    except ApprovalRefused:
        _note(occurrence, "template_not_approved", {})
    except PlannedAnew:
        return  # it comes again when its time has come
    except TouchedByPeople:
        # it goes its way through approval like any post of theirs
        _done(occurrence, "")
    except Exception:
        log.exception("occurrence.bug id=%s", occurrence_id)
        _in_hand(occurrence).update(problem_code="internal", prepare_at=now + TRY_AGAIN, leased_until=None)


def _prepare(occurrence: Occurrence, *, now: datetime) -> None:
    item = occurrence.item
    automatic = item.automatic and item.template is not None
    if occurrence.post is None and occurrence.slot is not None:
        taken = take_from_stock(occurrence, _slot_of(occurrence, occurrence.slot), now=now)
        if taken is not None:
            log.info("occurrence.from_stock id=%s post=%s approved=%s", occurrence.pk, taken.pk, taken.live)
            return
    if occurrence.post is None:
        content = _content(occurrence)
        with transaction.atomic():
            locked = Occurrence.objects.select_for_update().get(pk=occurrence.pk)
            if _claim(locked) != _claim(occurrence):
                return  # planned anew meanwhile: it comes again when its time has come
            if locked.post_id is None:
                locked.post = create_draft(item.plan.organization, content, user=None)
                locked.state = Occurrence.State.PREPARED
                locked.save(update_fields=["post", "state"])
        occurrence.post, occurrence.state = locked.post, locked.state
    problem = ""
    if automatic and occurrence.post is not None and not occurrence.post.live:
        assert item.template is not None
        if item.template.live:
            publish_from_template(occurrence.post)
        else:
            problem = "template_not_approved"
    elif item.template is None:
        problem = "no_template"
    _done(occurrence, problem)
    log.info("occurrence.prepared id=%s post=%s automatic=%s", occurrence.pk, occurrence.post_id, automatic)


def _claim(occurrence: Occurrence) -> tuple[datetime | None, ...]:
    return occurrence.slot, occurrence.prepare_at, occurrence.leased_until


def _slot_of(occurrence: Occurrence, at: datetime) -> Slot:
    item = occurrence.item
    return Slot(at, item.lateness_limit, quiet_hours(item, item.plan.organization), _channels(occurrence))


def _channels(occurrence: Occurrence) -> list[Channel]:
    return [channel for channel in occurrence.channels.all() if channel.is_active]


def _content(occurrence: Occurrence) -> DraftContent:
    item = occurrence.item
    common: dict[str, Any] = {
        "channels": _channels(occurrence),
        "publish_at": occurrence.slot,
        "lateness_limit": item.lateness_limit,
    }
    if item.template is None:
        draft = draft_without_template(item.title, item.steps, **common)
    else:
        draft = draft_from_template(item.template, template_data(occurrence), **common)
    return replace(draft, quiet=quiet_hours(item, item.plan.organization))


def template_data(occurrence: Occurrence) -> dict[str, Any]:
    """The data contract of the templates (content.template_data) for one occurrence."""
    item = occurrence.item
    organization = item.plan.organization
    start, school = occurrence.window_start, item.plan.is_school_year
    year = plan_year_of(start, school=school)
    if item.kind == PlanItem.Kind.QUARTERLY:
        quarter = int(quarter_of(start, school).key[-1])
        period = period_data(year, quarter=quarter, school=school)
    elif item.kind == PlanItem.Kind.HALF_YEAR:
        period = period_data(year, school=school)
    else:
        period = period_data(start.year, month=start.month)
    day = occurrence.slot.astimezone(ZoneInfo(organization.time_zone)).date() if occurrence.slot else start
    return {
        "organization": organization_data(organization),
        "period": period,
        "item": {
            "number": item.number,
            "title": item.title,
            "method": item.method,
            "steps": item.steps,
            "section": item.section,
            "responsible": item.responsible,
            "note": occurrence.note,
        },
        "today": day,
    }


def prepare_instant(item: PlanItem, slot: datetime) -> datetime:
    """When the draft of a slot is made: so many days ahead as the item, or the general setting, says."""
    days = item.prepare_days if item.prepare_days is not None else settings.PREPARE_DAYS
    return slot - timedelta(days=days)


def quiet_hours(item: PlanItem, organization: Organization) -> tuple[time, time] | None:
    """Local hours from and until in which nothing of the item goes out: its own, or else the organization's."""
    for place in (item, organization):
        if place.quiet_from is not None and place.quiet_until is not None:
            return place.quiet_from, place.quiet_until
    return None


def _in_hand(occurrence: Occurrence) -> QuerySet[Occurrence]:
    """The row, unless it was planned anew since it was taken in hand: then it comes again when its time has come."""
    slot, prepare_at, leased_until = _claim(occurrence)
    return Occurrence.objects.filter(pk=occurrence.pk, slot=slot, prepare_at=prepare_at, leased_until=leased_until)


def _done(occurrence: Occurrence, problem: str) -> None:
    _in_hand(occurrence).update(prepare_at=None, leased_until=None, problem_code=problem, problem_params={})


def _note(occurrence: Occurrence, code: str, params: dict[str, Any]) -> None:
    """Only people can mend this; the draft, when there is one, waits for them."""
    _in_hand(occurrence).update(prepare_at=None, leased_until=None, problem_code=code, problem_params=as_json(params))
    log.warning("occurrence.problem id=%s code=%s", occurrence.pk, code)
