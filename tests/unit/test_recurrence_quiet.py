"""Slots and quiet hours, on ordinary days and where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from content.quiet_hours import Hours, end_of_quiet, is_quiet, nearest_allowed
from scheduler.catching_up import spread_from_now
from scheduler.recurrence import NO_TIME_LEFT, Expected, Rule, Target, WorkingCalendar, expand

TASHKENT, BERLIN = ZoneInfo("Asia/Tashkent"), ZoneInfo("Europe/Berlin")
NIGHT, NOON = (time(22), time(8)), (time(12), time(14))
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""When Berlin puts its clocks forward from 02:00 to 03:00, and back from 03:00 to 02:00."""


def expected(rule: Rule, target: Target, zone: ZoneInfo = TASHKENT) -> list[Expected]:
    return expand(rule, year=2026, zone=zone, calendar=WorkingCalendar(), target=target)


def local_times(found: list[Expected], zone: ZoneInfo = TASHKENT) -> set[time]:
    return {item.slot.astimezone(zone).time() for item in found if item.slot}


@pytest.mark.parametrize(
    ("at", "hours", "quiet"),
    [
        (time(23), NIGHT, True), (time(22), NIGHT, True), (time(8), NIGHT, False), (time(7, 59), NIGHT, True),
        (time(12), NOON, True), (time(14), NOON, False), (time(9), NOON, False),
        (time(9), (time(9), time(9)), False), (time(9), None, False),
    ],
)  # fmt: skip
def test_quiet_hours_begin_with_their_first_minute_and_may_hold_midnight(
    at: time, hours: Hours | None, quiet: bool
) -> None:
    assert is_quiet(at, hours) is quiet


@pytest.mark.parametrize(
    ("at", "hours", "allowed"),
    [
        (time(7), NIGHT, time(8)), (time(23), NIGHT, time(21, 59)), (time(12, 15), NOON, time(11, 59)),
        (time(13, 15), NOON, time(14)), (time(10), NOON, time(10)), (time(3), (time(0), time(6)), time(6)),
        (time(3), (time(6), time(5, 59, 30)), time(5, 59, 30)),
    ],
)  # fmt: skip
def test_an_hour_that_is_quiet_gives_the_nearest_of_the_day_that_is_not(at: time, hours: Hours, allowed: time) -> None:
    assert nearest_allowed(at, hours) == allowed


def test_an_hour_of_the_items_own_moves_out_of_quiet_hours() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY"), Target(at=time(7), quiet=NIGHT))
    assert local_times(found) == {time(8)}


def test_hours_that_are_spread_leave_quiet_ones_out() -> None:
    found = [expected(Rule("monthly", "FREQ=MONTHLY"), Target(spread=spread, quiet=NOON)) for spread in range(10)]
    hours = set.union(*map(local_times, found))
    assert hours == {time(hour, minute) for hour in (10, 11, 14, 15, 16) for minute in (0, 30)}


def test_a_working_day_that_is_quiet_throughout_goes_to_its_edge() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY"), Target(quiet=(time(9), time(19))))
    assert local_times(found) == {time(8, 59)}


