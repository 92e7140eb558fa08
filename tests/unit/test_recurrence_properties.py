"""What holds for every rule, year, zone and target."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.recurrence import Rule, Target, WorkingCalendar, expand

ZONES = st.sampled_from([ZoneInfo("Asia/Tashkent"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])
TARGETS = st.builds(
    Target,
    position=st.sampled_from(["default", "first_working_day", "last_working_day", "nth_working_day"]),
    n=st.integers(1, 31),
    spread=st.integers(-50, 5000),
    lead=st.integers(0, 10),
)
CALENDARS = st.builds(
    WorkingCalendar,
    week_days=st.sampled_from([5, 6]),
    days_off=st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=4),
)
UNDATED_RULES = st.one_of(
    st.builds(
        Rule,
        kind=st.just("monthly"),
        rrule=st.sampled_from(["FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=2"]),
        per_period=st.integers(1, 4),
    ),
    st.builds(Rule, kind=st.just("quarterly"), rrule=st.just("FREQ=MONTHLY;INTERVAL=3"), per_period=st.integers(1, 3)),
    st.builds(Rule, kind=st.just("half_year"), rrule=st.just("FREQ=MONTHLY;INTERVAL=6")),
    st.builds(Rule, kind=st.just("weekly"), rrule=st.just("FREQ=WEEKLY"), per_period=st.integers(1, 3)),
    st.builds(
        lambda start, days: Rule("one_off_month", window_start=start, window_end=start + timedelta(days=days)),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.integers(0, 90),
    ),
)
NAMED_DAYS = st.builds(
    Rule,
    kind=st.just("monthly"),
    rrule=st.sampled_from(["FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=1,15"]),
    anchor=st.sampled_from(["on", "by"]),
)
YEARS = st.integers(2025, 2027)


@settings(deadline=None)
@given(st.one_of(UNDATED_RULES, NAMED_DAYS), YEARS, ZONES, CALENDARS, TARGETS)
def test_every_slot_lies_in_its_window_and_every_key_is_unique(
    rule: Rule, year: int, zone: ZoneInfo, calendar: WorkingCalendar, target: Target
) -> None:
    found = expand(rule, year=year, zone=zone, calendar=calendar, target=target)
    assert found
    assert len({item.period_key for item in found}) == len(found)
    assert [item.window_start for item in found] == sorted(item.window_start for item in found)
    for item in found:
        assert item.window_start <= item.window_end
        if item.slot is not None:
            assert item.slot.utcoffset() == timedelta(0)
            assert item.window_start <= item.slot.astimezone(zone).date() <= item.window_end


@settings(deadline=None)
@given(UNDATED_RULES, YEARS, CALENDARS, TARGETS)
def test_a_rule_without_a_day_never_chooses_a_free_day(
    rule: Rule, year: int, calendar: WorkingCalendar, target: Target
) -> None:
    zone = ZoneInfo("Asia/Tashkent")
    for item in expand(rule, year=year, zone=zone, calendar=calendar, target=target):
        if item.slot is None:
            assert not calendar.working_days(item.window_start, item.window_end)
        else:
            assert calendar.is_working_day(item.slot.astimezone(zone).date())


@settings(deadline=None)
@given(st.one_of(UNDATED_RULES, NAMED_DAYS), YEARS, TARGETS)
def test_expanding_twice_gives_the_same(rule: Rule, year: int, target: Target) -> None:
    zone, calendar = ZoneInfo("Asia/Tashkent"), WorkingCalendar()
    once = expand(rule, year=year, zone=zone, calendar=calendar, target=target)
    assert expand(rule, year=year, zone=zone, calendar=calendar, target=target) == once


@settings(deadline=None)
@given(UNDATED_RULES, YEARS, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_until_only_takes_away(rule: Rule, year: int, until: date) -> None:
    zone, calendar, target = ZoneInfo("Asia/Tashkent"), WorkingCalendar(), Target()
    whole = expand(rule, year=year, zone=zone, calendar=calendar, target=target)
    cut = expand(rule, year=year, zone=zone, calendar=calendar, target=target, until=until)
    assert cut == [item for item in whole if item.window_start <= until]
