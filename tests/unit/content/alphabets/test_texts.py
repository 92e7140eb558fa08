"""Whole texts: what they are written in, other languages inside, terms of an organization, words in doubt, spans."""

from __future__ import annotations

import pytest

from content.alphabet import alphabet_of, convert, convert_blocks, doubts
from content.alphabets.own_words import OwnWords
from content.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Quote, Span

RUSSIAN = "В области прошли мероприятия по борьбе с коррупцией."


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [
        ("Namunaobod tumani hokimligi", "latin"),
        ("Namunaobod tumani hokimligi, oʻquv yili", "latin"),
        ("Намунаобод тумани ҳокимлиги", "cyrillic"),
        ("Namunaobod tumani haqida: oʻquv yili, çorak", "mixed"),
        ("Şahar çorağı", "latin2026"),
        ("Ҳокимлик QR-коди, PDF, Telegramда, https://namuna.uz/yangiliklar", "cyrillic"),
        ("Тадбир ҳақида. Tadbir haqida.", "mixed"),
        ("https://namuna.uz @namuna_bot #namuna 2026", ""),
        (RUSSIAN, ""),
        ("", ""),
    ],
)
def test_what_a_text_is_written_in(text: str, alphabet: str) -> None:
    assert alphabet_of(text) == alphabet


def test_russian_and_english_sentences_stay_and_their_neighbours_do_not() -> None:
    assert convert(f"Бу ҳақда хабар берилди. {RUSSIAN}\nЯнги йил.", "latin") == (
        f"Bu haqda xabar berildi. {RUSSIAN}\nYangi yil."
    )
    english = "The conference is open to all."
    assert convert(f"Anjuman ochiq. {english}", "cyrillic") == f"Анжуман очиқ. {english}"


def test_terms_of_an_organization_stay_and_take_endings() -> None:
    assert convert("Namuna Plyusda aksiya", "cyrillic", OwnWords(terms=("Namuna Plyus",))) == "Namuna Plyusда акция"
    assert convert("Namuna Plyusda aksiya", "cyrillic") == "Намуна Плюсда акция"


@pytest.mark.parametrize(
    ("to", "text", "expected"),
    [
        ("latin", "Рахбар маҳаллада", ("Рахбар",)),
        ("cyrillic", "Рахбар", ("Рахбар",)),
        ("latin", "Тoшкент шаҳар", ("Тoшкент",)),
        ("latin", "Быков ва Щербаков", ("Быков", "Щербаков")),
        ("latin", "абордаж, боцман ва боцман", ("боцман",)),
        ("cyrillic", "vinyetka va Acme", ("vinyetka", "Acme")),
        ("cyrillic", "Лойиҳа Real билан", ("Real",)),
        ("latin", "Коррупцияга қарши сентябрь ойида", ()),
        ("cyrillic", "Telegram va Facebook sahifasi, IV chorak, korrupsiya", ()),
        ("latin", "O‘zbekiston, Acme", ()),
    ],
)
def test_words_in_doubt(to: str, text: str, expected: tuple[str, ...]) -> None:
    assert doubts(text, to) == expected


def test_spans_keep_looks_and_links_and_a_word_over_two_spans_is_one_word() -> None:
    blocks: tuple[Block, ...] = (
        Heading((Span("Maʼno"),)),
        Paragraph((Span("Kor"), Span("rup", bold=True), Span("siyaga qarshi "), Span("sayt", link="https://a.uz/sh"))),
        Quote(
            (Span("s", bold=True), Span("hahar")),
        ),
        ListBlock((ListItem((Span("ochiq", italic=True),), (ListBlock((ListItem((Span("ish"),)),)),)),), ordered=True),
    )

    assert convert_blocks(blocks, "cyrillic") == (
        Heading((Span("Маъно"),)),
        Paragraph((Span("Кор"), Span("руп", bold=True), Span("цияга қарши "), Span("сайт", link="https://a.uz/sh"))),
        Quote(
            (Span("ш", bold=True), Span("аҳар")),
        ),
        ListBlock((ListItem((Span("очиқ", italic=True),), (ListBlock((ListItem((Span("иш"),)),)),)),), ordered=True),
    )


def test_a_pair_of_letters_is_not_torn_by_a_bound() -> None:
    blocks = (Paragraph((Span("Ё", bold=True), Span("шлар "), Span("чо"), Span("рак", link="https://a.uz"))),)

    assert convert_blocks(blocks, "latin") == (
        Paragraph((Span("Yo", bold=True), Span("shlar "), Span("cho"), Span("rak", link="https://a.uz"))),
    )


def test_a_link_on_half_a_letter_is_not_lost() -> None:
    blocks = (Paragraph((Span("bos"), Span("h", link="https://a.uz"), Span("qa"))),)

    (converted,) = convert_blocks(blocks, "cyrillic")

    assert isinstance(converted, Paragraph)
    assert "".join(span.text for span in converted.spans) == "бошқа"
    assert all(span.text for span in converted.spans)
    assert [span.link for span in converted.spans] == [None, "https://a.uz", None]
