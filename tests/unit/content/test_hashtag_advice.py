from __future__ import annotations

import pytest

from content.hashtag_advice import hashtag_advice, hashtag_key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ochiqlik #muloqot", []),
        ("5!", [("hashtag_unusable", {"written": "5!"})]),
        ("yo'l", [("hashtag_written_as", {"written": "yo'l", "tag": "#yoʻl"})]),
        ("ochiq-budjet", [("hashtag_written_as", {"written": "ochiq-budjet", "tag": "#ochiq_budjet"})]),
        ("ochiqlik очиқлик", [("hashtag_twice", {"tags": ("#ochiqlik", "#очиқлик")})]),
        ("Yoʻl YOʻL", [("hashtag_twice", {"tags": ("#Yoʻl", "#YOʻL")})]),
    ],
)
def test_what_is_said_of_hashtags(typed: str, expected: list[tuple[str, dict[str, object]]]) -> None:
    found = hashtag_advice(typed.split())

    assert [(problem.code, problem.params) for problem in found] == expected
    assert not any(problem.blocking for problem in found)


@pytest.mark.parametrize("twin", ["Ochiq_Muloqot", "очиқ_мулоқот", "ОЧИҚ_МУЛОҚОТ", "ochiq-muloqot"])
def test_twins_have_one_key(twin: str) -> None:
    assert hashtag_key(twin) == hashtag_key("#ochiq_muloqot")
