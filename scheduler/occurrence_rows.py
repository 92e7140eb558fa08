"""What is expected, as rows that can be stored: when each is due, prepared, or over already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.catching_up import spread_from_now
from scheduler.models import Occurrence, PlanItem
from scheduler.preparing import prepare_instant, quiet_hours
from scheduler.recurrence import NO_TIME_LEFT, Expected
from scheduler.working_days import Calendar

State = Occurrence.State


def missing_rows(
    item: PlanItem, expected: Iterable[Expected], known: Collection[str], *, calendar: Calendar, now: datetime
) -> list[Occurrence]:
    """The occurrences, not saved yet, of those expected whose keys are not ``known``.

    A period that was over before the item owed anything is elapsed: nothing of it is published in silence. Of an item
    with a rhythm that owes already, such a period is left alone: a changed rule has no past.
    """
    today = now.astimezone(ZoneInfo(item.plan.organization.time_zone)).date()
    missing = [one for one in expected if one.period_key not in known]
    ahead = [one for one in missing if one.window_end >= today]
    over = [one for one in missing if one.window_end < today]
    if known and item.kind != PlanItem.Kind.ON_SCHEDULE:
        over = []
    elapsed = [_row(item, one, state=State.ELAPSED) for one in over]
    return elapsed + [_row(item, one) for one in catch_up(item, ahead, calendar=calendar, now=now)]


def catch_up(item: PlanItem, ahead: Iterable[Expected], *, calendar: Calendar, now: datetime) -> list[Expected]:
    """Give those whose slot has passed while their period is under way a slot from ``now`` on, in their window.

    One alone is due at once; several of a period share out what is left of it.
    """
    organization = item.plan.organization
    found: list[Expected] = []
    late: dict[tuple[str, object], list[Expected]] = defaultdict(list)
    for one in ahead:
        if one.slot is None or one.slot >= now:
            found.append(one)
        else:
            late[one.period_key.partition("#")[0], one.window_end].append(one)
    for group in late.values():
        slots = spread_from_now(
            len(group),
            now=now.replace(microsecond=0),
            last_day=group[0].window_end,
            zone=ZoneInfo(organization.time_zone),
            calendar=calendar,
            quiet=quiet_hours(item, organization),
        )
        if slots:
            found += [one._replace(slot=slot) for one, slot in zip(group, slots, strict=True)]
        else:
            found += [one._replace(problem=NO_TIME_LEFT) for one in group]
    return sorted(found)


def _row(item: PlanItem, expected: Expected, *, state: State = State.EXPECTED) -> Occurrence:
    waits = state == State.EXPECTED
    return Occurrence(
        item=item,
        period_key=expected.period_key,
        window_start=expected.window_start,
        window_end=expected.window_end,
        slot=expected.slot,
        state=state,
        note=expected.note,
        prepare_at=prepare_instant(item, expected.slot) if waits and expected.slot is not None else None,
        problem_code=expected.problem if waits else "",
    )
