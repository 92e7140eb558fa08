"""Turns the words of a card into a picture, with typst for the layout and Pillow for the JPEG.

Words reach the layout as data only, so nothing in them is taken for markup; the fonts are the project's own, so a card
looks the same on every machine.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

import typst
from PIL import Image

Theme = Literal["blue", "green", "light"]
THEMES: tuple[str, ...] = get_args(Theme)
CARD_SIZE = (1080, 1350)

_HERE = Path(__file__).parent
_JPEG_QUALITY = 92
_LONGEST_WORD = 30
_BREAK = "\u200b"

_drawing = threading.Lock()


class CardTooLong(ValueError):
    """The words do not fit on a card even in the smallest letters; nothing is cut to make them fit."""


def draw_card(*, title: str, kicker: str, lines: Sequence[str], footer: str, theme: str = "blue") -> bytes:
    """A card of 1080 by 1350 pixels as JPEG in sRGB; the same words give the same bytes.

    ``title`` and ``lines`` wrap and shrink together until they fit, ``kicker`` and ``footer`` each in their own place.
    Empty parts are left out; signs the font lacks, such as emoji, too. ``theme`` is one of THEMES.
    Raises CardTooLong, and ValueError for an unknown theme.
    """
    if theme not in THEMES:
        raise ValueError(f"unknown theme: {theme}")
    card = {
        "title": _drawable(title),
        "kicker": _drawable(kicker),
        "lines": [words for words in map(_drawable, lines) if words],
        "footer": _drawable(footer),
        "theme": theme,
    }
    return _drawn(json.dumps(card))


@lru_cache(maxsize=16)
def _drawn(card: str) -> bytes:
    """Kept for a while: one post's card is asked for by each of its channels, by preview and submission."""
    return _jpeg(_png(card))


def _png(card: str) -> bytes:
    """The layout at one pixel a point. The compiler is not made for two threads at once."""
    try:
        with _drawing:
            drawn = _compiler().compile(format="png", ppi=72.0, sys_inputs={"card": card})
    except typst.TypstError as error:
        if "card_too_long" in str(error):
            raise CardTooLong from error
        raise
    if not isinstance(drawn, bytes):
        raise CardTooLong
    return drawn


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(_HERE / "card.typ"), root=str(_HERE), font_paths=[str(_HERE / "fonts")], ignore_system_fonts=True
    )


def _jpeg(png: bytes) -> bytes:
    picture = BytesIO()
    with Image.open(BytesIO(png)) as image:
        image.convert("RGB").save(picture, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True)
    return picture.getvalue()


def _drawable(words: str) -> str:
    """One line of signs the font has, very long words made breakable."""
    known = "".join(sign for sign in unicodedata.normalize("NFC", words) if _in_font(sign))
    return " ".join(map(_breakable, known.split()))


def _in_font(sign: str) -> bool:
    if sign.isspace():
        return True
    is_variation_selector = "\ufe00" <= sign <= "\ufe0f"
    return ord(sign) <= 0xFFFF and not is_variation_selector and not unicodedata.category(sign).startswith("C")


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return _BREAK.join(word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD))
