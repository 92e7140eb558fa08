"""Wagtail's rich text becomes blocks without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Quote, Span, blocks_checksum
from content.markup import render
from content.rich_text import parse


def no_address(kind: str, key: str) -> str | None:
    return None


def read(html: str) -> tuple[Block, ...]:
    return parse(html, link_for=no_address)


def test_paragraphs_keep_their_looks_and_line_breaks() -> None:
    assert read('<p data-block-key="x1">a <b>b <i>c</i></b><br/>d &amp; e</p>') == (
        Paragraph((Span("a "), Span("b ", bold=True), Span("c", bold=True, italic=True), Span("\nd & e"))),
    )


def test_strong_and_em_look_like_b_and_i() -> None:
    assert read("<p><strong>a</strong><em>b</em></p>") == read("<p><b>a</b><i>b</i></p>")


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> \n </p>", "<p><br/></p>", "<p>&nbsp;</p>", "<ul><li></li></ul>"])
def test_what_holds_no_words_becomes_no_block(html: str) -> None:
    assert read(html) == ()


def test_headings_and_quotes() -> None:
    assert read("<h2>Bir</h2><h3>Ikki</h3><blockquote><p>uch</p><p>toʻrt</p></blockquote>") == (
        Heading((Span("Bir"),)),
        Heading((Span("Ikki"),)),
        Quote((Span("uch\ntoʻrt"),)),
    )


def test_lists_nest() -> None:
    html = "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>"
    deepest = ListBlock((ListItem((Span("c"),)),))
    middle = ListBlock((ListItem((Span("b"),), (deepest,)),), ordered=True)
    assert read(html) == (ListBlock((ListItem((Span("a"),), (middle,)), ListItem((Span("d"),)))),)


def test_a_list_straight_inside_a_list_belongs_to_the_item_before() -> None:
    nested = ListBlock((ListItem((Span("b"),)),))
    assert read("<ul><li>a</li><ul><li>b</li></ul></ul>") == (ListBlock((ListItem((Span("a"),), (nested,)),)),)


def test_blanks_collapse_as_in_a_browser() -> None:
    assert read("<p>  a \n\t b <b> c</b> <br/>  d </p>") == (
        Paragraph((Span("a b "), Span("c", bold=True), Span("\nd"))),
    )


def test_words_outside_any_block_become_paragraphs() -> None:
    assert read("a <b>b</b><p>c</p>d") == (
        Paragraph((Span("a "), Span("b", bold=True))),
        Paragraph((Span("c"),)),
        Paragraph((Span("d"),)),
    )


def test_table_cells_are_read_one_by_one() -> None:
    assert read("<table><tr><th>a</th><td>b</td></tr></table>") == (Paragraph((Span("a"),)), Paragraph((Span("b"),)))


def test_internal_links_get_the_address_the_caller_knows() -> None:
    # given
    addresses = {
        ("page", "3"): "https://site.example/maqola/",
        ("document", "7"): "https://site.example/hujjat.pdf",
        ("path", "/biz/"): "https://site.example/biz/",
    }
    html = '<a linktype="page" id="3">a</a> <a linktype="document" id="7">b</a> <a href="/biz/">c</a>'
    # when
    (block,) = parse(html, link_for=lambda kind, key: addresses.get((kind, key)))
    # then
    assert isinstance(block, Paragraph)
    assert [span.link for span in block.spans if span.link] == list(addresses.values())


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/hosts",
        "#part",
        "//other.example",
        "/unknown/",
        "http://[broken",
        "",
    ],
)
def test_an_unusable_link_leaves_its_words(href: str) -> None:
    assert read(f'<p>bu <a href="{href}">yerda</a></p>') == (Paragraph((Span("bu yerda"),)),)


@pytest.mark.parametrize("href", ["https://a.example/?b=1", "http://a.example", "mailto:a@b.example", "tel:+99800"])
def test_a_usable_link_is_kept(href: str) -> None:
    assert read(f'<p><a href="{href}">x</a></p>') == (Paragraph((Span("x", link=href),)),)


def test_scripts_and_comments_are_no_words() -> None:
    assert read("<p>a<!-- b --><script>c()</script><style>d</style></p>") == (Paragraph((Span("a"),)),)


def test_control_signs_are_dropped() -> None:
    assert read("<p>a\x00\x1fb</p>") == (Paragraph((Span("ab"),)),)


def test_equal_words_have_equal_checksums_whatever_their_html() -> None:
    one = read('<p data-block-key="q1"><strong>a</strong>  b</p><p></p>')
    other = read("<p>\n<b>a</b> b</p>")
    assert blocks_checksum(one) == blocks_checksum(other)
    assert blocks_checksum(one) != blocks_checksum(read("<p>a b</p>"))


WORD = st.integers(1, 10**6).map(lambda number: f"w{number} ")
TAGS = ("p", "b", "i", "div", "ul", "ol", "li", "blockquote", "h2", "h3", "a", "span", "td", "u")
HTML = st.recursive(
    WORD,
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


def test_an_empty_list_beside_a_nested_one_takes_nothing_away() -> None:
    assert render(read("<ul><ul>bir</ul><ul></ul></ul>"), "plain") == render(read("<ul><ul>bir</ul></ul>"), "plain")


@given(HTML)
def test_no_word_is_ever_lost_or_doubled(html: str) -> None:
    expected = sorted(
        piece.split()[0]
        for piece in html.replace("<", "> <").split(">")
        for piece in [piece.strip()]
        if piece.startswith("w")
        for piece in piece.split()
    )
    for markup in ("plain", "web_html", "telegram_html"):
        written = render(read(html), markup)
        words = written.replace("<", " <").replace(">", "> ").replace("“", " ").replace("”", " ").split()
        assert sorted(word for word in words if word.startswith("w")) == expected
