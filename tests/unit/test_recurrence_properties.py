"""What holds for every rule, year, zone and target."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from content.quiet_hours import is_quiet
from scheduler.catching_up import spread_from_now
from scheduler.recurrence import NO_TIME_LEFT, NO_WORKING_DAY, Rule, Target, WorkingCalendar, expand

ZONES = st.sampled_from([ZoneInfo("Asia/Tashkent"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])
HOURS = st.times().map(lambda at: at.replace(microsecond=0))
QUIET = st.none() | st.tuples(HOURS, HOURS)
TARGETS = st.builds(
    Target,
    position=st.sampled_from(["default", "first_working_day", "last_working_day", "nth_working_day"]),
    n=st.integers(1, 31),
    at=st.none() | HOURS,
    spread=st.integers(-50, 5000),
    lead=st.integers(0, 10),
    quiet=QUIET,
)
DAYS = st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=4)
CALENDARS = st.builds(
    WorkingCalendar,
    week_days=st.sampled_from([5, 6]),
    days_off=DAYS | st.just(frozenset(date(2026, 2, day) for day in range(1, 29))),
    days_on=DAYS,
    not_holidays=st.just(frozenset()) | st.just(frozenset({date(2027, 5, 16)})),
    confirmed=st.just(frozenset()) | st.just(frozenset({date(2027, 5, 15)})),
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


DATES = st.builds(
    lambda days, anchor: Rule("dates", dates=tuple(days), anchor=anchor),
    st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), min_size=1, max_size=5),
    st.sampled_from(["on", "by"]),
)
DAILY = st.builds(
    Rule,
    kind=st.just("daily"),
    rrule=st.sampled_from(["FREQ=DAILY", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"]),
    per_period=st.integers(1, 3),
)
NTH_WORKING = st.builds(
    lambda nth, anchor: Rule("monthly", f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}", anchor=anchor),
    st.integers(-23, 23).filter(bool),
    st.sampled_from(["on", "by"]),
)
NAMED_DAYS_TOO = st.one_of(NAMED_DAYS, DATES, DAILY, NTH_WORKING)
EVERY_RULE = st.one_of(UNDATED_RULES, NAMED_DAYS_TOO)


@settings(deadline=None)
@given(EVERY_RULE, YEARS, st.booleans(), ZONES, CALENDARS, TARGETS)
def test_every_slot_lies_in_its_window_outside_quiet_hours_and_every_key_is_unique(
    rule: Rule, year: int, school: bool, zone: ZoneInfo, calendar: WorkingCalendar, target: Target
) -> None:
    found = expand(rule, year=year, zone=zone, calendar=calendar, target=target, school=school)
    assert len({item.period_key for item in found}) == len(found)
    assert found == sorted(found)
    for item in found:
        assert item.window_start <= item.window_end
        if item.slot is None:
            assert item.problem == NO_TIME_LEFT
            continue
        local = item.slot.astimezone(zone)
        assert item.slot.utcoffset() == timedelta(0)
        assert item.window_start <= local.date() <= item.window_end
        assert not is_quiet(local.time(), target.quiet)


@settings(deadline=None)
@given(UNDATED_RULES, YEARS, st.booleans(), ZONES, CALENDARS, TARGETS)
def test_a_rule_without_a_day_never_chooses_a_free_day(
    rule: Rule, year: int, school: bool, zone: ZoneInfo, calendar: WorkingCalendar, target: Target
) -> None:
    for item in expand(rule, year=year, zone=zone, calendar=calendar, target=target, school=school):
        day = item.slot.astimezone(zone).date() if item.slot else None
        if calendar.working_days(item.window_start, item.window_end):
            assert day is None or calendar.is_working_day(day)
        elif item.slot:
            assert (day, item.problem) == (item.window_end, NO_WORKING_DAY)


@settings(deadline=None)
@given(NAMED_DAYS_TOO, YEARS, ZONES, CALENDARS, TARGETS)
def test_a_named_day_is_kept(rule: Rule, year: int, zone: ZoneInfo, calendar: WorkingCalendar, target: Target) -> None:
    for item in expand(rule, year=year, zone=zone, calendar=calendar, target=target):
        if rule.anchor != "by" and item.slot:
            assert item.slot.astimezone(zone).date() == item.window_start == item.window_end


@settings(deadline=None)
@given(EVERY_RULE, YEARS, CALENDARS, TARGETS)
def test_expanding_twice_gives_the_same(rule: Rule, year: int, calendar: WorkingCalendar, target: Target) -> None:
    zone = ZoneInfo("Europe/Berlin")
    once = expand(rule, year=year, zone=zone, calendar=calendar, target=target)
    again = replace(calendar)
    assert expand(rule, year=year, zone=zone, calendar=again, target=replace(target)) == once


@settings(deadline=None)
@given(EVERY_RULE, YEARS, st.booleans(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_until_only_takes_away(rule: Rule, year: int, school: bool, until: date) -> None:
    zone, calendar, target = ZoneInfo("Asia/Tashkent"), WorkingCalendar(), Target()
    whole = expand(rule, year=year, zone=zone, calendar=calendar, target=target, school=school)
    cut = expand(rule, year=year, zone=zone, calendar=calendar, target=target, until=until, school=school)
    assert cut == [item for item in whole if item.window_start <= until]


@settings(deadline=None)
@given(
    st.integers(1, 40),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 40),
    ZONES,
    CALENDARS,
    QUIET,
)
def test_what_is_late_is_spread_over_what_is_left(
    count: int, now: datetime, days: int, zone: ZoneInfo, calendar: WorkingCalendar, quiet: tuple[time, time] | None
) -> None:
    today = now.astimezone(zone).date()
    last_day = today + timedelta(days=days)
    found = spread_from_now(count, now=now, last_day=last_day, zone=zone, calendar=calendar, quiet=quiet)
    assert len(found) in (0, count)
    assert found == sorted(set(found))
    for slot in found:
        local = slot.astimezone(zone)
        assert slot >= now.replace(microsecond=0)
        assert local.date() <= last_day
        assert not is_quiet(local.time(), quiet)
