"""The words of a poll, and when a broadcast may begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content.composition import Question
from content.live import live_problems
from content.polls import poll_problems, read_question
from content.problems import Problem

SLOT = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)


def test_answers_stand_on_lines_of_their_own() -> None:
    assert read_question(" Qaysi   koʻcha? ", "Navoiy\r\n\r\n  Bobur  koʻchasi \n", multiple=True) == Question(
        "Qaysi koʻcha?", ("Navoiy", "Bobur koʻchasi"), multiple=True
    )


@pytest.mark.parametrize("multiple", [True, False])
def test_a_form_left_empty_means_no_poll(multiple: bool) -> None:
    assert read_question(" ", "\n \n", multiple=multiple) is None


@pytest.mark.parametrize(
    ("question", "options", "expected"),
    [
        ("Savol?", ("ha", "yoʻq"), []),
        ("Savol?", tuple(map(str, range(12))), []),
        ("", ("ha", "yoʻq"), [Problem("poll_without_question")]),
        ("Savol?", ("ha",), [Problem("poll_options", {"count": 1, "smallest": 2, "largest": 12})]),
        (
            "Savol?",
            tuple(map(str, range(13))),
            [Problem("poll_options", {"count": 13, "smallest": 2, "largest": 12})],
        ),
        ("Savol?", ("ʻ" * 100, "b"), []),
        (
            "Savol?",
            ("ʻ" * 101, "b"),
            [Problem("poll_option_too_long", {"option": "ʻ" * 101, "over": 1, "limit": 100})],
        ),
        ("Savol?", ("Ha", "yoʻq", "ha"), [Problem("poll_option_twice", {"option": "ha"})]),
    ],
)
def test_a_poll_has_a_question_and_different_answers(
    question: str, options: tuple[str, ...], expected: list[Problem]
) -> None:
    assert list(poll_problems(Question(question, options))) == expected


@pytest.mark.parametrize(
    ("live_at", "expected"),
    [
        (SLOT, [Problem("live_before_post")]),
        (SLOT + timedelta(minutes=1), []),
        (SLOT + timedelta(days=7), []),
        (SLOT + timedelta(days=7, minutes=1), [Problem("live_too_far", {"days": 7})]),
    ],
)
def test_a_broadcast_is_announced_within_a_week_before_it(live_at: datetime, expected: list[Problem]) -> None:
    assert list(live_problems(live_at, SLOT)) == expected


def test_without_a_slot_nothing_is_said_about_the_broadcast() -> None:
    assert list(live_problems(SLOT, None)) == []
