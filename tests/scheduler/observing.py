"""What must hold of a schedule after every step of its life, whatever the step was."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from content.drafts import is_untouched_draft
from content.models import Organization
from scheduler.calendars import follow_calendar
from scheduler.days_off import calendar_of
from scheduler.expecting import expected_of
from scheduler.history import facts
from scheduler.models import ItemDecision, MediaPlan, Occurrence, OccurrenceChange, PlanItem, ScheduledDate
from scheduler.planning import extend_active_plans
from scheduler.questions import is_held_back

State = Occurrence.State


class Broken(AssertionError):
    pass


class Observer:
    """Sees one plan before and after each step, and says with its whole story what is wrong."""

    plan: MediaPlan
    organization: Organization
    author: User
    now: datetime
    told: list[str]
    happened: set[int]
    touched: set[int]
    """Occurrences that the step was about: these may change although they have happened."""

    def look(self, name: str, before: dict[str, Any], last: int, by_person: bool) -> None:
        rows = {row.pk: row for row in self.all_rows()}
        changes: dict[int, list[OccurrenceChange]] = defaultdict(list)
        for change in OccurrenceChange.objects.filter(pk__gt=last).order_by("pk"):
            changes[change.occurrence_id].append(change)
        for pk, old in before["facts"].items():
            if pk not in rows:
                self.require(name == "activate", f"{pk} is lost")
                continue
            new = facts(rows[pk])
            if pk in self.happened - self.touched and not (name == "prepare" and old["post"] is None):
                self.require(old == new, f"{pk} has happened and was touched: {old} {new}")
            if old != new and name not in ("prepare", "fulfil", "touch", "approve", "delete"):
                told = changes[pk]
                self.require(bool(told), f"{pk} changed in silence {old} {new}")
                self.require((told[0].before, told[-1].after) == (old, new), f"{pk} history is wrong {old} {new}")
                if by_person:
                    self.require({one.actor for one in told} == {self.author}, f"{pk}: nobody did it")
        self.look_at_duties(rows)
        for again, deed in (
            ("extend", lambda: extend_active_plans(now=self.now)),
            ("follow", lambda: follow_calendar(None, now=self.now)),
            ("extend", lambda: extend_active_plans(now=self.now)),
        ):
            kept = self.snapshot()
            deed()
            for part, was in self.snapshot().items():
                if was != kept[part]:
                    self.require(False, f"{again} changed {part} {differing(kept[part], was)}")

    def look_at_duties(self, rows: dict[int, Occurrence]) -> None:
        self.plan.refresh_from_db()
        self.organization.refresh_from_db()
        today = (self.now + timedelta(hours=5)).date()
        calendar = calendar_of(self.organization)
        keys = [(row.item_id, row.period_key) for row in rows.values()]
        self.require(len(keys) == len(set(keys)), "two of one period")
        gone = {one.pk for one in self.plan.items.exclude(withdrawn_at=None)}
        for row in rows.values():
            waits = row.state == State.EXPECTED and row.slot is not None and row.post is None and not row.problem_code
            if waits or row.prepare_at is not None:
                ready = row.state == State.EXPECTED and row.slot is not None
                self.require(ready and row.prepare_at is not None, f"{row.pk} prepare_at {row.prepare_at} {facts(row)}")
            if row.state == State.WITHDRAWN:
                self.require(row.post is None, f"{row.pk} withdrawn with a post")
                self.require(row.changes.exists(), f"{row.pk} withdrawn in silence")
            if row.state == State.SKIPPED and row.post:
                states = set(row.post.deliveries.values_list("state", flat=True))
                self.require(states <= {"cancelled", "withdrawn"}, f"{row.pk} skipped with {states}")
        if self.plan.state != MediaPlan.State.ACTIVE:
            self.require(not rows, "a plan that is not active owes")
            return
        for item in self.plan.items.all():
            item.plan = self.plan
            try:
                owed = {one.period_key: one for one in expected_of(item, self.plan, calendar)}
            except ValueError:
                owed = {}
            mine = {row.period_key: row for row in rows.values() if row.item_id == item.pk}
            for key, one in owed.items():
                if one.window_end >= today and not item.holiday:
                    self.require(key in mine, f"{item.pk} {key} is not there")
                    self.require(mine[key].state != State.WITHDRAWN, f"{item.pk} {key} is owed, yet withdrawn")
                if item.holiday:
                    some = any(row.state != State.WITHDRAWN for row in mine.values())
                    self.require(some or one.window_end < today, f"{item.pk} holiday lost")
            for key, row in mine.items():
                free = (
                    row.state in (State.EXPECTED, State.PREPARED)
                    and (not row.moved or item.pk in gone)
                    and row.window_end >= today
                )
                free = free and (is_untouched_draft(row.post) if row.post else row.state == State.EXPECTED)
                if free and key not in owed:
                    held = is_held_back(item), item.withdrawn_at is not None
                    self.require(False, f"{item.pk} {key} ({row.pk}) is not owed, yet {row.state} {held}")

    def all_rows(self) -> list[Occurrence]:
        rows = Occurrence.objects.filter(item__plan=self.plan)
        return list(rows.select_related("post__latest_revision", "item").order_by("pk"))

    def what_happened(self) -> set[int]:
        today = (self.now + timedelta(hours=5)).date()
        return {
            row.pk for row in self.all_rows()
            if row.state in (State.SKIPPED, State.REPLACED, State.ELAPSED) or row.moved or row.window_end < today
            or (row.post is not None and not is_untouched_draft(row.post))
        }  # fmt: skip

    def snapshot(self) -> dict[str, Any]:
        return {
            "facts": {row.pk: facts(row) for row in self.all_rows()},
            "rows": {one["id"]: one for one in Occurrence.objects.order_by("pk").values()},
            "owed": dict(
                enumerate(Occurrence.channels.through.objects.order_by("pk").values_list("occurrence_id", "channel_id"))
            ),
            "items": {one["id"]: one for one in PlanItem.objects.order_by("pk").values()},
            "decisions": ItemDecision.objects.count(),
            "changes": OccurrenceChange.objects.count(),
            "dates": {one["id"]: one for one in ScheduledDate.objects.order_by("pk").values()},
            "plans": {one["id"]: one for one in MediaPlan.objects.order_by("pk").values()},
        }

    def say(self, words: str) -> None:
        self.told[-1] += f" {words}"

    def require(self, holds: bool, words: str) -> None:
        if not holds:
            raise Broken(words + "\n" + "\n".join(self.told[-25:]))


def differing(before: Any, after: Any) -> str:
    if not isinstance(before, dict):
        return f"{before} -> {after}"
    found = [
        f"{pk}: {before.get(pk)}\n   -> {after.get(pk)}"
        for pk in sorted({*before, *after})
        if before.get(pk) != after.get(pk)
    ]
    return "\n".join(found[:3])
