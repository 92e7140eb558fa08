"""Turns any spelling of Uzbek or Russian into one key that is used for matching only, never for output.

The key is lower-case ASCII: apostrophes and hard signs vanish, Cyrillic becomes Latin, the letters of the 2026 alphabet
become those of 1995, and the pairs that writers mix (x and h, q and k) become one letter.
"""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'`´ʹʻʼʽʾʿˈ‘’‛′＇"
DASHES = "‐‑‒–—―−﹘﹣－"
INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)

_CYRILLIC_TWINS = "АВЕКМНОРСТУХІаеорсухік"
_LATIN_TWINS = "ABEKMHOPCTYXIaeopcyxik"
_TO_LATIN_TWIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_TO_CYRILLIC_TWIN = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TWINS = frozenset(_CYRILLIC_TWINS + _LATIN_TWINS)

_REMOVED = dict.fromkeys((ord(char) for char in APOSTROPHES + INVISIBLE), "")
_DASHED = {ord(char): "-" for char in DASHES}
_LETTERS = {
    **dict(zip("абвгдежзийклмнопрстуфхэўқғҳыі", "abvgdejziyklmnoprstufheokghii", strict=True)),
    "ё": "yo", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
    "ş": "sh", "ș": "sh", "ç": "ch", "q": "k", "x": "h",
}  # fmt: skip
_FOLDED = str.maketrans(_LETTERS)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"\b[IVX]+\b")  # stands in texts of either alphabet


def fold(text: str) -> str:
    """Return the matching key of `text`: ASCII words, digits and punctuation, single spaces. Never raises."""
    plain = unicodedata.normalize("NFKC", text.translate(_REMOVED)).translate(_REMOVED | _DASHED)
    plain = _without_twins(plain).lower().translate(_FOLDED)
    stripped = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return " ".join(stripped.split())


def is_cyrillic(text: str) -> bool:
    """Tell whether most letters of `text` that belong to one alphabet only are Cyrillic; without any, most letters."""
    balance = _balance(text)
    if balance:
        return balance > 0
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u0400" <= char <= "\u04ff" for char in letters) > len(letters)


def _balance(text: str) -> int:
    """Count the letters that exist in one alphabet only: Cyrillic ones minus Latin ones."""
    balance = 0
    for char in text:
        if char in _TWINS or not char.isalpha():
            continue
        balance += 1 if "\u0400" <= char <= "\u04ff" else -1
    return balance


def _without_twins(text: str) -> str:
    """Give each word one alphabet: letters that only look right are replaced by their twins of the word's alphabet."""
    whole = _balance(_ROMAN.sub("", text))

    def one_alphabet(match: re.Match[str]) -> str:
        word = match.group()
        balance = _balance(word) or whole
        if balance == 0:
            return word
        return word.translate(_TO_CYRILLIC_TWIN if balance > 0 else _TO_LATIN_TWIN)

    return _WORD.sub(one_alphabet, text)
