"""Picture cards: what is drawn stays on the card, whatever the words are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageChops

from content.cards import CARD_SIZE, THEMES, CardTooLong, draw_card
from content.formats import FORMATS

WORDS = {"kicker": "Infografika · 2026-yil noyabr", "footer": "Zarafshon shahar hokimligi · zarafshon.example"}
LINES = ["Pora olish va pora berish", "Mansab vakolatini suiisteʼmol qilish", "Тарғибот: ўқиш, ҳақ, қонун, ғоя"]
# Left of the words, right of them, between kicker and body, between body and footer: pixels no word may touch.
MARGINS = [(20, 200, 78, 1350), (1006, 260, 1080, 1350), (84, 176, 700, 196), (84, 1212, 1080, 1230)]


def drawn(
    title: str = "Halollik",
    lines: Sequence[str] = (),
    theme: str = "blue",
    kicker: str = WORDS["kicker"],
    footer: str = WORDS["footer"],
) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(title=title, kicker=kicker, lines=lines, footer=footer, theme=theme)))


def touched(picture: Image.Image, box: tuple[int, int, int, int], theme: str = "blue") -> bool:
    """Whether ``box`` looks different from the same place on a card without words; JPEG noise is not a difference."""
    empty = drawn("", [], theme, kicker="", footer="")
    difference = ImageChops.difference(picture.crop(box), empty.crop(box)).convert("L")
    return difference.point(lambda value: 255 * (value > 48)).getbbox() is not None


@pytest.mark.parametrize("theme", THEMES)
def test_a_card_is_what_instagram_takes(theme: str) -> None:
    card = draw_card(title="Halollik", lines=LINES, theme=theme, **WORDS)
    with Image.open(io.BytesIO(card)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", CARD_SIZE)
    form = FORMATS["instagram"]
    assert len(card) < form.picture_bytes
    assert form.ratio_min is not None
    assert CARD_SIZE[0] / CARD_SIZE[1] >= form.ratio_min


def test_the_words_are_drawn_where_they_belong() -> None:
    picture = drawn("Halollik", LINES)
    places = {"kicker": (84, 84, 700, 172), "body": (84, 212, 996, 1196), "footer": (84, 1232, 996, 1350)}
    assert {name: touched(picture, box) for name, box in places.items()} == dict.fromkeys(places, True)


@pytest.mark.parametrize(
    "title",
    [
        "Ha",
        "Halollik – har kungi tanlov",
        "Korrupsiyaga qarshi kurashish boʻyicha amalga oshirilgan ishlar " * 3,
        "Juda uzun sarlavha " * 20,
        "Коррупцияга қарши курашиш " * 12,
        "A" * 120,
        "https://zarafshon.example/uzun/manzil/bor",
        "Ш" * 36,
        "M" * 36,
    ],
)
@pytest.mark.parametrize(
    "lines",
    [
        [],
        LINES,
        ["Bir nechta soʻzdan iborat uzun qator, u albatta oʻraladi " * 2] * 6,
        ["W" * 60, "matbuot@zarafshon.example"],
    ],
)
def test_words_of_any_length_keep_inside_the_margins(title: str, lines: list[str]) -> None:
    picture = drawn(title, lines)
    assert [touched(picture, box) for box in MARGINS] == [False] * len(MARGINS)


def test_a_long_kicker_and_footer_keep_to_their_places() -> None:
    picture = drawn(
        "Halollik", kicker="Korrupsiyaga qarshi kurashish boʻlimi " * 2, footer="Oʻzbekiston Respublikasi " * 5
    )
    assert [touched(picture, box) for box in [*MARGINS, (784, 84, 830, 172), (84, 1340, 996, 1350)]] == [False] * 6


@pytest.mark.parametrize(
    "words",
    [
        {"title": "soʻz " * 1500},
        {"kicker": "turkum nomi " * 60},
        {"footer": "tashkilot nomi " * 60},
    ],
)
def test_what_cannot_fit_is_refused_and_not_cut(words: dict[str, str]) -> None:
    with pytest.raises(CardTooLong):
        draw_card(lines=[], **{"title": "Halollik", **WORDS, **words})


def test_a_longer_text_gets_smaller_letters() -> None:
    def ink_of_first_line(title: str) -> int:
        card = drawn(title, kicker="", footer="").crop((84, 212, 996, 1196))
        body = card.convert("L").point(lambda value: 255 * (value > 200))
        rows = [y for y in range(body.height) if body.crop((0, y, body.width, y + 1)).getbbox()]
        return next((y for y in range(rows[0], body.height) if y not in rows), body.height) - rows[0]

    heights = [ink_of_first_line("H" + " HH" * count) for count in (1, 60, 200)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > 2 * heights[2]


def test_words_are_data_and_never_layout_code() -> None:
    assert not touched(drawn("", kicker="", footer=""), (84, 212, 996, 1196))
    code = '#panic("x") $x^2$ *y* #{1+1} \\ " { }'
    assert touched(drawn(code, [code], kicker=code, footer=code), (84, 212, 996, 1196))
    assert draw_card(title="*y*", lines=[], **WORDS) != draw_card(title="y", lines=[], **WORDS)


@pytest.mark.parametrize("sign", ["😀", "❤️", "\x07", "\u200d"])
def test_signs_the_font_lacks_are_left_out(sign: str) -> None:
    assert draw_card(title=f"Halollik {sign.replace('❤', '')}", lines=[], **WORDS) == draw_card(
        title="Halollik", lines=[], **WORDS
    )


def test_empty_lines_are_left_out() -> None:
    assert draw_card(title="a", lines=["", " ", "b"], **WORDS) == draw_card(title="a", lines=["b"], **WORDS)


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown theme: pink"):
        drawn(theme="pink")


def test_themes_differ() -> None:
    assert len({draw_card(title="a", lines=[], theme=theme, **WORDS) for theme in THEMES}) == len(THEMES)


def test_threads_draw_the_same_cards_as_one() -> None:
    titles = [f"Sarlavha {number}" for number in range(12)]
    alone = [draw_card(title=title, lines=LINES, **WORDS) for title in titles]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda title: draw_card(title=title, lines=LINES, **WORDS), titles))
    assert together == alone
