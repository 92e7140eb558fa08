"""Rules to expected occurrences for 2026 in Tashkent."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.recurrence import Expected, Rule, Target, WorkingCalendar, expand, expand_continuous

TASHKENT = ZoneInfo("Asia/Tashkent")
MONTHLY = Rule("monthly", "FREQ=MONTHLY")
QUARTERLY = Rule("quarterly", "FREQ=MONTHLY;INTERVAL=3")


def expected(rule: Rule, target: Target | None = None, **more: date | None) -> list[Expected]:
    return expand(rule, year=2026, zone=TASHKENT, calendar=WorkingCalendar(), target=target or Target(), **more)


def keys(found: list[Expected]) -> list[str]:
    return [item.period_key for item in found]


def local_days(found: list[Expected]) -> list[date]:
    return [item.slot.astimezone(TASHKENT).date() for item in found if item.slot]


def test_monthly_gives_twelve_whole_months() -> None:
    found = expected(MONTHLY)
    assert keys(found) == [f"2026-{month:02d}" for month in range(1, 13)]
    assert (found[1].window_start, found[1].window_end) == (date(2026, 2, 1), date(2026, 2, 28))


def test_the_default_slot_lies_in_the_middle_third_of_the_working_days() -> None:
    # given February 2026 with 20 working days: 6 before, 8 in the middle, 6 after
    # when each spread from 0 to 7 is placed
    days = [local_days(expected(MONTHLY, Target(spread=spread)))[1] for spread in range(8)]
    # then the eight days are the ones from the 10th to the 19th
    assert days == [date(2026, 2, day) for day in (10, 11, 12, 13, 16, 17, 18, 19)]


def test_the_slot_is_ten_in_the_morning_local_time_unless_spread_or_told() -> None:
    assert expected(MONTHLY)[1].slot == datetime(2026, 2, 10, 5, 0, tzinfo=UTC)
    assert expected(MONTHLY, Target(spread=1))[1].slot == datetime(2026, 2, 11, 7, 30, tzinfo=UTC)
    assert expected(MONTHLY, Target(at=time(9, 15)))[1].slot == datetime(2026, 2, 10, 4, 15, tzinfo=UTC)


def test_fourteen_items_of_one_plan_never_share_an_hour_of_the_day() -> None:
    times = {expected(MONTHLY, Target(spread=spread))[0].slot.time() for spread in range(14)}  # type: ignore[union-attr]
    assert len(times) == 14
    assert (min(times), max(times)) == (time(5, 0), time(11, 30))


@pytest.mark.parametrize(
    ("target", "day"),
    [
        (Target("first_day"), date(2026, 3, 1)),
        (Target("first_working_day"), date(2026, 3, 2)),
        (Target("last_working_day"), date(2026, 3, 31)),
        (Target("nth_working_day", n=6), date(2026, 3, 10)),
        (Target("nth_working_day", n=99), date(2026, 3, 31)),
        (Target("day_of_month", n=8), date(2026, 3, 8)),
        (Target("day_of_month", n=31), date(2026, 3, 31)),
    ],
)
def test_a_target_moves_the_slot_within_its_month(target: Target, day: date) -> None:
    assert local_days(expected(MONTHLY, target))[2] == day


def test_day_31_is_the_last_day_of_short_months() -> None:
    assert local_days(expected(MONTHLY, Target("day_of_month", n=31)))[1] == date(2026, 2, 28)


def test_quarterly_gives_four_quarters() -> None:
    found = expected(QUARTERLY)
    assert keys(found) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert (found[2].window_start, found[2].window_end) == (date(2026, 7, 1), date(2026, 9, 30))


def test_named_quarters_only() -> None:
    assert keys(expected(Rule("quarterly", "FREQ=MONTHLY;BYMONTH=1,7"))) == ["2026-Q1", "2026-Q3"]


def test_a_deadline_at_the_end_of_the_quarter_leaves_two_working_days() -> None:
    rule = Rule("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", anchor="by")
    found = expected(rule)
    assert [item.window_end for item in found] == [
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31),
    ]  # fmt: skip
    assert local_days(found)[:2] == [date(2026, 3, 27), date(2026, 6, 26)]


def test_half_year_gives_two() -> None:
    assert keys(expected(Rule("half_year", "FREQ=MONTHLY;INTERVAL=6"))) == ["2026-H1", "2026-H2"]


def test_a_named_half_year_is_one() -> None:
    rule = Rule("half_year", window_start=date(2026, 1, 1), window_end=date(2026, 6, 30))
    assert keys(expected(rule)) == ["2026-H1"]


def test_a_day_the_rule_names_is_kept_even_on_a_holiday() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=1", anchor="on"))
    assert local_days(found) == [date(2026, month, 1) for month in range(1, 13)]
    assert (found[0].window_start, found[0].window_end) == (date(2026, 1, 1), date(2026, 1, 1))


def test_the_thirtieth_of_february_is_its_last_day() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=15,30", anchor="on"))
    assert len(found) == 24
    assert (keys(found)[2:4], local_days(found)[2:4]) == (
        ["2026-02", "2026-02#2"],
        [date(2026, 2, 15), date(2026, 2, 28)],
    )
    by_the_31st = expected(Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=31", anchor="by"))
    assert [item.window_end for item in by_the_31st][1:4] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_by_the_fifth_lies_before_the_fifth() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=5", anchor="by"))
    assert (found[1].window_start, found[1].window_end) == (date(2026, 2, 1), date(2026, 2, 5))
    assert local_days(found)[1] == date(2026, 2, 3)


def test_the_last_working_day_follows_the_calendar() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", anchor="on"))
    assert [local_days(found)[month] for month in (0, 7, 11)] == [
        date(2026, 1, 30), date(2026, 8, 28), date(2026, 12, 30),
    ]  # fmt: skip


@pytest.mark.parametrize(("nth", "day"), [(3, date(2026, 1, 7)), (30, date(2026, 1, 30)), (-30, date(2026, 1, 5))])
def test_the_nth_working_day_is_the_nearest_there_is(nth: int, day: date) -> None:
    rule = Rule("monthly", f"FREQ=MONTHLY;BYMONTH=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}", anchor="on")
    found = expected(rule)
    assert local_days(found) == [day]


def test_six_days_a_week_make_other_days_working_days() -> None:
    rule = Rule("monthly", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", anchor="on")
    found = expand(rule, year=2026, zone=TASHKENT, calendar=WorkingCalendar(6), target=Target())
    assert local_days(found)[0] == date(2026, 1, 31)


def test_by_a_day_with_more_lead_lies_earlier_but_never_before_its_window() -> None:
    rule = Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=20", anchor="by")
    days = [local_days(expected(rule, Target(lead=lead)))[1] for lead in (0, 2, 5, 99)]
    assert days == [date(2026, 2, day) for day in (20, 18, 13, 2)]


def test_two_a_month_are_numbered_and_lie_apart() -> None:
    found = expected(Rule("monthly", "FREQ=MONTHLY", per_period=2))
    assert keys(found)[2:4] == ["2026-02", "2026-02#2"]
    assert local_days(found)[2:4] == [date(2026, 2, 5), date(2026, 2, 19)]


def test_several_on_one_day_get_hours_of_their_own() -> None:
    found = expected(Rule("daily", "FREQ=DAILY", per_period=2))
    assert keys(found)[:2] == ["2026-01-01", "2026-01-01#2"]
    assert [item.slot for item in found[:2]] == [
        datetime(2026, 1, 1, 5, 0, tzinfo=UTC),
        datetime(2026, 1, 1, 7, 30, tzinfo=UTC),
    ]


def test_weekly_gives_every_iso_week_cut_at_the_new_year() -> None:
    found = expected(Rule("weekly", "FREQ=WEEKLY"))
    assert (len(found), keys(found)[0], keys(found)[-1]) == (53, "2026-W01", "2026-W53")
    assert (found[0].window_start, found[0].window_end) == (date(2026, 1, 1), date(2026, 1, 4))
    assert found[-1].window_end == date(2026, 12, 31)


def test_a_week_without_working_days_gives_its_last_day_and_says_so() -> None:
    found = expected(Rule("weekly", "FREQ=WEEKLY"))
    first_four_days = (date(2026, 1, 1), date(2026, 1, 4))
    assert [item for item in found if item.problem] == [
        Expected(*first_four_days, "2026-W01", datetime(2026, 1, 4, 5, 0, tzinfo=UTC), "no_working_day")
    ]
    assert all(item.slot for item in found)


def test_a_part_of_a_period_without_working_days_borrows_from_the_whole() -> None:
    holiday_week = frozenset(date(2026, 2, day) for day in range(1, 15))
    calendar = WorkingCalendar(days_off=holiday_week)
    found = expand(
        Rule("monthly", "FREQ=MONTHLY", per_period=2), year=2026, zone=TASHKENT, calendar=calendar, target=Target()
    )
    assert local_days(found)[2:4] == [date(2026, 2, 19), date(2026, 2, 19)]
    assert {item.problem for item in found} == {""}


def test_every_friday() -> None:
    found = expected(Rule("weekly", "FREQ=WEEKLY;BYDAY=FR", anchor="on"))
    assert len(found) == 52
    assert {day.weekday() for day in local_days(found)} == {4}
    assert (keys(found)[0], local_days(found)[0]) == ("2026-W01", date(2026, 1, 2))


def test_every_working_day_follows_the_calendar() -> None:
    found = expected(Rule("daily", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"))
    assert local_days(found) == list(WorkingCalendar().working_days(date(2026, 1, 1), date(2026, 12, 31)))


def test_every_day_is_every_day() -> None:
    assert len(expected(Rule("daily", "FREQ=DAILY"))) == 365


def test_one_month() -> None:
    found = expected(Rule("one_off_month", window_start=date(2026, 12, 1), window_end=date(2026, 12, 31)))
    assert found == [
        Expected(date(2026, 12, 1), date(2026, 12, 31), "2026-12", datetime(2026, 12, 11, 5, 0, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        (date(2026, 1, 1), date(2026, 2, 28), "2026-01-01/2026-02-28"),
        (date(2026, 12, 9), date(2026, 12, 9), "2026-12-09"),
    ],
)
def test_a_window_is_named_as_plainly_as_it_can_be(start: date, end: date, key: str) -> None:
    assert keys(expected(Rule("one_off_month", window_start=start, window_end=end))) == [key]


def test_exact_dates_stay_on_their_dates_each_once() -> None:
    rule = Rule("dates", dates=(date(2026, 12, 8), date(2026, 3, 8), date(2026, 3, 8)), anchor="on")
    assert keys(expected(rule)) == ["2026-03-08", "2026-12-08"]
    assert local_days(expected(rule)) == [date(2026, 3, 8), date(2026, 12, 8)]


def test_a_dated_deadline_is_prepared_for_within_the_month_before() -> None:
    found = expected(Rule("dates", dates=(date(2026, 12, 15),), anchor="by"))
    assert (found[0].window_start, found[0].window_end) == (date(2026, 11, 15), date(2026, 12, 15))
    assert local_days(found) == [date(2026, 12, 12)]  # a Saturday that is worked in place of 31 December


def test_months_without_days_owe_one_each() -> None:
    rule = Rule.from_json("dates", {"dates": ["--02", "2026-05"]}, year=2026)
    assert keys(expected(rule)) == ["2026-02", "2026-05"]


def test_a_start_cuts_the_months_before_it() -> None:
    rule = Rule("monthly", "FREQ=MONTHLY", date(2026, 9, 15), date(2026, 12, 31), anchor="from")
    found = expected(rule)
    assert keys(found) == ["2026-09", "2026-10", "2026-11", "2026-12"]
    assert found[0].window_start == date(2026, 9, 15)


def test_until_ends_the_plan() -> None:
    assert keys(expected(MONTHLY, until=date(2026, 3, 10))) == ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize("kind", ["continuous", "on_schedule", "unknown"])
def test_what_has_no_rule_owes_nothing_dated(kind: str) -> None:
    assert expected(Rule(kind)) == []


def test_a_standing_task_owes_one_undated_a_month_or_a_week() -> None:
    months = expand_continuous(Rule("continuous"), 2026, "month")
    weeks = expand_continuous(Rule("continuous"), 2026, "week")
    assert (len(months), len(weeks)) == (12, 53)
    assert months[1] == Expected(date(2026, 2, 1), date(2026, 2, 28), "2026-02", None)
    assert weeks[0] == Expected(date(2026, 1, 1), date(2026, 1, 4), "2026-W01", None)


def test_a_standing_task_from_september_owes_four_months() -> None:
    rule = Rule.from_json("continuous", {"window": {"start": "--09", "end": "--12"}, "anchor": "from"}, year=2026)
    assert keys(expand_continuous(rule, 2026, "month")) == ["2026-09", "2026-10", "2026-11", "2026-12"]


def test_json_windows_get_their_year_and_may_cross_it() -> None:
    rule = Rule.from_json("one_off_month", {"window": {"start": "--11", "end": "--02"}}, year=2026)
    assert (rule.window_start, rule.window_end) == (date(2026, 11, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        ("yearly", {}, "unknown kind: yearly"),
        ("monthly", {"anchor": "near"}, "unknown anchor: near"),
        ("monthly", {"per_period": 0}, "at least one"),
        ("dates", {"window_start": date(2026, 2, 1), "window_end": date(2026, 1, 1)}, "ends before it starts"),
    ],
)
def test_a_broken_rule_is_refused(kind: str, more: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Rule(kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"position": "noon"}, "unknown position: noon"),
        ({"position": "day_of_month", "n": 32}, "no day 32"),
        ({"position": "nth_working_day", "n": 0}, "counted from 1, not 0"),
        ({"lead": -1}, "not -1"),
    ],
)
def test_a_broken_target_is_refused(more: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Target(**more)  # type: ignore[arg-type]
