import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website.slugs import MARK_LENGTH, WORDS_LENGTH, article_slug, to_ascii, words_slug

KEY = "4f0c9a71d2b35e68"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Oʻzbekiston va gʻalaba", "ozbekiston-va-galaba"),
        ("Ma’lumot, ma'lumot, maʼlumot", "malumot-malumot-malumot"),
        ("Korrupsiya–jamiyatga to‘siq", "korrupsiya-jamiyatga-tosiq"),
        ("Öğ: şu çoʻl", "og-shu-chol"),
        ("Ўзбекистон Республикаси", "ozbekiston-respublikasi"),
        ("Ҳар бир қишлоқ ғоя", "har-bir-qishloq-goya"),
        ("Елена ва поезд, мактаб ерлари", "yelena-va-poyezd-maktab-yerlari"),
        ("коррупция ва милиция, цирк", "korrupsiya-va-militsiya-sirk"),
        ("Ёшлар, ютуқ, яхши; объект", "yoshlar-yutuq-yaxshi-obyekt"),
        ("Ещё щит", "yeshyo-shit"),
        ("Café № 5 / 2026", "cafe-no-5-2026"),
    ],
)
def test_words_become_ascii_as_uzbek_latin_spells_them(title: str, words: str) -> None:
    assert words_slug(title) == words


def test_a_long_title_is_cut_between_words() -> None:
    assert words_slug("birinchi ikkinchi uchinchi", length=18) == "birinchi-ikkinchi"
    assert words_slug("birinchi ikkinchi uchinchi", length=17) == "birinchi-ikkinchi"
    assert words_slug("birinchi ikkinchi uchinchi", length=16) == "birinchi"


def test_a_single_word_that_is_too_long_is_cut_inside() -> None:
    assert words_slug("a" * 100) == "a" * WORDS_LENGTH


def test_the_slug_ends_with_the_first_eight_characters_of_the_key() -> None:
    assert article_slug("Yangi bogʻ", KEY) == "yangi-bog-4f0c9a71"


def test_a_title_without_words_leaves_the_key_alone() -> None:
    assert article_slug("🎉 — …", KEY) == "4f0c9a71"


def test_a_key_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="letters or digits"):
        article_slug("Sarlavha", "—")


@given(st.text(max_size=300))
def test_any_title_gives_a_slug_that_needs_no_escaping(title: str) -> None:
    slug = article_slug(title, KEY)
    assert re.fullmatch(r"([a-z0-9]+-)*4f0c9a71", slug)
    assert len(slug) <= WORDS_LENGTH + 1 + MARK_LENGTH
    assert to_ascii(title).isascii()
