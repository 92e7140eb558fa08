"""Plans for a school year: September to August, with quarters and half-years of its own."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from content.template_data import period_data
from scheduler.periods import half_year_of, quarter_of, stretch
from scheduler.recurrence import Expected, Rule, Target, WorkingCalendar, expand, expand_continuous

TASHKENT = ZoneInfo("Asia/Tashkent")
WHOLE_YEAR = [f"2026-{month:02d}" for month in range(9, 13)] + [f"2027-{month:02d}" for month in range(1, 9)]


def expected(rule: Rule) -> list[Expected]:
    return expand(rule, year=2026, zone=TASHKENT, calendar=WorkingCalendar(), target=Target(), school=True)


def keys(found: list[Expected]) -> list[str]:
    return [item.period_key for item in found]


def windows(found: list[Expected]) -> list[tuple[date, date]]:
    return [(item.window_start, item.window_end) for item in found]


def test_months_run_from_september_to_august() -> None:
    assert keys(expected(Rule("monthly", "FREQ=MONTHLY"))) == WHOLE_YEAR


def test_quarters_begin_in_september() -> None:
    found = expected(Rule("quarterly", "FREQ=MONTHLY;INTERVAL=3"))
    assert keys(found) == ["2026/27-Q1", "2026/27-Q2", "2026/27-Q3", "2026/27-Q4"]
    assert windows(found) == [
        (date(2026, 9, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2027, 5, 31)),
        (date(2027, 6, 1), date(2027, 8, 31)),
    ]


def test_half_years_begin_in_september_and_march() -> None:
    found = expected(Rule("half_year", "FREQ=MONTHLY;INTERVAL=6"))
    assert keys(found) == ["2026/27-H1", "2026/27-H2"]
    assert windows(found) == [(date(2026, 9, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2027, 8, 31))]


def test_the_end_of_a_school_quarter_is_named_by_its_quarter() -> None:
    found = expected(Rule("quarterly", "FREQ=MONTHLY;BYMONTH=2,5,8,11;BYMONTHDAY=-1", anchor="by"))
    assert keys(found) == ["2026/27-Q1", "2026/27-Q2", "2026/27-Q3", "2026/27-Q4"]
    assert windows(found)[1] == (date(2026, 12, 1), date(2027, 2, 28))


def test_weeks_run_over_the_new_year_each_once() -> None:
    found = expected(Rule("weekly", "FREQ=WEEKLY"))
    assert (len(found), len(set(keys(found)))) == (53, 53)
    assert (keys(found)[0], keys(found)[-1]) == ("2026-W36", "2027-W35")
    assert (windows(found)[0], windows(found)[-1]) == (
        (date(2026, 9, 1), date(2026, 9, 6)),
        (date(2027, 8, 30), date(2027, 8, 31)),
    )


def test_every_friday_and_every_day() -> None:
    assert len(expected(Rule("weekly", "FREQ=WEEKLY;BYDAY=FR", anchor="on"))) == 52
    days = expected(Rule("daily", "FREQ=DAILY"))
    assert (len(days), keys(days)[0], keys(days)[-1]) == (365, "2026-09-01", "2027-08-31")


def test_a_standing_task_runs_through_the_school_year() -> None:
    assert keys(expand_continuous(Rule("continuous"), 2026, "month", school=True)) == WHOLE_YEAR


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ({"start": "--09", "end": "--12"}, (date(2026, 9, 1), date(2026, 12, 31))),
        ({"start": "--01", "end": "--02"}, (date(2027, 1, 1), date(2027, 2, 28))),
        ({"start": "--11", "end": "--02"}, (date(2026, 11, 1), date(2027, 2, 28))),
        ({"start": "--09", "end": "--08"}, (date(2026, 9, 1), date(2027, 8, 31))),
        ({"start": "--05-10", "end": "--05-20"}, (date(2027, 5, 10), date(2027, 5, 20))),
        ({"start": "2026-11", "end": "2027-03-15"}, (date(2026, 11, 1), date(2027, 3, 15))),
    ],
)
def test_months_without_a_year_lie_in_their_half_of_the_school_year(
    window: dict[str, str], days: tuple[date, date]
) -> None:
    rule = Rule.from_json("one_off_month", {"window": window}, year=2026, school=True)
    assert (rule.window_start, rule.window_end) == days


def test_dates_and_months_lie_in_their_half_of_the_school_year() -> None:
    rule = Rule.from_json("dates", {"dates": ["--09-01", "--05-25", "--02"], "anchor": "on"}, year=2026, school=True)
    assert (rule.dates, rule.months) == ((date(2026, 9, 1), date(2027, 5, 25)), (date(2027, 2, 1),))
    assert keys(expected(rule)) == ["2026-09-01", "2027-02", "2027-05-25"]


@pytest.mark.parametrize(
    ("day", "begins"), [(date(2026, 9, 10), date(2026, 9, 1)), (date(2027, 1, 10), date(2026, 12, 11))]
)
def test_a_dated_deadline_is_prepared_for_in_the_same_school_year(day: date, begins: date) -> None:
    assert windows(expected(Rule("dates", dates=(day,), anchor="by"))) == [(begins, day)]


def test_periods_of_a_school_year_are_named_by_both_its_years() -> None:
    assert [quarter_of(day, True).key for day in (date(2026, 8, 31), date(2026, 9, 1), date(2027, 1, 1))] == [
        "2025/26-Q4", "2026/27-Q1", "2026/27-Q2",
    ]  # fmt: skip
    assert half_year_of(date(2099, 10, 1), True).key == "2099/00-H1"
    assert stretch(date(2026, 9, 1), date(2026, 11, 30), True).key == "2026/27-Q1"
    assert stretch(date(2026, 9, 1), date(2026, 11, 30)).key == "2026-09-01/2026-11-30"


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ({"start": "--12-20", "end": "--01-15"}, (date(2026, 12, 20), date(2027, 1, 15))),
        ({"start": "2027-03", "end": "--05"}, (date(2027, 3, 1), date(2027, 5, 31))),
        ({"start": "--03", "end": None}, (date(2026, 3, 1), None)),
    ],
)
def test_an_end_before_its_start_belongs_to_the_year_after_it(
    window: dict[str, str], days: tuple[date, date | None]
) -> None:
    rule = Rule.from_json("one_off_month", {"window": window}, year=2026)
    assert (rule.window_start, rule.window_end) == days


def test_a_template_names_quarter_and_year_of_the_school_year() -> None:
    assert period_data(2026, quarter=1, school=True) == {
        "year": 2026, "month": None, "month_name": "", "quarter": 1, "quarter_roman": "I",
        "label": "2026/27-oʻquv yili I chorak", "previous_label": "2025/26-oʻquv yili IV chorak",
    }  # fmt: skip
    assert period_data(2026, school=True)["label"] == "2026/27-oʻquv yili"
    assert period_data(2027, month=1, school=True)["label"] == "2027-yil yanvar"
