"""What cannot be rehearsed is refused in a sentence, before anything starts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.models import MediaPlan
from scheduler.rehearsal.span import Span, SpanRefused, span_of
from tests.desk.commands.running import run_here
from tests.rehearsal.house import town_with_channels
from tests.scheduler.town import stored_plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2026-12-01", "--to", "2026-11-01", "--year", "2026"], "The first day lies after the last."),
        (["--from", "01.12.2026"], "This is no day: 01.12.2026. Write it like 2026-12-01."),
        ([], "The document names no year. Give it: --year 2026"),
        (["--year", "1026"], "The year must be between 2000 and 2100."),
        (["--year", "2026", "--from", "2027-01-01", "--to", "2027-02-01"], "The days lie outside the plan's year."),
        (
            ["--year", "2026", "--from", "2020-01-01", "--to", "2027-01-01"],
            "More than two years cannot be played at once.",
        ),
    ],
)
def test_days_that_make_no_sense(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    organization, _channels = town_with_channels()
    plan = stored_plan(tmp_path, organization, "Noyabr", year=None)

    ran = run_here("rehearse", "--plan", plan.pk, *arguments, "--json")

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)


@pytest.mark.django_db
def test_a_plan_that_is_not_there() -> None:
    ran = run_here("rehearse", "--plan", 12345)

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", "There is no plan 12345.")


def test_without_days_the_whole_year_of_the_plan_is_played() -> None:
    calendar, school = MediaPlan(year=2026), MediaPlan(year=2026, is_school_year=True)

    assert span_of(calendar, begin=None, end=None, year=None) == Span(date(2026, 1, 1), date(2026, 12, 31), 2026)
    assert span_of(school, begin=None, end=None, year=2026) == Span(date(2026, 9, 1), date(2027, 8, 31), 2026)
    assert span_of(MediaPlan(), begin=date(2027, 2, 1), end=None, year=2027) == Span(
        date(2027, 2, 1), date(2027, 12, 31), 2027
    )


def test_another_year_than_the_plan_s_is_refused() -> None:
    with pytest.raises(SpanRefused, match="other_year"):
        span_of(MediaPlan(year=2026), begin=None, end=None, year=2027)
