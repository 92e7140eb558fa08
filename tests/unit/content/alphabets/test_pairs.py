"""Words and phrases of official texts in the three alphabets, each turned into each; and what goes one way only."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.alphabet import convert

HERE = Path(__file__).parent


def lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]


PAIRS = [row for name in ("loan_words", "own_words", "phrases") for row in lines(name)]


def test_there_are_enough_of_them_each_once() -> None:
    assert len(PAIRS) >= 300
    assert len({latin for latin, *_rest in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(("latin", "cyrillic", "new"), PAIRS)
def test_every_alphabet_into_every_other(latin: str, cyrillic: str, new: str) -> None:
    forms = {"latin": latin, "cyrillic": cyrillic, "latin2026": new}

    found = {(of, to): convert(text, to) for of, text in forms.items() for to in forms}

    assert found == {(of, to): forms[to] for of in forms for to in forms}


@pytest.mark.parametrize(("to", "text", "expected"), lines("one_way"))
def test_what_goes_one_way(to: str, text: str, expected: str) -> None:
    assert convert(text, to) == expected
