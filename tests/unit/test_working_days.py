"""Working days of Uzbekistan with local changes."""

from datetime import date

import holidays
import pytest

from scheduler.working_days import WorkingCalendar, moving_holiday

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 1), False),  # New Year
        (date(2026, 1, 5), True),
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 3, 9), False),  # 8 March was a Sunday
        (date(2026, 3, 20), False),  # Ramazon hayiti
        (date(2026, 5, 27), False),  # Qurbon hayiti
        (date(2026, 12, 8), False),  # Constitution Day
        (date(2026, 12, 9), True),
        (date(2026, 12, 12), True),  # a Saturday worked in place of 31 December
        (date(2026, 12, 31), False),
    ],
)
def test_public_holidays_and_weekends_are_free(day: date, worked: bool) -> None:
    assert WorkingCalendar().is_working_day(day) is worked


def test_a_six_day_week_works_on_saturdays_and_not_on_sundays() -> None:
    calendar = WorkingCalendar(week_days=6)
    assert calendar.is_working_day(date(2026, 3, 7))
    assert not calendar.is_working_day(date(2026, 3, 15))


def test_a_holiday_on_the_saturday_of_a_six_day_week_moves_nothing() -> None:
    # given 9 May 2026, a Saturday
    assert not WorkingCalendar().is_working_day(date(2026, 5, 11))
    six_days = WorkingCalendar(week_days=6)
    assert [six_days.is_working_day(date(2026, 5, day)) for day in (9, 11)] == [False, True]


@pytest.mark.parametrize("year", range(2024, 2041))
def test_a_five_day_week_has_the_days_off_of_the_public_calendar(year: int) -> None:
    public = holidays.country_holidays("UZ", years=year, language="uz")
    worked = WorkingCalendar().working_days(date(year, 1, 1), date(year, 12, 31))
    days = (
        date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    )
    assert list(worked) == [day for day in days if public.is_working_day(day)]


def test_the_public_calendar_knows_or_estimates_the_holidays_that_move() -> None:
    assert moving_holiday("ramazon", 2026) == date(2026, 3, 20)
    assert (moving_holiday("ramazon", 2027), moving_holiday("qurbon", 2027)) == (date(2027, 3, 9), date(2027, 5, 16))
    assert moving_holiday("navroz", 2027) is None


def test_a_confirmed_holiday_frees_the_estimated_day_and_what_moved_with_it() -> None:
    # given Qurbon hayit estimated for Sunday 16 May 2027, so that Monday is off
    estimated = WorkingCalendar()
    confirmed = WorkingCalendar(not_holidays=frozenset({date(2027, 5, 16)}), confirmed=frozenset({date(2027, 5, 18)}))

    days = [date(2027, 5, day) for day in range(16, 20)]
    assert [estimated.is_working_day(day) for day in days] == [False, False, True, True]
    assert [confirmed.is_working_day(day) for day in days] == [False, True, False, True]


def test_a_holiday_confirmed_for_a_weekend_moves_the_rest_day() -> None:
    # given Ramazon hayit estimated for Tuesday 9 March 2027
    moved = {"not_holidays": frozenset({date(2027, 3, 9)}), "confirmed": frozenset({date(2027, 3, 13)})}

    assert [WorkingCalendar(**moved).is_working_day(date(2027, 3, day)) for day in (9, 13, 15)] == [True, False, False]
    assert [WorkingCalendar(6, **moved).is_working_day(date(2027, 3, day)) for day in (9, 13, 15)] == [
        True, False, True,
    ]  # fmt: skip


def test_local_changes_overrule_the_public_calendar() -> None:
    calendar = WorkingCalendar(
        days_off=frozenset({date(2026, 2, 2)}), days_on=frozenset({date(2026, 1, 1), date(2026, 2, 7)})
    )
    assert not calendar.is_working_day(date(2026, 2, 2))
    assert calendar.is_working_day(date(2026, 1, 1))
    assert calendar.is_working_day(date(2026, 2, 7))


def test_first_last_and_nth_working_day_of_a_window() -> None:
    calendar = WorkingCalendar()
    assert calendar.first_working_day(*JANUARY) == date(2026, 1, 5)
    assert calendar.last_working_day(*JANUARY) == date(2026, 1, 30)
    assert calendar.nth_working_day(*JANUARY, 3) == date(2026, 1, 7)


def test_a_window_without_working_days_has_no_first() -> None:
    calendar = WorkingCalendar()
    assert calendar.first_working_day(date(2026, 1, 1), date(2026, 1, 4)) is None
    assert calendar.nth_working_day(*JANUARY, 24) is None
    assert calendar.nth_working_day(*JANUARY, 0) is None


def test_a_week_of_four_days_is_refused() -> None:
    with pytest.raises(ValueError, match="5 or 6 days, not 4"):
        WorkingCalendar(week_days=4)
