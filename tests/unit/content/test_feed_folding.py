from __future__ import annotations

import pytest

from content.folding import folded


@pytest.mark.parametrize("kind", ["telegram", "website"])
def test_what_no_feed_folds_stays_whole(kind: str) -> None:
    assert folded("a " * 900, kind) == ("a " * 900, "")


def test_instagram_folds_at_a_blank_before_its_125_characters() -> None:
    before, behind = folded("soʻz " * 40, "instagram")

    assert before == ("soʻz " * 25).rstrip()
    assert before + behind == "soʻz " * 40


def test_lines_end_sooner_than_characters() -> None:
    assert folded("bir\nikki\n\ntoʻrt\nbesh", "instagram") == ("bir\nikki\n", "\ntoʻrt\nbesh")


def test_a_word_without_blanks_is_cut() -> None:
    before, behind = folded("a" * 130, "instagram")

    assert (len(before), len(behind)) == (125, 5)


@pytest.mark.parametrize("text", ["", "Qisqa matn", "bir\nikki\nuch", "bir\nikki\nuch\n \n"])
def test_a_short_text_has_no_fold(text: str) -> None:
    assert folded(text, "instagram") == (text, "")
