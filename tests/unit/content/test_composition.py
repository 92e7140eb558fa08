"""The whole text each channel shows."""

from __future__ import annotations

import pytest

from content.blocks import Heading, ListBlock, ListItem, Paragraph, Span
from content.composition import Composed, Labels, compose, paragraphs
from content.hashtags import broken_hashtags_in, hashtag, hashtag_line, hashtags_in
from content.summary import summarise

LABELS = Labels(read_more="Batafsil", read_on_site="Batafsil saytimizda")
LINK = "https://shahar.example/yangiliklar/maqola/?a=1&b=2"
BODY = (
    Paragraph((Span("Halollik & "), Span("adolat", bold=True), Span(". Ikkinchi gap."))),
    ListBlock((ListItem((Span("bir"),)),)),
)


def composed(kind: str, override: str | None = None, link: str | None = LINK) -> Composed:
    return compose(
        kind=kind,
        title="Ochiq  <budjet>",
        blocks=BODY,
        hashtags=("Ochiq budjet", "#halollik"),
        article_link=link,
        override=override,
        labels=LABELS,
    )


def test_telegram_shows_title_body_link_and_hashtags() -> None:
    assert composed("telegram") == Composed(
        "Ochiq <budjet>",
        "<b>Ochiq &lt;budjet&gt;</b>\n\nHalollik &amp; <b>adolat</b>. Ikkinchi gap.\n\n• bir\n\n"
        "Batafsil: https://shahar.example/yangiliklar/maqola/?a=1&amp;b=2\n\n#Ochiq_budjet #halollik",
        "telegram_html",
        "Halollik & adolat. Ikkinchi gap.",
    )


def test_facebook_shows_the_same_in_plain_text() -> None:
    assert composed("facebook").text == (
        f"Ochiq <budjet>\n\nHalollik & adolat. Ikkinchi gap.\n\n• bir\n\nBatafsil: {LINK}\n\n#Ochiq_budjet #halollik"
    )


def test_instagram_names_the_site_because_links_cannot_be_clicked() -> None:
    assert composed("instagram").text == (
        "Ochiq <budjet>\n\nHalollik & adolat. Ikkinchi gap.\n\n• bir\n\n"
        "Batafsil saytimizda: shahar.example\n\n#Ochiq_budjet #halollik"
    )


def test_the_website_shows_the_body_alone() -> None:
    assert composed("website").text == (
        "<p>Halollik &amp; <strong>adolat</strong>. Ikkinchi gap.</p>\n<ul><li>bir</li></ul>"
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "telegram",
            "Oʻz &lt;soʻzi&gt;\nva\n\nyana\n\nBatafsil: https://shahar.example/yangiliklar/maqola/?a=1&amp;b=2"
            "\n\n#Ochiq_budjet #halollik",
        ),
        ("facebook", f"Oʻz <soʻzi>\nva\n\nyana\n\nBatafsil: {LINK}\n\n#Ochiq_budjet #halollik"),
        ("website", "<p>Oʻz &lt;soʻzi&gt;<br/>va</p>\n<p>yana</p>"),
    ],
)
def test_an_override_replaces_title_and_body_only(kind: str, text: str) -> None:
    assert composed(kind, override="Oʻz <soʻzi>\r\nva\n \n\n yana \n").text == text


@pytest.mark.parametrize("override", ["", " \n "])
def test_an_empty_override_is_none(override: str) -> None:
    assert composed("telegram", override=override) == composed("telegram")


def test_without_an_article_there_is_no_link_line() -> None:
    assert "Batafsil" not in composed("telegram", link=None).text
    assert "Batafsil" not in composed("instagram", link=None).text


def test_a_hashtag_the_text_carries_is_not_repeated() -> None:
    made = compose(
        kind="facebook",
        title="",
        blocks=paragraphs("Bugun #Halollik kuni"),
        hashtags=("halollik", "yangi"),
        article_link=None,
        override=None,
        labels=LABELS,
    )
    assert made.text == "Bugun #Halollik kuni\n\n#yangi"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        composed("pigeon")


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Ochiq budjet", "#Ochiq_budjet"),
        ("#halollik", "#halollik"),
        ("yo'l-xaritasi", "#yoʻl_xaritasi"),
        ("ta’lim", "#taʼlim"),
        ("g‘alaba", "#gʻalaba"),
        ("Gʻalaba!", "#Gʻalaba"),
        ("O`zbekiston", "#Oʻzbekiston"),
        ("коррупцияга қарши", "#коррупцияга_қарши"),
        ("2026", ""),
        (" # ", ""),
        ("", ""),
    ],
)
def test_hashtags_are_repaired(words: str, tag: str) -> None:
    assert hashtag(words) == tag
    assert hashtags_in(tag) == ((tag,) if tag else ())
    assert broken_hashtags_in(tag) == ()


def test_hashtags_are_listed_once() -> None:
    assert hashtag_line(("a b", "#A_B", "", "c"), "") == "#a_b #c"


def test_hashtags_are_read_as_networks_read_them() -> None:
    assert hashtags_in("#bir, (#ikki) #3 a#b https://x.example/#uch #toʻrt #toʻrt &#39;") == (
        "#bir",
        "#ikki",
        "#toʻrt",
        "#toʻrt",
    )
    assert broken_hashtags_in("#yo'l #bir #ta’lim.") == ("#yo'l", "#ta’lim")


def block(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def test_the_summary_ends_at_a_sentence() -> None:
    first, second = "Birinchi gap " + "x" * 90 + ".", "Ikkinchi gap " + "y" * 90 + "."
    assert summarise((Heading((Span("Sarlavha"),)), block(f"{first} {second} Uchinchi."))) == first


def test_a_short_text_is_its_own_summary() -> None:
    assert summarise((block("Bir.\nIkki"), block("Uch."))) == "Bir. Ikki"


def test_initials_and_abbreviations_end_no_sentence() -> None:
    text = f"Hokim N. Rahmonov 2026-y. dekabrda va h.k. haqida gapirdi. {'Keyingi ' * 30}."
    assert summarise((block(text),)) == "Hokim N. Rahmonov 2026-y. dekabrda va h.k. haqida gapirdi."


def test_a_long_first_sentence_is_visibly_shortened_at_a_word() -> None:
    made = summarise((block("soʻz " * 100),))
    assert made == "soʻz " * 38 + "soʻz…"
    assert len(made) <= 200


@pytest.mark.parametrize("text", ["a" * 500, "soʻz, " * 60, "Gap. " * 80, "Savol? «Javob!» " * 20])
def test_a_summary_keeps_its_limit(text: str) -> None:
    assert 0 < len(summarise((block(text),))) <= 200


def test_a_summary_that_leads_into_a_list_says_that_it_goes_on() -> None:
    assert summarise((block("Uning belgilari:"), ListBlock((ListItem((Span("bir"),)),)))) == "Uning belgilari…"


def test_no_paragraph_no_summary() -> None:
    assert summarise((ListBlock((ListItem((Span("bir"),)),)),)) == ""
