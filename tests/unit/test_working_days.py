"""Working days of Uzbekistan with local changes."""

from datetime import date

import pytest

from scheduler.working_days import WorkingCalendar

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
