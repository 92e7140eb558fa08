"""Reads the lists in which an organization names words of its own, one a line. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from content.alphabets.own_words import folded
from content.alphabets.words import CYRILLIC, LATIN

SHORTEST, LONGEST, MOST = 2, 100, 200

Terms = list[tuple[int, str]]
"""Lines, counted from 1, with what stands in them."""
Spellings = list[tuple[int, tuple[str, str]]]
"""The same with Latin and Cyrillic."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that is not heeded; too_many: neither are those behind it.

    code: too_many, too_short, too_long, no_letters, twice (``first``: the line that has it already), not_a_pair,
    one_alphabet or both_ways. ``line`` counts from 1, empty lines as well.
    """

    code: str
    line: int
    word: str
    first: int = 0


def read_terms(written: str) -> tuple[Terms, list[Mistake]]:
    """One term a line, tidied; empty lines say nothing."""
    terms: Terms = []
    lines, mistakes = _lines(written)
    seen: dict[str, int] = {}
    for line, word in lines:
        mistake = _mistake(line, word, seen)
        if mistake is None:
            terms.append((line, word))
        else:
            mistakes.append(mistake)
    return terms, mistakes


def read_spellings(written: str) -> tuple[Spellings, list[Mistake]]:
    """One ``Latin = Cyrillic`` a line, in either order; the Latin comes first in what is returned."""
    spellings: Spellings = []
    lines, mistakes = _lines(written)
    seen: dict[str, int] = {}
    for line, text in lines:
        sides = [" ".join(side.split()) for side in text.split("=")]
        cyrillic = [side for side in sides if CYRILLIC.search(side)]
        if len(sides) != 2 or not all(sides):
            mistakes.append(Mistake("not_a_pair", line, text))
        elif len(cyrillic) != 1:
            mistakes.append(Mistake("one_alphabet", line, text))
        else:
            latin = sides[1 - sides.index(cyrillic[0])]
            wrong = [mistake for side in (latin, cyrillic[0]) if (mistake := _mistake(line, side, seen))]
            mistakes += wrong[:1]
            if not wrong:
                spellings.append((line, (latin, cyrillic[0])))
    return spellings, mistakes


def clashes(terms: Terms, spellings: Spellings) -> list[Mistake]:
    """Spellings of words that are to stay as they are."""
    stay = {folded(term) for _line, term in terms}
    return [Mistake("both_ways", line, word) for line, pair in spellings for word in pair if folded(word) in stay]


def _lines(written: str) -> tuple[list[tuple[int, str]], list[Mistake]]:
    numbered = enumerate(unicodedata.normalize("NFC", written).splitlines(), start=1)
    lines = [(line, " ".join(text.split())) for line, text in numbered if text.strip()]
    return lines[:MOST], [Mistake("too_many", line, text) for line, text in lines[MOST : MOST + 1]]


def _mistake(line: int, word: str, seen: dict[str, int]) -> Mistake | None:
    if len(word) < SHORTEST:
        return Mistake("too_short", line, word)
    if len(word) > LONGEST:
        return Mistake("too_long", line, word)
    if not (CYRILLIC.search(word) or LATIN.search(word)):
        return Mistake("no_letters", line, word)
    first = seen.setdefault(folded(word), line)
    return Mistake("twice", line, word, first) if first != line else None
