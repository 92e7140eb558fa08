"""Occurrences follow the corrected dates of a schedule: each travels with its own date, whatever has become of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.exceptions import ExceptionRefused, put_off, why_fixed
from scheduler.expecting import target_of
from scheduler.history import change_row, facts
from scheduler.models import Occurrence, OccurrenceChange, PlanItem
from scheduler.own_drafts import gives_way, is_being_prepared, lock_posts
from scheduler.preparing import prepare_instant
from scheduler.recurrence import Expected
from scheduler.scheduled_dates import expected_of_dates, keys_of

State, Action = Occurrence.State, OccurrenceChange.Action


@dataclass(slots=True)
class Travel:
    """What became of the occurrences that existed."""

    withdrawn: int = 0
    moved: int = 0
    restored: int = 0
    stays: list[Occurrence] = field(default_factory=list)
    """Their dates are gone or elsewhere, yet people have worked on their posts or these are out."""


def travel(
    item: PlanItem,
    old_keys: Mapping[int, str],
    *,
    moved: Container[int],
    removed: Container[int],
    actor: Any,
    now: datetime,
) -> Travel:
    """Let the occurrences of an active plan's item follow its stored dates; those of new dates are not made here.

    old_keys: the period key of each date before the change, by id. moved, removed: ids of dates with another day or
    hour, and of those that are gone.
    """
    return _Journey(item, actor=actor, now=now).made(old_keys, moved, removed)


class _Journey:
    def __init__(self, item: PlanItem, *, actor: Any, now: datetime) -> None:
        self._item, self._actor, self._now = item, actor, now
        organization = item.plan.organization
        self._zone = ZoneInfo(organization.time_zone)
        expected = expected_of_dates(item, self._zone, target_of(item, organization))
        self._expected = {one.period_key: one for one in expected}
        rows = Occurrence.objects.select_for_update(of=("self",)).filter(item=item).order_by("pk")
        self._rows = {row.period_key: row for row in rows}
        lock_posts(self._rows.values())
        self._travel = Travel()

    def made(self, old_keys: Mapping[int, str], moved: Container[int], removed: Container[int]) -> Travel:
        new_keys = keys_of(self._item.scheduled_dates.all())
        followers: dict[str, Occurrence] = {}
        going: set[str] = set()
        for pk, old in old_keys.items():
            row = self._rows.get(old)
            if row is None:
                continue
            if pk in removed:
                self._withdraw(row)
            elif self._may_follow(row, new_keys[pk]):
                followers[new_keys[pk]] = row
                if pk in moved:
                    going.add(new_keys[pk])
        self._rename(followers)
        for key in sorted(going):
            self._follow(followers[key], self._expected[key])
        self._bring_back()
        return self._travel

    def _withdraw(self, row: Occurrence) -> None:
        if row.state == State.WITHDRAWN:
            return
        if row.post is not None and (is_being_prepared(row, now=self._now) or not gives_way(row.post)):
            self._travel.stays.append(row)
            return
        before = facts(row)
        if row.post is not None:
            put_off(row, row.slot, actor=self._actor)
        row.state = State.WITHDRAWN
        self._store(row, None, Action.WITHDRAWN, before)
        self._travel.withdrawn += 1

    def _may_follow(self, row: Occurrence, key: str) -> bool:
        """What is out stays the post of its day; the corrected date then owes one of its own."""
        if row.window_start == self._expected[key].window_start or row.post is None:
            return True
        out = is_being_prepared(row, now=self._now) or why_fixed(row.post) == "out"
        if row.state == State.REPLACED or out:
            self._travel.stays.append(row)
            return False
        return True

    def _rename(self, followers: Mapping[str, Occurrence]) -> None:
        """Give each its new key, and those in the way a free one. No two rows may ever hold the same."""
        changing = {key: row for key, row in followers.items() if row.period_key != key}
        taken = set(self._rows) - {row.period_key for row in changing.values()} | set(self._expected)
        for key in changing:
            other = self._rows.get(key)
            if other is not None and other not in followers.values():
                changing = {**changing, _free(key, taken): other}
        for row in changing.values():
            Occurrence.objects.filter(pk=row.pk).update(period_key=f"~{row.pk}")
        for key, row in changing.items():
            row.period_key = key
            row.save(update_fields=["period_key"])

    def _follow(self, row: Occurrence, expected: Expected) -> None:
        if row.state == State.WITHDRAWN:
            return
        if row.state == State.REPLACED or (row.post is not None and is_being_prepared(row, now=self._now)):
            self._travel.stays.append(row)
            return
        before = facts(row)
        try:
            put_off(row, self._slot(expected), actor=self._actor)
        except ExceptionRefused:  # submitted or approved: its time stands until people change it
            self._travel.stays.append(row)
        if row.post is None and row.state in (State.EXPECTED, State.ELAPSED):
            row.state = State.ELAPSED if self._is_over(expected) else State.EXPECTED
        self._store(row, expected, Action.REPLANNED, before)
        self._travel.moved += 1

    def _bring_back(self) -> None:
        """A date that was taken away and is given again."""
        for row in self._rows.values():
            expected = self._expected.get(row.period_key)
            if expected is None or row.state != State.WITHDRAWN:
                continue
            before = facts(row)
            row.state = State.ELAPSED if self._is_over(expected) else State.EXPECTED
            row.slot = self._slot(expected)
            self._store(row, expected, Action.RESTORED, before)
            self._travel.restored += 1

    def _is_over(self, expected: Expected) -> bool:
        return expected.window_end < self._now.astimezone(self._zone).date()

    def _slot(self, expected: Expected) -> datetime:
        """The date's own; on the day itself, when its hour has passed, now."""
        assert expected.slot is not None
        return expected.slot if self._is_over(expected) else max(expected.slot, self._now.replace(microsecond=0))

    def _store(self, row: Occurrence, expected: Expected | None, action: Action, before: dict[str, Any]) -> None:
        if expected is not None:
            row.window_start, row.window_end, row.moved = expected.window_start, expected.window_end, False
        owed = row.state == State.EXPECTED and row.slot is not None
        row.prepare_at = prepare_instant(self._item, row.slot) if owed and row.slot else None
        row.leased_until = None
        row.problem_code, row.problem_params = "", {}
        row.save()
        change_row(row, action, before, at=self._now, actor=self._actor).save()


def _free(key: str, taken: set[str]) -> str:
    day = key.partition("#")[0]
    number = 2
    while f"{day}#{number}" in taken:
        number += 1
    taken.add(f"{day}#{number}")
    return f"{day}#{number}"
