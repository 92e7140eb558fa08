"""What of a text stays as it is in every alphabet: addresses, tags, files, names, numerals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from content.alphabets.lists import brand_names, rows, words
from content.alphabets.own_words import NONE, OwnWords, term_ranges
from content.alphabets.suffixes import AFTER_NAMES
from content.hashtags import APOSTROPHES

Range = tuple[int, int]

_ENDS = "uz|com|org|net|ru|me|info|gov|edu|io|tv|kz|kg|tj|tm|app|dev|be|ly|gl|eu|uk|de|int|su|рф"
_FILES = "pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|webp|mp[34]|mov|avi|zip|rar|txt|csv|odt|rtf"
_NOT_LETTER = rf"(?<![oOgG][{APOSTROPHES}])"
"""An apostrophe before may be a quotation mark, but behind o and g it is half a letter."""
_STAYS = re.compile(
    rf"""
      (?:[a-z][a-z0-9+.-]*://|mailto:|www\.)[^\s<>"«»“”]+          # an address with a scheme
    | (?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.[\w-]+)+                              # e-mail
    | (?<![\w@]){_NOT_LETTER}@\w+                                              # a handle
    | (?<![\w/#&]){_NOT_LETTER}\#\w+(?:[{APOSTROPHES}]\w+)*                    # a tag
    | (?<![\w.-])\w[\w.-]*\.(?:{_FILES})(?!\w)                               # a file
    | (?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_ENDS})(?={AFTER_NAMES}(?!\w))(?:[/?\#][^\s<>"«»“”]*)?
    | ⟦[^⟦⟧]*⟧                                                    # a blank still to be filled in
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS = re.compile(rf"(?<!\w){_NOT_LETTER}(?=\w*\d)(?=\w*[A-ZА-ЯЁЎҚҒҲ])[A-ZА-ЯЁЎҚҒҲ\d]+(?!\w)")
"""Capitals beside digits: 5G, A4, ISO9001."""
_NUMERAL = re.compile(
    r"(?<![\w.])(?=[IVXLCDMІХ]{1,9}(?!\w))(?:M{0,3}(?:CM|CD|D?C{0,3})(?:[XХ]C|[XХ]L|L?[XХ]{0,3})"
    r"(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3}))(?!\w)"
)
_COUNTED = re.compile(
    r"(?:\s*[-–—]\s*|\s+)(?:asr|chorak|çorak|bob|sinf|guruh|qism|jild|bosqich|аср|чорак|боб|синф|гуруҳ|қисм|жилд|босқич)"
)
_SURNAME = re.compile(r"\.\s*\w+(?:ov|ev|ova|eva|iy|in|ina|ов|ев|ова|ева|ий|ин|ина|боев|боева)\b")
_NUMERAL_TWINS = str.maketrans("ІХ", "IX")


def protected_ranges(text: str, own: OwnWords = NONE, spelt: Sequence[Range] = ()) -> list[Range]:
    """Places in ``text``, in order and apart from each other, that no alphabet changes. ``spelt``: where the
    organization has a spelling of its own, which our lists of names do not overrule."""
    found = [match.span() for match in _STAYS.finditer(text)] + term_ranges(text, own)
    listed = (match.span() for pattern in (_SIGNS, _brands(), _units()) for match in pattern.finditer(text))
    return merged([*found, *apart(listed, spelt)])


def apart(ranges: Iterable[Range], others: Sequence[Range]) -> list[Range]:
    """Those of ``ranges`` that share no letter with the others."""
    return [(start, end) for start, end in ranges if not any(start < till and end > since for since, till in others)]


def merged(ranges: Iterable[Range]) -> list[Range]:
    """In order, what overlaps or touches joined into one."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def numerals(text: str) -> list[tuple[int, int, str]]:
    """Roman numerals in ``text`` with their right letters: people write X and I with the Cyrillic twins as well."""
    return [
        (match.start(), match.end(), match[0].translate(_NUMERAL_TWINS))
        for match in _NUMERAL.finditer(text)
        if match[0] and _is_numeral(match[0], text, match.start(), match.end())
    ]


def _is_numeral(letters: str, text: str, start: int, end: int) -> bool:
    """One letter alone may be an initial, and C, D, L, M more often begin an abbreviation than a number."""
    if _COUNTED.match(text, end):
        return True
    if len(letters) > 1:
        return not set(letters) & set("LCDM") or (len(letters) > 3 and bool(set(letters) & set("XVI")))
    if letters not in "IVX":
        return False
    return not text.startswith(".", end) or (not text[:start].strip() and not _SURNAME.match(text, end))


@cache
def _brands() -> re.Pattern[str]:
    names = sorted(words("brands.tsv"), key=len, reverse=True)
    long = "|".join(re.escape(name) for name in names if len(name) > 3)
    short = "|".join(re.escape(name) for name in names if len(name) <= 3)
    return re.compile(rf"(?<!\w)(?:(?i:{long})|{short})(?=[{APOSTROPHES}]?{AFTER_NAMES}(?!\w))")


@cache
def _units() -> re.Pattern[str]:
    signs = sorted(words("units.tsv"), key=len, reverse=True)
    return re.compile(rf"(?<=\d)\s?(?:{'|'.join(map(re.escape, signs))})(?![\w²³])")


@cache
def _cyrillic_units() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {cyrillic: latin for latin, *more in rows("units.tsv") for cyrillic in more}
    longest_first = sorted(signs, key=len, reverse=True)
    return re.compile(rf"(?<=\d)(\s?)({'|'.join(map(re.escape, longest_first))})(?![\w²³])"), signs


def units(text: str) -> list[tuple[int, int, str]]:
    """Cyrillic signs of units behind numbers, with the Latin ones."""
    pattern, signs = _cyrillic_units()
    return [(match.start(2), match.end(2), signs[match[2]]) for match in pattern.finditer(text)]


@cache
def _spelt_brands() -> re.Pattern[str]:
    longest_first = sorted(brand_names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?i:{'|'.join(longest_first)})(?={AFTER_NAMES}(?!\w))")


def spelt_brands(text: str) -> list[tuple[int, int, str]]:
    """Names of the list in Cyrillic letters, with their own spelling."""
    return [(found.start(), found.end(), brand_names()[found[0].lower()]) for found in _spelt_brands().finditer(text)]
