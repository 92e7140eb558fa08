"""Dates of an approved schedule are given to an item, and its occurrences follow them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from publishers.nudge import nudge_on_commit
from scheduler.date_lists import DateList
from scheduler.following_dates import Travel, travel
from scheduler.item_rules import state_of
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem, ScheduledDate
from scheduler.plan_year import bounds, settle_plan
from scheduler.planning import activate_plan
from scheduler.questions import about_deadline
from scheduler.scheduled_dates import DateChanges, compare, keys_of


class DatesRefused(Exception):
    """Nothing was stored. code: not_by_schedule, withdrawn, no_year, changed_meanwhile, bad_lines or nothing_new."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Given:
    """What storing came to. created: new occurrences. stays: those that did not follow, because people have worked on
    their posts or these are out."""

    changes: DateChanges
    created: int = 0
    withdrawn: int = 0
    moved: int = 0
    stays: Sequence[Occurrence] = field(default_factory=tuple)


def seen_of(item: PlanItem) -> str:
    """What a person has seen of an item's dates when they change them."""
    rows = item.scheduled_dates.order_by("pk").values_list("pk", "day", "at", "note")
    return ";".join(f"{pk},{day},{at},{note}" for pk, day, at, note in rows)


def preview(item: PlanItem, given: DateList) -> DateChanges:
    """What ``give_dates`` would change; nothing is stored. Raises DatesRefused."""
    first, last = _year_of(item)
    return compare(item.scheduled_dates.all(), given, first=first, last=last)


@transaction.atomic
def give_dates(
    item: PlanItem,
    given: DateList,
    *,
    source: ScheduledDate.Source,
    actor: Any,
    now: datetime,
    seen: str | None = None,
    without_bad: bool = False,
) -> Given:
    """Store the list, settle the item's questions about its deadline, and let its occurrences follow.

    without_bad: a person wants the good lines although others cannot be stored. Raises DatesRefused.
    """
    item = _locked(item)
    if seen is not None and seen != seen_of(item):
        raise DatesRefused("changed_meanwhile")
    changes = preview(item, given)
    if changes.bad and not without_bad:
        raise DatesRefused("bad_lines")
    if changes.is_empty and not item.needs_review:
        raise DatesRefused("nothing_new")
    before = _state(item)
    old_keys = keys_of(item.scheduled_dates.all())
    removed = {row.pk for row in changes.removed}
    _store(item, changes, source)
    _settle(item, before, actor=actor, now=now)
    if item.plan.state != MediaPlan.State.ACTIVE:
        return Given(changes)
    went = travel(
        item,
        old_keys,
        moved={row.pk for row, _one in changes.moved},
        removed=removed,
        actor=actor,
        now=now,
    )
    created = activate_plan(item.plan, continuous=item.plan.continuous or "none", now=now, actor=actor).created
    _note_occasions(item)
    nudge_on_commit()
    return _given(changes, created, went)


def _given(changes: DateChanges, created: int, went: Travel) -> Given:
    return Given(changes, created + went.restored, went.withdrawn, went.moved, tuple(went.stays))


def _year_of(item: PlanItem) -> tuple[date, date]:
    if item.kind != PlanItem.Kind.ON_SCHEDULE:
        raise DatesRefused("not_by_schedule")
    if item.withdrawn_at is not None:
        raise DatesRefused("withdrawn")
    if item.plan.year is None:
        raise DatesRefused("no_year")
    return bounds(item.plan)


def _locked(item: PlanItem) -> PlanItem:
    """The item behind its plan's lock, as activation takes it: one change after another."""
    plan = MediaPlan.objects.select_for_update(of=("self",)).select_related("organization").get(pk=item.plan_id)
    locked = PlanItem.objects.select_for_update().get(pk=item.pk)
    locked.plan = plan
    return locked


def _store(item: PlanItem, changes: DateChanges, source: ScheduledDate.Source) -> None:
    ScheduledDate.objects.filter(pk__in=[row.pk for row in changes.removed]).delete()
    # two dates may change places: none may stand on its new day before all have left their old ones
    for number, (row, _one) in enumerate(changes.moved):
        ScheduledDate.objects.filter(pk=row.pk).update(day=date.min.replace(year=1 + number), at=None)
    for row, one in (*changes.moved, *changes.noted, *changes.kept):
        row.day, row.at, row.uid = one.day, one.at, row.uid or one.uid
        if one.note or one.row is not None:
            row.note = one.note
        row.save(update_fields=["day", "at", "note", "uid"])
    ScheduledDate.objects.bulk_create(
        ScheduledDate(item=item, day=one.day, at=one.at, note=one.note, uid=one.uid, source=source)
        for one in changes.added
    )


def _state(item: PlanItem) -> dict[str, Any]:
    rows = item.scheduled_dates.order_by("day", "at", "pk")
    dates = [row.day.isoformat() + (f"T{row.at:%H:%M}" if row.at else "") for row in rows]
    return state_of(item) | {"scheduled_dates": dates}


def _settle(item: PlanItem, before: dict[str, Any], *, actor: Any, now: datetime) -> None:
    settled = about_deadline(item.review)
    item.review = [code for code in item.review if code not in settled]
    item.needs_review = bool(item.review)
    item.save(update_fields=["review", "needs_review"])
    ItemDecision.objects.create(item=item, at=now, actor=actor, codes=settled, before=before, after=_state(item))
    settle_plan(item.plan)


def _note_occasions(item: PlanItem) -> None:
    """Each occurrence carries what the schedule calls its date."""
    rows = list(item.scheduled_dates.all())
    keys = keys_of(rows)
    notes = {keys[row.pk]: row.note for row in rows}
    changed = []
    for occurrence in Occurrence.objects.filter(item=item, period_key__in=notes):
        if occurrence.note != notes[occurrence.period_key]:
            occurrence.note = notes[occurrence.period_key]
            changed.append(occurrence)
    Occurrence.objects.bulk_update(changed, ["note"])


def zone_of(item: PlanItem) -> ZoneInfo:
    return ZoneInfo(item.plan.organization.time_zone)
