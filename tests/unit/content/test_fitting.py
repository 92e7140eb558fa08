"""Texts and pictures against each channel's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.composition import Composed
from content.fitting import PictureFacts, fit, measure, unfilled_blanks
from content.formats import FORMATS
from content.problems import Problem

PICTURE = PictureFacts(width=1080, height=1350, size=200_000, alt="Majlis zali")
SQUARE = PictureFacts(width=1000, height=1000, size=200_000, alt="Bino")


def text(words: str, kind: str = "telegram", title: str = "Sarlavha") -> Composed:
    return Composed(title, words, FORMATS[kind].markup, "")


def test_length_is_counted_in_the_platforms_unit() -> None:
    assert measure("oʻ😀", "characters") == 3
    assert measure("oʻ😀", "utf16") == 4


@pytest.mark.parametrize(("kind", "limit"), [("telegram", 4096), ("facebook", 63_206), ("instagram", 2200)])
def test_a_text_fits_up_to_the_last_sign_and_no_further(kind: str, limit: int) -> None:
    form = replace(FORMATS[kind], pictures_min=0)
    assert fit(text("ʻ" * limit, kind), form) == []
    assert fit(text("ʻ" * (limit + 3), kind), form) == [
        Problem("text_too_long", {"length": limit + 3, "limit": limit, "over": 3})
    ]


def test_tags_are_not_counted_on_telegram() -> None:
    assert fit(text("<b>" + "a" * 4090 + "</b>&lt;&amp;"), FORMATS["telegram"]) == []


def test_a_utf16_channel_counts_an_emoji_twice() -> None:
    form = replace(FORMATS["telegram"], unit="utf16", text_limit=3)
    assert fit(text("😀😀"), form) == [Problem("text_too_long", {"length": 4, "limit": 3, "over": 1})]


def test_with_a_picture_telegram_shows_a_shorter_caption() -> None:
    assert fit(text("a" * 1024), FORMATS["telegram"], [PICTURE]) == []
    assert fit(text("a" * 1030), FORMATS["telegram"], [PICTURE]) == [
        Problem("caption_too_long", {"length": 1030, "limit": 1024, "over": 6})
    ]


def test_with_a_picture_facebook_keeps_its_limit() -> None:
    assert fit(text("a" * 60_000, "facebook"), FORMATS["facebook"], [PICTURE]) == []


@pytest.mark.parametrize("words", ["", "<b></b>", " \n"])
def test_a_text_without_words_is_empty(words: str) -> None:
    assert fit(text(words), FORMATS["telegram"]) == [Problem("text_empty")]


def test_an_article_needs_a_title() -> None:
    assert fit(text("<p>a</p>", "website", title=""), FORMATS["website"]) == [Problem("title_empty")]


def test_blanks_are_named_once_from_title_and_text() -> None:
    made = text("⟦Tadbir sanasi⟧ kuni ⟦ Joy ⟧da, ⟦Joy⟧", title="⟦Mavzu⟧ haqida")
    assert fit(made, FORMATS["telegram"]) == [Problem("unfilled_blank", {"names": ("Mavzu", "Tadbir sanasi", "Joy")})]
    assert unfilled_blanks("hammasi joyida") == ()


def test_instagram_bounds_hashtags_and_mentions() -> None:
    tags = " ".join(f"#teg{number}" for number in range(31))
    mentions = " ".join(f"@odam{number}" for number in range(21))
    assert fit(text(f"{tags} {mentions} a@b.example", "instagram"), FORMATS["instagram"], [PICTURE]) == [
        Problem("too_many_hashtags", {"count": 31, "limit": 30}),
        Problem("too_many_mentions", {"count": 21, "limit": 20}),
    ]
    assert fit(text(f"{tags} {mentions}", "facebook"), FORMATS["facebook"], [PICTURE]) == []


def test_a_hashtag_an_apostrophe_would_break_is_advice_with_the_repair() -> None:
    assert fit(text("#yo'l va #ta’lim #yo'l"), FORMATS["telegram"]) == [
        Problem("hashtag_apostrophe", {"tag": "#yo'l", "better": "#yoʻl"}, blocking=False),
        Problem("hashtag_apostrophe", {"tag": "#ta’lim", "better": "#taʼlim"}, blocking=False),
    ]


def test_an_address_on_instagram_is_advice() -> None:
    made = text("Oʻqing: https://site.example/a. Yana https://site.example/a.", "instagram")
    assert fit(made, FORMATS["instagram"], [PICTURE]) == [
        Problem("link_not_clickable", {"link": "https://site.example/a"}, blocking=False)
    ]
    assert fit(replace(made, markup="telegram_html"), FORMATS["telegram"]) == []


def test_instagram_needs_a_picture_and_the_others_do_not() -> None:
    assert fit(text("a", "instagram"), FORMATS["instagram"]) == [Problem("picture_needed", {"limit": 1})]
    assert [fit(text("a", kind), FORMATS[kind]) for kind in ("website", "telegram", "facebook")] == [[], [], []]


def test_too_many_pictures() -> None:
    assert fit(text("a"), FORMATS["telegram"], [PICTURE] * 10) == []
    assert fit(text("a"), FORMATS["telegram"], [PICTURE] * 11) == [
        Problem("too_many_pictures", {"count": 11, "limit": 10})
    ]


def test_every_picture_needs_words_for_those_who_cannot_see_it() -> None:
    assert fit(text("a"), FORMATS["telegram"], [PICTURE, replace(PICTURE, alt=" ")]) == [
        Problem("alt_missing", {"number": 2})
    ]


def test_a_picture_may_weigh_up_to_the_limit() -> None:
    assert fit(text("a", "instagram"), FORMATS["instagram"], [replace(PICTURE, size=8_000_000)]) == []
    assert fit(text("a", "instagram"), FORMATS["instagram"], [replace(PICTURE, size=8_000_001)]) == [
        Problem("picture_too_big", {"number": 1, "size": 8_000_001, "limit": 8_000_000})
    ]


@pytest.mark.parametrize(("width", "height", "ratio"), [(1000, 1400, 0.71), (2000, 1000, 2.0)])
def test_instagram_refuses_pictures_too_tall_or_too_wide(width: int, height: int, ratio: float) -> None:
    picture = replace(PICTURE, width=width, height=height)
    assert fit(text("a", "instagram"), FORMATS["instagram"], [picture]) == [
        Problem("picture_ratio", {"number": 1, "ratio": ratio, "smallest": 0.8, "largest": 1.91})
    ]
    assert fit(text("a"), FORMATS["telegram"], [picture]) == []


@pytest.mark.parametrize(("width", "height"), [(1080, 1350), (1079, 1350), (1910, 1000), (1081, 566)])
def test_a_pixel_of_rounding_is_allowed(width: int, height: int) -> None:
    picture = replace(PICTURE, width=width, height=height)
    assert fit(text("a", "instagram"), FORMATS["instagram"], [picture]) == []


def test_telegram_refuses_a_ribbon() -> None:
    assert [problem.code for problem in fit(text("a"), FORMATS["telegram"], [replace(PICTURE, width=30_000)])] == [
        "picture_ratio"
    ]


def test_instagram_crops_all_pictures_to_the_first() -> None:
    assert fit(text("a", "instagram"), FORMATS["instagram"], [PICTURE, PICTURE, SQUARE]) == [
        Problem("picture_cropped", {"number": 3}, blocking=False)
    ]
    assert fit(text("a"), FORMATS["telegram"], [PICTURE, SQUARE]) == []
