"""What holds for words in any order: nothing protected changes, a second time changes nothing, spans lose nothing."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from content.alphabet import convert, convert_blocks
from content.blocks import Paragraph, Span
from tests.unit.content.alphabets.test_pairs import PAIRS

ALPHABETS = st.sampled_from(["latin", "cyrillic", "latin2026"])
COVERED = st.lists(st.sampled_from([row for row in PAIRS if " " not in row[0]]), min_size=1, max_size=8)
PROTECTED = st.sampled_from(
    [
        "https://namuna.uz/a?b=v",
        "t.me/namuna",
        "xabar@namuna.uz",
        "@namuna_bot",
        "#ochiq_budjet",
        "hisobot.docx",
        "Facebook",
        "Wi-Fi",
        "COVID-19",
        "XXI",
        "QR",
    ]
)
# behind ё no ъ and no lone apostrophe: no word has them there, and behind the o of "yo" they read as oʻ,
# as they do where a soft sign went
ANY = st.text("abdeghjkoqsxyzʻʼ'‘’шчўқғҳеёюяцьЦЁ SHCYO,-«»\"\n", max_size=60).map(
    lambda text: re.sub("([ёЁ]ь*|[oOgG]ь+)(?=['‘’ʻʼ])", r"\1 ", text)
)


@given(COVERED)
def test_there_and_back(rows: list[list[str]]) -> None:
    latin, cyrillic = (", ".join(row[at] for row in rows) for at in (0, 1))

    assert convert(latin, "cyrillic") == cyrillic
    assert convert(cyrillic, "latin") == latin


@given(COVERED, PROTECTED, ALPHABETS)
def test_what_is_protected_stays(rows: list[list[str]], protected: str, to: str) -> None:
    text = ", ".join(row[0] for row in rows)

    assert f" {protected} " in convert(f"{text}, {protected} , {text}", to)


@given(ANY, ALPHABETS)
def test_a_second_time_changes_nothing(text: str, to: str) -> None:
    once = convert(text, to)

    assert convert(once, to) == once


@given(st.lists(ANY.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=6), ALPHABETS)
def test_spans_together_are_the_whole_text(pieces: list[str], to: str) -> None:
    spans = tuple(Span(piece, bold=bool(at % 2)) for at, piece in enumerate(pieces))

    ((converted),) = convert_blocks([Paragraph(spans)], to)

    assert isinstance(converted, Paragraph)
    assert "".join(span.text for span in converted.spans) == convert("".join(pieces), to)
    assert [span.bold for span in converted.spans] == [span.bold for span in spans]
