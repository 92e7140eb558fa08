"""The year that a person gives a plan, and what a school year changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scheduler.answering import give_days
from scheduler.models import MediaPlan
from scheduler.plan_year import YearRefused, bounds, set_year
from tests.scheduler.town import stored_plan, town

pytestmark = pytest.mark.django_db


def test_a_plan_spans_its_year_or_two_halves_of_years() -> None:
    assert bounds(MediaPlan(year=2026)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert bounds(MediaPlan(year=2026, is_school_year=True)) == (date(2026, 9, 1), date(2027, 8, 31))


def test_the_year_settles_the_question_about_it(tmp_path: Path) -> None:
    plan = stored_plan(tmp_path, town(), "Dekabr", year=None)
    assert plan.review == ["no_year"]

    set_year(plan, 2026, school=False)

    plan.refresh_from_db()
    assert (plan.year, plan.review) == (2026, [])


@pytest.mark.parametrize(("year", "code"), [(26, "out_of_range"), (2027, "other_year")])
def test_a_year_that_does_not_fit_is_refused(tmp_path: Path, year: int, code: str) -> None:
    plan = stored_plan(tmp_path, town(), "Dekabr", year=2026)

    with pytest.raises(YearRefused, match=code):
        set_year(plan, year, school=False)

    assert MediaPlan.objects.get().year == 2026


def test_an_active_plan_keeps_its_kind_of_year(tmp_path: Path) -> None:
    plan = stored_plan(tmp_path, town(), "Dekabr", year=2026)
    MediaPlan.objects.update(state="active")

    set_year(plan, 2026, school=False)
    with pytest.raises(YearRefused, match="active"):
        set_year(plan, 2026, school=True)


def test_months_follow_when_a_plan_turns_out_to_be_for_a_school_year(tmp_path: Path) -> None:
    plan = stored_plan(tmp_path, town(), "Mart", "Oktabr", "15.03.2026", year=2026)

    set_year(plan, 2026, school=True)

    assert list(plan.items.values_list("window_start", "window_end", "dates", "review")) == [
        ("2027-03-01", "2027-03-31", [], []),
        ("2026-10-01", "2026-10-31", [], []),
        ("", "", ["2026-03-15"], ["weekend_inside", "year_differs"]),
    ]

    set_year(plan, 2026, school=False)

    assert plan.items.get(number="1").window_start == "2026-03-01"


def test_days_that_a_person_gave_are_asked_about_again(tmp_path: Path) -> None:
    plan = stored_plan(tmp_path, town(), "Mart", year=2026)
    give_days(plan.items.get(), [date(2026, 3, 5)], actor=None, now=datetime(2026, 1, 5, tzinfo=UTC))

    set_year(plan, 2026, school=True)

    item = plan.items.get()
    assert (item.dates, item.review, item.needs_review) == (["2026-03-05"], ["year_differs"], True)
