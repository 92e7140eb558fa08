"""Newer documents of a plan: stored to be looked at, then applied in place or put aside.

What people did stays: posts, occurrences that have happened, answers to words that have not changed, and settings.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from scheduler.comparing import Change
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem, PlanVersion
from scheduler.moving_holidays import settle_holidays
from scheduler.plan_year import read_again, settle_plan
from scheduler.planning import activate_plan
from scheduler.replanning import replan_all
from scheduler.storing import new_item
from scheduler.version_items import differences, returning, take_over

FAR = 1_000_000
"""Places are unique within a plan: while rows change places they stand out there."""
WHOLE_YEAR_CODES = ("no_year", "academic_year")


class VersionRefused(Exception):
    """Nothing was stored or changed. code: other_year (params: year), same_file, archived, not_waiting."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@transaction.atomic
def store_version(
    plan: MediaPlan, reading: dict[str, Any], *, source_name: str, checksum: str, actor: Any | None = None
) -> PlanVersion:
    """Keep a newer document of ``plan`` until a person applies it; one that waited before is put aside."""
    plan = MediaPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state == MediaPlan.State.ARCHIVED:
        raise VersionRefused("archived")
    if plan.year is not None and reading["plan_year"] not in (None, plan.year):
        raise VersionRefused("other_year", year=reading["plan_year"])
    waiting = pending_version(plan)
    if checksum in {plan.source_checksum, waiting.source_checksum if waiting else ""}:
        raise VersionRefused("same_file")
    if waiting is not None:
        _put_aside(waiting, actor)
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        source_name=source_name,
        source_checksum=checksum,
        reading=reading,
        imported_by=actor,
    )


def pending_version(plan: MediaPlan) -> PlanVersion | None:
    """The version that waits to be applied, if any."""
    return plan.versions.filter(applied_at=None, changes={}).order_by("-number").first()


@transaction.atomic
def discard_version(version: PlanVersion, *, actor: Any | None) -> None:
    """Put a waiting version aside; the plan stays as it is."""
    MediaPlan.objects.select_for_update().get(pk=version.plan_id)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if version.applied_at is not None:
        raise VersionRefused("not_waiting")
    if not version.changes:
        _put_aside(version, actor)


def preview_version(version: PlanVersion, *, now: datetime) -> dict[str, Any]:
    """What applying the version would do, as ``apply_version`` reports it: it is applied and taken back."""
    with transaction.atomic():
        report = _apply(version, actor=None, now=now).changes
        transaction.set_rollback(True)
    return dict(report)


@transaction.atomic
def apply_version(version: PlanVersion, *, actor: Any | None, now: datetime) -> PlanVersion:
    """Make the plan what the version says. Applied once; again it changes nothing. Raises VersionRefused."""
    return _apply(version, actor=actor, now=now)


def _apply(version: PlanVersion, *, actor: Any | None, now: datetime) -> PlanVersion:
    plan = MediaPlan.objects.select_for_update(of=("self",)).select_related("organization").get(pk=version.plan_id)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if version.applied_at is not None:
        return version
    if version.changes or plan.state == MediaPlan.State.ARCHIVED:
        raise VersionRefused("not_waiting")
    marks = _Marks(plan)
    report, touched = _change_items(plan, version, actor=actor, now=now)
    _change_plan(plan, version)
    settle_holidays(plan, [item for item in touched if item.withdrawn_at is None], now=now, actor=actor)
    replan_all(touched, now=now, actor=actor)
    if plan.state == MediaPlan.State.ACTIVE:
        activate_plan(plan, continuous=plan.continuous or "none", now=now, actor=actor)
    marks.add_to(report)
    version.changes, version.applied_at, version.applied_by = report, now, actor
    version.save(update_fields=["changes", "applied_at", "applied_by"])
    return version


