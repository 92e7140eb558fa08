"""A whole paragraph into another alphabet: what stays, what each word becomes, and where every piece went. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.alphabets import protection
from content.alphabets.own_words import NONE, OwnWords, spelt, term_ranges
from content.alphabets.passages import blanked, foreign_passages
from content.alphabets.suffixes import is_ending
from content.alphabets.words import CYRILLIC, LATIN, convert_word, is_foreign, is_new
from content.hashtags import APOSTROPHES

_LETTER = r"[^\W\d_]"
WORD = re.compile(
    rf"(?![ʻʼ]){_LETTER}(?:{_LETTER}|[\u0300-\u036f]|[{APOSTROPHES}](?={_LETTER})|(?<=[oOgG])[{APOSTROPHES}])*"
)
_OPENING = r"(?<!\w)['‘](?=\w)"
_INSIDE = rf"(?:(?!{_OPENING})[^\n]){{1,200}}?"
_SINGLE_QUOTED = re.compile(rf"{_OPENING}(?:{_INSIDE}(?<![oOgG])['’](?!\w)|{_INSIDE}['’](?!\w))")
_NAME_WITH_ENDING = re.compile(rf"([A-Za-z]{{2,}})[{APOSTROPHES}]?(?=[\u0400-\u04ff]+$)")
_NO_TWIN = re.compile(r"[bdfgijklmnqrstuvwzDFGIJLNQRSUVWYZ]")


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` takes the place of what stood from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    source: str
    text: str
    edits: tuple[Edit, ...]
    doubts: tuple[str, ...]
    stays: tuple[protection.Range, ...] = ()
    """Places in the source that no alphabet changes."""


def convert_paragraph(text: str, to: str, own: OwnWords = NONE) -> Converted:
    """``text`` in the alphabet ``to``; ``doubts`` are the words, as written, that a person should look at."""
    edits: list[Edit] = []
    doubts: list[str] = []
    own_places = [(start, end) for start, end, _spelling in spelt(text, to, own)]
    fixed = protection.protected_ranges(text, own, own_places)
    stays = kept = protection.merged([*fixed, *foreign_passages(blanked(text, [*fixed, *own_places]))])
    for start, end, spelling in [*spelt(text, to, own), *_replaced(text, to)]:
        if protection.apart([(start, end)], [*stays, *((edit.start, edit.end) for edit in edits)]):
            edits.append(Edit(start, end, spelling))
    stays = protection.merged([*stays, *((edit.start, edit.end) for edit in edits)])
    mostly_cyrillic = len(CYRILLIC.findall(text)) > len(LATIN.findall(text))
    own_ends = {end for _start, end in [*own_places, *term_ranges(text, own)]}
    for start, end in words_outside(text, stays):
        word = text[start:end]
        is_name = to == "cyrillic" and mostly_cyrillic and not CYRILLIC.search(word) and not _plainly_uzbek(word)
        if is_name and start not in own_ends:
            doubts += [word] if len(word) > 1 else []
            continue
        converted = convert_word(word, to, loud=_is_loud(text, start, end))
        if converted.doubtful:
            doubts.append(word)
        if converted.text != word:
            edits.append(Edit(start, end, converted.text))
    edits.sort(key=lambda edit: edit.start)
    return Converted(text, _applied(text, edits), tuple(edits), tuple(dict.fromkeys(doubts)), tuple(kept))


def words_outside(text: str, stays: Sequence[protection.Range]) -> Iterator[protection.Range]:
    """Where words stand between the ranges that stay; a quotation mark at a word's end is none of its letters."""
    closing = {match.end() - 1 for match in _SINGLE_QUOTED.finditer(text)}
    bounds = [0, *(edge for both in stays for edge in both), len(text)]
    for since, till in zip(bounds[::2], bounds[1::2], strict=True):
        for match in WORD.finditer(text, since, till):
            start, end = match.span()
            if end - 1 in closing:
                end -= 1
            named = _NAME_WITH_ENDING.match(text, start, end)
            if (
                named and _NO_TWIN.search(named[1]) and is_ending(text[named.end() : end].lower())
            ):  # "QRни", "Telegramда": a name and its ending
                yield start, named.end(1)
                start = named.end()
            yield start, end


def _replaced(text: str, to: str) -> list[tuple[int, int, str]]:
    """Numerals, and for Latin the units and names that Cyrillic texts spell their own way."""
    numerals = protection.numerals(text)
    if to == "cyrillic":
        return [(start, end, text[start:end]) for start, end, _numeral in numerals]
    return [*numerals, *protection.units(text), *protection.spelt_brands(text)]


def _plainly_uzbek(word: str) -> bool:
    """Latin words among Cyrillic ones are names and abbreviations, unless a letter gives them away."""
    return (is_new(word) or re.search(rf"[oOgG][{APOSTROPHES}]", word) is not None) and not is_foreign(word)


def _is_loud(text: str, start: int, end: int) -> bool:
    """Whether a letter alone stands among words in capitals: the next word tells, else the one before."""
    if end - start > 1:
        return False
    around = [*WORD.findall(text, end, end + 40)[:1], *WORD.findall(text, max(start - 40, 0), start)[-1:]]
    longer = [word for word in around if len(word) > 1]
    return bool(longer) and longer[0].isupper()


def _applied(text: str, edits: Sequence[Edit]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])
