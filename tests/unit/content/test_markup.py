"""Blocks in the markup of each kind of channel."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Quote, Span
from content.formats import Markup
from content.markup import render, visible_text

TEXT = (
    Heading((Span("Ochiq "), Span("budjet", bold=True))),
    Paragraph((Span("Bir "), Span("ikki", bold=True), Span("\nuch <4> & "), Span("5", bold=True, italic=True))),
    Quote((Span("Halollik"),)),
)
NESTED = ListBlock(
    (
        ListItem(
            (Span("bir\ndavomi"),), (ListBlock((ListItem((Span("ichki"),)), ListItem((Span("yana"),))), ordered=True),)
        ),
        ListItem((Span("ikki"),)),
    )
)
LINK = 'https://site.example/?a=1&b="2"'


def test_telegram_writes_only_its_few_tags() -> None:
    assert render(TEXT, "telegram_html") == (
        "<b>Ochiq budjet</b>\n\n"
        "Bir <b>ikki</b>\nuch &lt;4&gt; &amp; <b><i>5</i></b>\n\n"
        "<blockquote>Halollik</blockquote>"
    )


def test_plain_writes_words_and_quotation_marks() -> None:
    assert render(TEXT, "plain") == "Ochiq budjet\n\nBir ikki\nuch <4> & 5\n\n“Halollik”"


def test_a_quotation_that_has_its_marks_gets_no_second_ones() -> None:
    assert render((Quote((Span("«Halollik»"),)),), "plain") == "«Halollik»"


def test_web_writes_semantic_tags() -> None:
    assert render(TEXT, "web_html") == (
        "<h2>Ochiq <strong>budjet</strong></h2>\n"
        "<p>Bir <strong>ikki</strong><br/>uch &lt;4&gt; &amp; <strong><em>5</em></strong></p>\n"
        "<blockquote>Halollik</blockquote>"
    )


@pytest.mark.parametrize("markup", ["telegram_html", "plain"])
def test_lists_are_typed_and_indented(markup: Markup) -> None:
    assert render((NESTED,), markup) == "• bir\n   davomi\n   1. ichki\n   2. yana\n• ikki"


def test_web_lists_are_lists() -> None:
    assert render((NESTED,), "web_html") == (
        "<ul><li>bir<br/>davomi<ol><li>ichki</li><li>yana</li></ol></li><li>ikki</li></ul>"
    )


def test_telegram_links_hold_their_looks_inside_one_anchor() -> None:
    block = Paragraph((Span("shu ", link=LINK), Span("yerda", bold=True, link=LINK)))
    assert render((block,), "telegram_html") == (
        '<a href="https://site.example/?a=1&amp;b=&quot;2&quot;">shu <b>yerda</b></a>'
    )


@pytest.mark.parametrize(
    ("words", "link", "written"),
    [
        ("shu yerda", "https://site.example/a", "shu yerda: https://site.example/a."),
        ("shu yerda:", "https://site.example/a", "shu yerda: https://site.example/a."),
        ("site.example/a", "https://site.example/a", "https://site.example/a."),
        ("https://www.site.example/", "https://site.example", "https://site.example."),
        ("yozing", "mailto:a@b.example", "yozing: a@b.example."),
        ("a@b.example", "mailto:a@b.example", "a@b.example."),
        ("+998 00", "tel:+99800", "+998 00: +99800."),
    ],
)
def test_plain_links_show_the_address_once(words: str, link: str, written: str) -> None:
    assert render((Paragraph((Span(words, link=link), Span("."))),), "plain") == written


def test_telegram_writes_a_mail_address_out_because_it_drops_such_links() -> None:
    block = Paragraph((Span("<yozing>", link="mailto:a@b.example"),))
    assert render((block,), "telegram_html") == "&lt;yozing&gt;: a@b.example"


def test_visible_text_of_telegram_is_what_the_server_counts() -> None:
    assert (
        visible_text(
            '<b>a</b> &lt;b&gt; &amp;amp; &#65; &nbsp; <a href="https://x.example/&gt;">c</a>\n', "telegram_html"
        )
        == "a <b> &amp; A &nbsp; c"
    )


def test_visible_text_of_the_web_has_a_line_for_each_block() -> None:
    assert visible_text(render((*TEXT, NESTED), "web_html"), "web_html") == (
        "Ochiq budjet\nBir ikki\nuch <4> & 5\nHalollik\nbir\ndavomi\nichki\nyana\nikki"
    )


def test_visible_text_of_plain_is_itself_trimmed() -> None:
    assert visible_text(" a <b>\n", "plain") == "a <b>"


class _Nesting(HTMLParser):
    """Fails on a tag Telegram does not know and on tags that cross."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "a", "blockquote"}
        assert tag not in self.open
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


WORDS = st.text(st.sampled_from("ab <>&\"'\n;#/oʻ"), min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
SPANS = st.lists(
    st.builds(Span, text=WORDS, bold=st.booleans(), italic=st.booleans(), link=st.sampled_from([None, LINK])),
    min_size=1,
    max_size=5,
).map(tuple)
BLOCKS = st.lists(
    st.one_of(st.builds(Paragraph, SPANS), st.builds(Heading, SPANS), st.builds(Quote, SPANS)), min_size=1, max_size=4
).map(tuple)


@given(BLOCKS)
def test_telegram_tags_always_nest_and_the_words_come_back(blocks: tuple[Block, ...]) -> None:
    text = render(blocks, "telegram_html")
    nesting = _Nesting()
    nesting.feed(text)
    nesting.close()
    words = ["".join(span.text for span in block.spans) for block in blocks if not isinstance(block, ListBlock)]
    assert nesting.open == []
    assert visible_text(text, "telegram_html") == "\n\n".join(words).strip()