def _change_items(
    plan: MediaPlan, version: PlanVersion, *, actor: Any | None, now: datetime
) -> tuple[dict[str, Any], list[PlanItem]]:
    """Change, add and withdraw items; return what was done and the items whose occurrences have to follow."""
    everything = list(plan.items.select_for_update().prefetch_related("decisions"))
    for item in everything:
        item.plan = plan
    items = [item for item in everything if item.withdrawn_at is None]
    gone_before = [item for item in everything if item.withdrawn_at is not None]
    reading = version.reading
    rows = reading["items"]
    changes = differences(items, rows, plan)
    added = {change.new: rows[change.new] for change in changes if change.old is None and change.new is not None}
    come_back = returning(gone_before, added, plan)
    plan.items.update(position=F("position") + FAR)
    report: dict[str, Any] = {"kept": [], "changed": [], "new": [], "gone": []}
    touched: list[PlanItem] = []
    withdrawn: list[PlanItem] = []
    for change in changes:
        if change.new is None:
            assert change.old is not None
            item = items[change.old]
            item.withdrawn_at = now
            withdrawn.append(item)
            touched.append(item)
            report["gone"].append(_entry(item, change))
            continue
        row, item = rows[change.new], None
        if change.old is not None:
            item = items[change.old]
        elif found := come_back.get(change.new):
            assert found.old is not None
            item, change = gone_before[found.old], found
        if item is None:
            item = new_item(plan, change.new + 1, row)
            item.save()
            changed = {"when"}
        else:
            item.position = change.new + 1
            changed = take_over(item, row, change, version=version.number, actor=actor, now=now)
        if "when" in changed and plan.year is not None and plan.is_school_year != reading["school_year"]:
            read_again(item, plan, was_school=reading["school_year"])
        if changed:
            touched.append(item)
        report[change.status].append(_entry(item, change))
    left = [item for item in gone_before if item.withdrawn_at is not None]
    for position, item in enumerate([*withdrawn, *left], start=len(rows) + 1):
        item.position = position
        item.save(update_fields=["position", "withdrawn_at"])
    return report, touched


def _entry(item: PlanItem, change: Change) -> dict[str, Any]:
    return {
        "item": item.pk,
        "number": item.number,
        "title": item.title,
        "fields": {name: list(words) for name, words in change.fields.items()},
        "when_differs": change.when_differs,
        "review": list(item.review),
    }


def _change_plan(plan: MediaPlan, version: PlanVersion) -> None:
    reading = version.reading
    known = () if plan.year is None else WHOLE_YEAR_CODES
    if plan.year is None:
        plan.year, plan.is_school_year = reading["plan_year"], reading["school_year"]
    plan.review = [code for code in reading["plan_review"] if code not in known]
    plan.not_read = reading["not_read"]
    plan.source_name, plan.source_checksum = version.source_name, version.source_checksum
    plan.save(update_fields=["year", "is_school_year", "review", "not_read", "source_name", "source_checksum"])
    settle_plan(plan)


def _put_aside(version: PlanVersion, actor: Any | None) -> None:
    version.changes = {"discarded_by": actor.get_username() if actor is not None else ""}
    version.save(update_fields=["changes"])


class _Marks:
    """Where the plan's occurrences and their history ended before a version was applied."""

    def __init__(self, plan: MediaPlan) -> None:
        self._occurrences = Occurrence.objects.filter(item__plan=plan)
        self._changes = OccurrenceChange.objects.filter(occurrence__item__plan=plan)
        self._last = self._occurrences.aggregate(last=Max("pk"))["last"] or 0
        self._last_change = self._changes.aggregate(last=Max("pk"))["last"] or 0

    def add_to(self, report: dict[str, Any]) -> None:
        """Write into the report, per item and in all, what happened to occurrences since."""
        Action, State = OccurrenceChange.Action, Occurrence.State
        changes = list(
            self._changes.filter(pk__gt=self._last_change, occurrence__lte=self._last).values_list(
                "occurrence__item_id", "action"
            )
        )
        came = self._occurrences.filter(pk__gt=self._last).exclude(state=State.ELAPSED)
        counted = {
            "moved": [item for item, action in changes if action == Action.REPLANNED],
            "withdrawn": [item for item, action in changes if action == Action.WITHDRAWN],
            "restored": [item for item, action in changes if action == Action.RESTORED],
            "came": list(came.values_list("item_id", flat=True)),
            "posts": list(self._occurrences.exclude(post=None).values_list("item_id", flat=True)),
        }
        for status in ("changed", "new", "gone"):
            for entry in report[status]:
                entry |= {name: found.count(entry["item"]) for name, found in counted.items()}
        told = [entry for status in ("changed", "new", "gone") for entry in report[status]]
        report["totals"] = {name: sum(entry[name] for entry in told) for name in counted}
