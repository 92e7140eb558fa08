"""Phrases with two ends or a leaning case: a range is never read as two dates, and half a range is asked about."""

import pytest

from scheduler.plan_import.wording import read_wording


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("aprel oyidan iyungacha", "2026-04-01", "2026-06-30"),
        ("aprel oyidan iyun oyiga qadar", "2026-04-01", "2026-06-30"),
        ("aprel oyidan dekabrgacha", "2026-04-01", "2026-12-31"),
        ("с января по март", "2026-01-01", "2026-03-31"),
        ("с 9 по 14 декабря", "2026-12-09", "2026-12-14"),
        ("с 1 марта по 15 апреля", "2026-03-01", "2026-04-15"),
        ("с 15.12.2026 по 20.12.2026", "2026-12-15", "2026-12-20"),
    ],
)
def test_from_and_until_make_one_window(text: str, start: str, end: str) -> None:
    wording = read_wording(text, year=2026)
    assert wording.dates == ()
    assert wording.window is not None
    assert wording.window.in_year(2026).to_json() == {"start": start, "end": end}


@pytest.mark.parametrize(
    "text",
    [
        "2026-yil 1-yanvar – 2026-yil 31-mart",
        "1 yanvar 2026 - 31 mart 2026",
        "14.12.2026 y. - 18.12.2026 y.",
        "с 1 января 2026 года по 31 марта 2026 года",
    ],
)
def test_a_range_whose_ends_carry_their_years_is_asked_about(text: str) -> None:
    assert "multi_deadline" in read_wording(text, year=2026).review


@pytest.mark.parametrize("text", ["1-oktabrdan", "1-oktabrga", "sentabrdan", "sentabr oyidan", "sentabrga"])
def test_a_case_that_bounds_without_saying_how_is_asked_about(text: str) -> None:
    assert read_wording(text, year=2026).review == ("exact_day",)


@pytest.mark.parametrize("text", ["I-IV choraklar", "I – II chorak", "II-III choraklarda", "I-IV кварталы"])
def test_several_quarters_in_a_range_may_mean_one_in_each_and_are_asked_about(text: str) -> None:
    wording = read_wording(text, year=2026)
    assert (wording.kind, wording.review) == ("one_off_month", ("exact_day",))


@pytest.mark.parametrize("text", ["Sentabr/oktabr", "I/II chorak"])
def test_a_slash_is_neither_and_nor_or(text: str) -> None:
    assert read_wording(text, year=2026).review == ("multi_deadline",)


def test_marks_of_writing_direction_are_invisible() -> None:
    assert read_wording("\u200fHar oyda\u200e bir \u202amarta\u202c") == read_wording("Har oyda bir marta")


@pytest.mark.parametrize("text", ["1-yanvargacha", "1-yanvarga qadar", "до 1 января"])
def test_a_deadline_on_the_first_of_january_may_end_the_plans_year(text: str) -> None:
    assert read_wording(text, year=2026).review == ("year_differs",)
    assert read_wording("2026-yil 1-yanvarga qadar", year=2026).review == ()
