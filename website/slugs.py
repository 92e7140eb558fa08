"""Addresses readers can read: Uzbek and Russian words in plain ASCII, known before an article exists. Pure."""

from __future__ import annotations

import re
import unicodedata

WORDS_LENGTH = 70
"""Longest run of words in a slug, in characters; what is longer is cut between words."""
MARK_LENGTH = 8
"""How much of a key an address shows."""

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x",
    "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "o", "қ": "q",
    "ғ": "g", "ҳ": "h",
    # the alphabet of the 2026 amendment, and letters that do not decompose
    "ş": "sh", "ç": "ch", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae",
}  # fmt: skip
_VOWELS = frozenset("аеёиоуыэюяўaeiou")
_APOSTROPHES = re.compile("[\u02bb\u02bc\u2018\u2019\u201b\u0027\u0060\u00b4\u2032\u02b9]")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def to_ascii(text: str) -> str:
    """Lower-case ``text`` in ASCII: Cyrillic transliterated, apostrophes of oʻ, gʻ and tutuq dropped.

    Signs that have no ASCII form (dashes, quotes, emoji) become blanks, so that they part words and never join them.
    """
    letters = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).lower())
    written: list[str] = []
    before = ""
    for letter in letters:
        written.append(_latin(letter, before))
        before = letter
    decomposed = unicodedata.normalize("NFKD", "".join(written))
    return "".join(_plain(sign) for sign in decomposed).lower()


def words_slug(text: str, length: int = WORDS_LENGTH) -> str:
    """The words of ``text`` joined by hyphens, at most ``length`` characters, never cut inside a word but the first."""
    words = _NOT_A_WORD.sub("-", to_ascii(text)).strip("-")
    if len(words) <= length:
        return words
    whole = words[: length + 1].rpartition("-")[0]
    return whole.strip("-") or words[:length]


def article_slug(title: str, key: str) -> str:
    """The last part of an article's address: the title's words and the first eight characters of ``key``.

    Raises ValueError when ``key`` holds no ASCII letter or digit, as then two articles could share an address.
    """
    mark = _NOT_A_WORD.sub("", key.lower())[:MARK_LENGTH]
    if not mark:
        raise ValueError("the key of an article needs letters or digits")
    words = words_slug(title)
    return f"{words}-{mark}" if words else mark


def _latin(letter: str, before: str) -> str:
    if letter == "е":
        starts = not before.isalpha()
        return "ye" if starts or before in _VOWELS or before in "ъь" else "e"
    if letter == "ц":
        return "ts" if before in _VOWELS else "s"
    return _LETTERS.get(letter, letter)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    return "" if unicodedata.combining(sign) else " "
