"""When each digest is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.digests.labels import period_in_words
from desk.digests.times import Kind, due_of, month_of, next_of
from scheduler.working_days import WorkingCalendar
from tests.desk.digests.conftest import at

ZONE = ZoneInfo("Asia/Tashkent")


def due(kind: Kind, day: date, calendar: WorkingCalendar | None = None) -> tuple[str, datetime] | None:
    found = due_of(kind, today=day, at=time(9), zone=ZONE, calendar=calendar or WorkingCalendar())
    return (found.period, found.at) if found else None


@pytest.mark.parametrize("day", [date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 13)])
def test_the_week_is_told_on_its_first_working_day(day: date) -> None:
    assert due(Kind.WEEK, day) == ("2026-W50", at("2026-12-07 09:00"))


def test_after_a_holiday_the_week_begins_later() -> None:
    # given: Monday is a day off by the organization's own table
    calendar = WorkingCalendar(days_off=frozenset({date(2026, 12, 7)}))
    # 8 December is a public holiday
    assert due(Kind.WEEK, date(2026, 12, 7), calendar) == ("2026-W50", at("2026-12-09 09:00"))


def test_a_week_in_which_nobody_works_has_no_digest() -> None:
    week = frozenset(date(2026, 12, 7) + timedelta(days=more) for more in range(7))
    assert due(Kind.WEEK, date(2026, 12, 7), WorkingCalendar(days_off=week)) is None


def test_the_month_is_told_on_the_first_working_day_of_the_next() -> None:
    assert due(Kind.MONTH, date(2026, 11, 20)) == ("2026-10", at("2026-11-02 09:00"))
    assert due(Kind.MONTH, date(2027, 1, 20)) == ("2026-12", at("2027-01-04 09:00"))


def test_the_unwritten_is_told_on_working_days_only() -> None:
    assert due(Kind.UNWRITTEN, date(2026, 12, 4)) == ("2026-12-04", at("2026-12-04 09:00"))
    assert due(Kind.UNWRITTEN, date(2026, 12, 5)) is None


def test_weeks_are_those_of_the_iso_calendar_at_the_turn_of_the_year() -> None:
    assert due(Kind.WEEK, date(2027, 1, 2)) == ("2026-W53", at("2026-12-28 09:00"))


def test_the_next_one_is_named_beyond_what_is_over() -> None:
    found = next_of(Kind.WEEK, now=at("2026-12-07 09:00"), at=time(9), zone=ZONE, calendar=WorkingCalendar())
    assert found is not None
    assert found.at == at("2026-12-14 09:00")


def test_months_have_their_own_lengths() -> None:
    assert month_of(date(2028, 2, 11)) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("kind", "period", "words"),
    [
        (Kind.WEEK, "2026-W53", "28.12–03.01.2027"),
        (Kind.UNWRITTEN, "2026-12-04", "04.12.2026"),
        (Kind.MONTH, "2026-11", "November 2026"),
    ],
)
def test_periods_are_told_in_words(kind: Kind, period: str, words: str) -> None:
    assert period_in_words(kind, period) == words
