"""Telegram's HTML is shortened without breaking it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.blocks import Paragraph, Span
from content.markup.telegram_html import render, visible
from desk.bot.cutting import cut
from sandbox.telegram.markup import parse_html


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("<b>Uch soʻz bor</b>", 20, "<b>Uch soʻz bor</b>"),
        ("<b>Uch soʻz bor</b> edi", 10, "<b>Uch soʻz…</b>"),
        ("bir <b>ikki <i>uch</i></b>", 10, "bir <b>ikki…</b>"),
        ("bir &amp; ikki uch", 9, "bir &amp;…"),
        ("Birgina", 4, "Bir…"),
    ],
)
def test_whole_words_stay_and_tags_are_closed(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(
    spans=st.lists(
        st.builds(
            Span,
            text=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30),
            bold=st.booleans(),
            italic=st.booleans(),
            link=st.sampled_from([None, "https://e.uz/?a=1&b=2"]),
        ),
        min_size=1,
        max_size=6,
    ),
    limit=st.integers(2, 60),
)
def test_what_is_left_is_short_enough_and_telegram_can_read_it(spans: list[Span], limit: int) -> None:
    shortened = cut(render((Paragraph(tuple(spans)),)), limit)

    parse_html(shortened)
    assert len(visible(shortened)) <= limit
