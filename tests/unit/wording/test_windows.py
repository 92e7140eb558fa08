"""Readings carried on to occurrences where the words name a part of a longer period."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.plan_import.reading import recurrence_of
from scheduler.plan_import.wording import read_wording
from scheduler.recurrence import Rule, Target, WorkingCalendar, expand


def windows_of(text: str, *, school: bool = False) -> list[tuple[date, date]]:
    wording = read_wording(text, year=2026, school=school)
    assert wording.review == ()
    rule = Rule.from_json(wording.kind, recurrence_of(wording, 2026, school=school).to_json(), year=2026, school=school)
    zone, calendar = ZoneInfo("Asia/Tashkent"), WorkingCalendar()
    found = expand(rule, year=2026, zone=zone, calendar=calendar, target=Target(), school=school)
    return [(item.window_start, item.window_end) for item in found]


def test_the_last_month_of_each_quarter_is_that_month_and_not_the_quarter() -> None:
    assert windows_of("har chorakning oxirgi oyida") == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ]


def test_the_first_month_of_each_quarter_of_a_school_year() -> None:
    starts = [start for start, _ in windows_of("har chorakning birinchi oyida", school=True)]
    assert starts == [date(2026, 9, 1), date(2026, 12, 1), date(2027, 3, 1), date(2027, 6, 1)]


def test_named_quarters_stay_whole() -> None:
    assert windows_of("I va III choraklarda") == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sentabr oyining oxirgi ish kuni", date(2026, 9, 30)),
        ("dekabrning birinchi dushanbasi", date(2026, 12, 7)),
        ("dekabrning oxirgi jumasi", date(2026, 12, 25)),
        ("dekabrning oxirgi kuni", date(2026, 12, 31)),
    ],
)
def test_a_day_of_one_month_comes_once(text: str, day: date) -> None:
    assert windows_of(text) == [(day, day)]
