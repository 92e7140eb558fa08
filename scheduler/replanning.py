"""What is still to come of a plan item follows its changed rule, settings and days; what has happened stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from content.drafts import discard_untouched_draft
from content.models import Post
from publishers.nudge import nudge_on_commit
from scheduler.days_off import calendar_of
from scheduler.expecting import expected_of
from scheduler.history import change_row, facts
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.occurrence_rows import catch_up, missing_rows
from scheduler.own_drafts import gives_way, is_being_prepared, lock_posts
from scheduler.preparing import prepare_instant, quiet_hours
from scheduler.recurrence import Expected
from scheduler.working_days import Calendar

State, Action = Occurrence.State, OccurrenceChange.Action
MAY_FOLLOW = (State.EXPECTED, State.PREPARED, State.WITHDRAWN)
HOLIDAY_MOVED = "holiday_moved"
AT_ONCE = 500


@transaction.atomic
def replan(item: PlanItem, *, now: datetime, actor: Any = None, calendar: Calendar | None = None) -> int:
    """Let the item's occurrences that are still to come follow its rule; how many changed, came or were withdrawn.

    Those whose window is over, and those that people moved, excused, replaced, wrote a post for or deleted it, are left
    alone; a draft that only the service has touched gives way. ``calendar``: the organization's, when it is at hand.
    """
    return replan_all([item], now=now, actor=actor, calendar=calendar)


@transaction.atomic
def replan_all(items: Sequence[PlanItem], *, now: datetime, actor: Any = None, calendar: Calendar | None = None) -> int:
    """``replan`` for items of one plan, in as many queries as for one."""
    if not items or items[0].plan.state != MediaPlan.State.ACTIVE or items[0].plan.year is None:
        return 0
    plan = items[0].plan
    calendar = calendar or calendar_of(plan.organization)
    rows = Occurrence.objects.select_for_update(of=("self",)).filter(item__in=items).order_by("pk")
    known: dict[int, dict[str, Occurrence]] = {item.pk: {} for item in items}
    for row in (locked := list(rows.prefetch_related("channels"))):
        known[row.item_id][row.period_key] = row
    lock_posts(locked)
    wanted: dict[int, set[int]] = {item.pk: set() for item in items}
    owed = PlanItem.channels.through.objects.filter(planitem__in=items)
    for item_id, channel in owed.values_list("planitem_id", "channel_id"):
        wanted[item_id].add(channel)
    work = []
    for item in items:
        try:
            expected = expected_of(item, plan, calendar)
        except ValueError:  # 29 February of a plan whose year came later: activation asks
            continue
        work.append(_Replanning(item, known[item.pk], wanted[item.pk], calendar, now=now, actor=actor))
        work[-1].follow(expected)
    changed = _store(work, now=now, actor=actor)
    if changed:
        nudge_on_commit()
    return changed


def _store(work: Sequence[_Replanning], *, now: datetime, actor: Any) -> int:
    """Write down what was found, all at once; how many rows changed or came."""
    rows = [row for one in work for row in one.changed]
    for row in rows:
        row.leased_until = None
    Occurrence.objects.bulk_update(rows, _FIELDS, batch_size=AT_ONCE)
    OccurrenceChange.objects.bulk_create([change for one in work for change in one.history])
    Occurrence.objects.bulk_create([row for one in work for row in one.made])
    owed = Occurrence.channels.through
    owed.objects.bulk_create(
        owed(occurrence_id=row.pk, channel_id=channel)
        for one in work
        for row in one.made
        for channel in sorted(one.wanted)
    )
    OccurrenceChange.objects.bulk_create(
        change_row(row, Action.REPLANNED, {}, at=now, actor=actor) for one in work for row in one.made
    )
    return len(rows) + sum(len(one.made) for one in work)


class _Replanning:
    """Finds what becomes of one item's locked occurrences: rows changed, their history, and rows to be made."""

    def __init__(
        self,
        item: PlanItem,
        known: dict[str, Occurrence],
        wanted: set[int],
        calendar: Calendar,
        *,
        now: datetime,
        actor: Any,
    ) -> None:
        self._item, self._known, self._calendar, self._now, self._actor = item, known, calendar, now, actor
        self._zone = ZoneInfo(item.plan.organization.time_zone)
        self._today = now.astimezone(self._zone).date()
        self.wanted = wanted
        self.changed: list[Occurrence] = []
        self.history: list[OccurrenceChange] = []
        self.made: list[Occurrence] = []

    def follow(self, expected: list[Expected]) -> None:
        known = self._known
        free = {key: row for key, row in known.items() if self._may_follow(row)}
        if self._item.holiday and len(expected) == 1:
            expected = self._once(expected[0], known, free)
        owed = {one.period_key: one for one in expected}
        ahead = {key: one for key, one in owed.items() if one.window_end >= self._today}
        late = {one.period_key: one for one in self._catch_up(ahead, free)}
        for key, row in free.items():
            if one := ahead.get(key):
                self._follow(row, one, late.get(key))
            elif key not in owed and row.state != State.WITHDRAWN:
                self._withdraw(row)
        self.made = missing_rows(self._item, expected, known.keys(), calendar=self._calendar, now=self._now)

    def _may_follow(self, row: Occurrence) -> bool:
        if row.state == State.WITHDRAWN:
            return True  # whatever it was: when its period is owed again, and ahead, it comes back
        if row.state not in MAY_FOLLOW or self._last_day(row) < self._today:
            return False
        if row.moved and self._item.withdrawn_at is None:  # no changed rule touches it; without its item it goes
            return False
        if row.post is None:
            return row.state != State.PREPARED  # people deleted the post they were given
        return not is_being_prepared(row, now=self._now) and gives_way(row.post)

    def _last_day(self, row: Occurrence) -> date:
        return max(row.window_end, row.slot.astimezone(self._zone).date()) if row.moved and row.slot else row.window_end

    def _once(self, one: Expected, known: dict[str, Occurrence], free: dict[str, Occurrence]) -> list[Expected]:
        """A holiday comes once: what was owed on another day moves to this one. Where people have written for that day
        already theirs stands, and they are told."""
        if one.period_key in known:
            return [one]
        if key := next((key for key, row in free.items() if row.state != State.WITHDRAWN), None):
            row = free[one.period_key] = known[one.period_key] = free.pop(key)
            row.period_key = one.period_key
            return [one]
        theirs = [row for row in known.values() if _is_theirs(row)]
        for row in theirs:
            if row.state in MAY_FOLLOW and row.problem_code != HOLIDAY_MOVED and not (row.post and row.post.live):
                row.problem_code, row.problem_params = HOLIDAY_MOVED, {"day": f"{one.window_end:%d.%m.%Y}"}
                self.changed.append(row)
        return [] if theirs else [one]

    def _catch_up(self, ahead: Mapping[str, Expected], free: Mapping[str, Occurrence]) -> list[Expected]:
        """Those that were not expected until now are due from now on; the others keep a slot that has passed."""
        back = [one for key, one in ahead.items() if key in free and _has_no_slot(free[key])]
        return catch_up(self._item, back, calendar=self._calendar, now=self._now)

    def _follow(self, row: Occurrence, one: Expected, late: Expected | None) -> None:
        before, was = facts(row), _shown(row)
        slot, problem = one.slot, one.problem
        if late is not None:
            slot, problem = late.slot, late.problem
        elif slot is not None and slot <= self._now:  # a change of settings makes nothing late
            slot = row.slot
        owed = {channel.pk for channel in row.channels.all()}
        wanted = self.wanted or owed
        moves = (slot, one.window_start, one.window_end) != (row.slot, row.window_start, row.window_end)
        if row.post is not None and (moves or wanted != owed or self._is_quiet_otherwise(row.post)):
            self._give_up_draft(row)
        row.slot, row.window_start, row.window_end = slot, one.window_start, one.window_end
        returns = row.state == State.WITHDRAWN
        if returns:
            row.state, row.moved, row.reason = State.EXPECTED, False, ""
        if row.post is None:
            row.state = State.EXPECTED
            row.prepare_at = prepare_instant(self._item, slot) if slot is not None else None
            row.problem_code, row.problem_params = problem, {}
        if wanted != owed:
            row.channels.set(wanted)
        if _shown(row) == was and wanted == owed:
            return
        self.changed.append(row)
        if facts(row) != before or moves:
            self._note(row, Action.RESTORED if returns else Action.REPLANNED, before)

    def _withdraw(self, row: Occurrence) -> None:
        before = facts(row)
        if row.post is not None:
            self._give_up_draft(row)
        row.state, row.prepare_at = State.WITHDRAWN, None
        row.problem_code, row.problem_params = "", {}
        self.changed.append(row)
        self._note(row, Action.WITHDRAWN, before)

    def _is_quiet_otherwise(self, draft: Post) -> bool:
        hours = quiet_hours(self._item, self._item.plan.organization) or (None, None)
        return (draft.quiet_from, draft.quiet_until) != hours

    def _give_up_draft(self, row: Occurrence) -> None:
        post, row.post = row.post, None
        Occurrence.objects.filter(pk=row.pk).update(post=None)
        discard_untouched_draft(post, user=self._actor)

    def _note(self, row: Occurrence, action: Action, before: dict[str, Any]) -> None:
        self.history.append(change_row(row, action, before, at=self._now, actor=self._actor))


_SHOWN = (
    "period_key", "slot", "window_start", "window_end", "state", "post_id", "prepare_at", "problem_code",
)  # fmt: skip
_FIELDS = [*_SHOWN[:5], "post", "prepare_at", "problem_code", "problem_params", "leased_until", "moved", "reason"]


def _shown(row: Occurrence) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _SHOWN)


def _is_theirs(row: Occurrence) -> bool:
    """Whether people have done or decided something about it."""
    decided = row.moved or row.state in (State.SKIPPED, State.REPLACED)
    return row.state != State.WITHDRAWN and (row.post is not None or decided)


def _has_no_slot(row: Occurrence) -> bool:
    return row.slot is None or row.state == State.WITHDRAWN
