"""Telegram's HTML: what is parsed, what is refused with which words, what a page shows."""

import pytest

from sandbox.telegram.markup import MarkupError, page_html, parse_html, trimmed, usable_link, with_found


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("Ўқ<br/>", 'Unsupported start tag "br/" at byte offset 4'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('x<a href="y', "Unclosed start tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<B>a</b>b", "ab", [{"type": "bold", "offset": 0, "length": 1}]),
        ("<strong>a</strong>", "a", [{"type": "bold", "offset": 0, "length": 1}]),
        ("&lt;&amp;&gt;&quot;&nbsp;&#39;&#x41;", "<&>\"&nbsp;'A", []),
        ("😀<i>x</i>", "😀x", [{"type": "italic", "offset": 2, "length": 1}]),
        ('<a href="https://e.uz/?a=1&amp;b=2">x</a>', "x",
         [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.uz/?a=1&b=2"}]),
        ('<a href="nowhere">x</a>', "x", []),
        ("<code>a<b>b</b></code>", "ab", [{"type": "code", "offset": 0, "length": 2}]),
        ('<pre><code class="language-python">x</code></pre>', "x",
         [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]),
        ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
        ("<b></b>x", "x", []),
    ],
)  # fmt: skip
def test_good_markup_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]) -> None:
    assert parse_html(source) == (text, entities)


def test_blank_edges_are_cut_and_entities_follow() -> None:
    text, entities = trimmed(*parse_html("\n  <b> a </b>  "))
    assert (text, entities) == ("a", [{"type": "bold", "offset": 0, "length": 1}])


def test_addresses_hashtags_and_mentions_are_found_outside_code() -> None:
    text, entities = parse_html("https://e.uz/a. #budjet @hokimlik <code>#x</code>")
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in with_found(text, entities)] == [
        ("url", 0, 14), ("hashtag", 16, 7), ("mention", 24, 9), ("code", 34, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "http://", "", "a b"])
def test_unusable_links_are_dropped(href: str) -> None:
    assert usable_link(href) is None


def test_page_html_escapes_text_and_nests_marks() -> None:
    text, entities = parse_html("<b>a&lt;<i>b</i></b>\nc")
    assert page_html(text, entities) == "<b>a&lt;<i>b</i></b><br/>c"
