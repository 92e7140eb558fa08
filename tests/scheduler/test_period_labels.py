"""Periods as staff read them, in each language."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from scheduler.labels import period_label

YEAR = (date(2026, 10, 1), date(2026, 12, 31))
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))
DAY = (date(2026, 12, 15), date(2026, 12, 15))
WEEK = (date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("language", "key", "window", "words"),
    [
        ("en", "2026-Q4", YEAR, "quarter IV of 2026"),
        ("uz", "2026-Q4", YEAR, "2026-yil IV chorak"),
        ("ru", "2026-Q4", YEAR, "IV квартал 2026 года"),
        ("en", "2026-12", DECEMBER, "December 2026"),
        ("uz", "2026-12", DECEMBER, "2026-yil dekabr"),
        ("ru", "2026-12", DECEMBER, "декабрь 2026 года"),
        ("uz", "2026-H2", (date(2026, 7, 1), date(2026, 12, 31)), "2026-yil II yarim yillik"),
        ("uz", "2026-W53", WEEK, "2026-yil 53-hafta"),
        ("ru", "2026-W53", WEEK, "53-я неделя 2026 года"),
        ("uz", "2026-12#2", DECEMBER, "2026-yil dekabr, 2-chiqish"),
        ("en", "2026-12-15", DAY, "15.12.2026"),
        ("en", "2026-12-01/2026-12-10", (date(2026, 12, 1), date(2026, 12, 10)), "01.12.2026 – 10.12.2026"),
    ],
)
def test_a_period_is_named_in_words(language: str, key: str, window: tuple[date, date], words: str) -> None:
    with translation.override(language):
        assert period_label(key, *window) == words


@pytest.mark.parametrize(
    ("key", "window", "words"),
    [
        ("2026/27-Q2", (date(2026, 12, 1), date(2027, 2, 28)), "quarter II of the school year 2026/27"),
        ("2026/27-H1#2", (date(2026, 9, 1), date(2027, 2, 28)), "half-year I of the school year 2026/27, no. 2"),
    ],
)
def test_a_period_of_a_school_year_is_named_by_both_its_years(key: str, window: tuple[date, date], words: str) -> None:
    with translation.override("en"):
        assert period_label(key, *window) == words


def test_a_period_longer_than_its_key_says_is_shown_by_its_days() -> None:
    two_months, two_weeks = (date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 2, 9), date(2026, 2, 22))

    assert period_label("2026-01", *two_months) == "01.01.2026 – 28.02.2026"
    assert period_label("2026-W07", *two_weeks) == "09.02.2026 – 22.02.2026"