def test_the_local_hour_stays_when_clocks_change() -> None:
    found = expected(Rule("daily", "FREQ=DAILY"), Target(at=time(10)), BERLIN)
    assert local_times(found, BERLIN) == {time(10)}
    around = {item.window_start: item.slot for item in found}
    assert [around[date(2026, 3, 28)], around[FORWARD], around[date(2026, 10, 24)], around[BACK]] == [
        datetime(2026, 3, 28, 9, tzinfo=UTC),
        datetime(2026, 3, 29, 8, tzinfo=UTC),
        datetime(2026, 10, 24, 8, tzinfo=UTC),
        datetime(2026, 10, 25, 9, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("at", "quiet", "slot"),
    [
        (time(2, 30), None, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 03:30 on the clock
        (time(2, 30), (time(3), time(4)), datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),  # 04:00
        (time(2, 50), (time(3), time(2, 45)), None),  # only a quarter of an hour is allowed, and it does not come
    ],
)
def test_an_hour_that_does_not_come_gives_the_one_the_clock_shows(
    at: time, quiet: Hours | None, slot: datetime | None
) -> None:
    rule = Rule("dates", dates=(FORWARD,), anchor="on")
    (found,) = expected(rule, Target(at=at, quiet=quiet), BERLIN)
    assert (found.slot, found.problem) == (slot, "" if slot else NO_TIME_LEFT)


def test_a_day_without_its_hour_gives_way_to_another_of_the_window() -> None:
    rule = Rule("one_off_month", window_start=FORWARD, window_end=date(2026, 3, 30))
    calendar = WorkingCalendar(days_on=frozenset({FORWARD}))
    target = Target("first_working_day", at=time(2, 50), quiet=(time(3), time(2, 45)))
    (found,) = expand(rule, year=2026, zone=BERLIN, calendar=calendar, target=target)
    assert (found.slot, found.problem) == (datetime(2026, 3, 30, 0, 50, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), (time(22), time(2, 30)), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 10, tzinfo=UTC), (time(22), time(2, 30)), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 28, 4, 0, tzinfo=UTC), (time(3), time(2, 45)), datetime(2026, 3, 30, 0, 45, tzinfo=UTC)),
        (datetime(2026, 6, 1, 21, 30, tzinfo=UTC), NIGHT, datetime(2026, 6, 2, 6, 0, tzinfo=UTC)),
        (datetime(2026, 6, 1, 9, 0, tzinfo=UTC), NIGHT, datetime(2026, 6, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_when_the_clock_says_so(now: datetime, hours: Hours, end: datetime) -> None:
    assert end_of_quiet(now, BERLIN, hours) == end


def spread(count: int, now: datetime, last_day: date, quiet: Hours | None = None) -> list[str]:
    found = spread_from_now(count, now=now, last_day=last_day, zone=TASHKENT, calendar=WorkingCalendar(), quiet=quiet)
    return [f"{slot.astimezone(TASHKENT):%d %H:%M}" for slot in found]


THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
"""15:00 in Tashkent; the working days left of November are this one, Friday and Monday."""


def test_one_that_is_late_is_due_at_once_or_when_quiet_hours_end() -> None:
    assert spread(1, THURSDAY, date(2026, 11, 30)) == ["26 15:00"]
    assert spread(1, THURSDAY, date(2026, 11, 30), (time(14), time(16))) == ["26 16:00"]


def test_several_share_out_the_working_hours_that_are_left() -> None:
    assert spread(4, THURSDAY, date(2026, 11, 30)) == ["26 15:00", "27 12:00", "27 16:00", "30 13:00"]
    assert spread(4, THURSDAY, date(2026, 11, 30), NOON) == ["26 15:00", "27 11:00", "27 16:00", "30 14:00"]


def test_after_the_last_working_hour_the_evening_is_shared_out() -> None:
    evening = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)
    assert spread(3, evening, date(2026, 11, 30), NIGHT) == ["30 18:00", "30 19:20", "30 20:40"]


def test_days_off_are_used_when_no_working_day_is_left() -> None:
    saturday = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
    assert spread(2, saturday, date(2026, 11, 29)) == ["28 10:00", "29 10:00"]


def test_no_time_is_left_when_quiet_hours_last_to_the_end_of_the_window() -> None:
    night = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
    assert spread(1, night, date(2026, 11, 30), NIGHT) == spread(3, night, date(2026, 11, 30), NIGHT) == []


@pytest.mark.parametrize(
    ("now", "quiet", "slots"),
    [
        # clocks jump from 02:00 into the quiet hours that begin at 02:30
        (datetime(2026, 3, 29, 0, 51, tzinfo=UTC), (time(2, 30), time(1, 15)), ["01:51", "01:55"]),
        # a Sunday's working hours, the clocks put back in the night before them
        (datetime(2026, 10, 25, 0, 20, tzinfo=UTC), (time(22), time(2, 30)), ["10:00", "13:30"]),
    ],
)
def test_several_are_shared_out_on_a_day_on_which_clocks_change(now: datetime, quiet: Hours, slots: list[str]) -> None:
    day = now.astimezone(BERLIN).date()
    found = spread_from_now(2, now=now, last_day=day, zone=BERLIN, calendar=WorkingCalendar(), quiet=quiet)
    assert [f"{slot.astimezone(BERLIN):%H:%M}" for slot in found] == slots
