from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from website.dates import day_in_words, moment_in_words

LATE_EVENING = datetime(2026, 12, 14, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "2026-yil 15-dekabr"),
        ("uz-cyrl", "2026 йил 15 декабрь"),
        ("ru", "15 декабря 2026 г."),
        ("en", "15 December 2026"),
        ("de", "15 Dezember 2026"),
    ],
)
def test_the_day_is_the_one_in_tashkent_in_the_words_of_the_language(language: str, words: str) -> None:
    with timezone.override(ZoneInfo("Asia/Tashkent")), translation.override(language):
        assert day_in_words(LATE_EVENING) == words


def test_the_moment_names_its_zone() -> None:
    with translation.override("en"):
        with timezone.override(ZoneInfo("Asia/Tashkent")):
            assert moment_in_words(LATE_EVENING) == "15 December 2026, 02:30 (Tashkent time)"
        with timezone.override(ZoneInfo("Europe/Moscow")):
            assert moment_in_words(LATE_EVENING) == "15 December 2026, 00:30 (UTC+03:00)"
