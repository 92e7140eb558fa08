"""Two posts say the same when their words and links do, whatever the alphabet, the case and the apostrophes."""

from __future__ import annotations

import pytest

from content.blocks import Block, ListBlock, ListItem, Paragraph, Span
from content.fingerprints import fingerprint, folded

TEXT = "Hokimlikda ochiqlik kuni oʻtkazildi, 120 fuqaro qatnashdi."


def said(text: str, link: str | None = None) -> tuple[Block, ...]:
    return (Paragraph((Span(text, link=link),)),)


@pytest.mark.parametrize(
    "other",
    [
        "Hokimlikda ochiqlik kuni o'tkazildi, 120 fuqaro qatnashdi.",
        "Hokimlikda  ochiqlik kuni o‘tkazildi – 120 fuqaro qatnashdi!",
        "HOKIMLIKDA OCHIQLIK KUNI OʻTKAZILDI, 120 FUQARO QATNASHDI",
        "Ҳокимликда очиқлик куни ўтказилди, 120 фуқаро қатнашди.",
    ],
)
def test_alphabet_case_apostrophes_blanks_and_punctuation_tell_nothing(other: str) -> None:
    assert fingerprint("Sarlavha", said(other)) == fingerprint("Boshqa sarlavha", said(TEXT))


@pytest.mark.parametrize(
    "other",
    [
        said(TEXT.replace("120", "121")),
        said(TEXT.replace("ochiqlik", "bilim")),
        said(TEXT, "https://namuna.example/1"),
    ],
)
def test_another_number_word_or_link_is_another_text(other: tuple[Block, ...]) -> None:
    assert fingerprint("Sarlavha", other) != fingerprint("Sarlavha", said(TEXT))


def test_looks_and_the_place_of_line_breaks_tell_nothing() -> None:
    bold = (
        Paragraph((Span("Hokimlikda ", bold=True), Span("ochiqlik kuni oʻtkazildi, "))),
        *said("120 fuqaro qatnashdi."),
    )
    assert fingerprint("", bold) == fingerprint("", said(TEXT))


def test_a_link_inside_a_list_counts() -> None:
    def listed(link: str) -> tuple[Block, ...]:
        inner = ListBlock((ListItem((Span("batafsil maʼlumot shu yerda", link=link),)),))
        return (ListBlock((ListItem((Span("Roʻyxat"),), (inner,)),)),)

    assert fingerprint("", listed("https://a.example")) != fingerprint("", listed("https://b.example"))


def test_of_a_short_text_the_title_counts_and_nothing_is_no_text() -> None:
    assert fingerprint("Birinchi", said("Batafsil")) != fingerprint("Ikkinchi", said("Batafsil"))
    assert fingerprint("Birinchi", ()) == fingerprint("БИРИНЧИ!", ())
    assert fingerprint("", ()) == ""
    assert folded("“Oʻzbekiston” – GʻURUR") == "ozbekiston gurur"
