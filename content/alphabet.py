"""Uzbek texts from one alphabet into another: Latin of 1995, Cyrillic, Latin of 2026. Pure.

What stays and how to teach it a word is told in docs/alphabets.md. A person approves every converted text; ``doubts``
says where to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from content.alphabets.own_words import NONE, OwnWords
from content.alphabets.passages import blanked, foreign_passages
from content.alphabets.protection import merged, numerals, protected_ranges
from content.alphabets.runs import cut_again
from content.alphabets.texts import convert_paragraph, words_outside
from content.alphabets.words import CYRILLIC, LATIN, is_foreign, is_new
from content.blocks import Block, ListBlock, ListItem, Span
from content.hashtags import APOSTROPHES

Alphabet = Literal["latin", "cyrillic", "latin2026"]

_OLD_LETTERS = re.compile(rf"[oOgG][{APOSTROPHES}]|[sS][hH]|[cC][hH]")
_FEW = 0.1
"""Share of letters that may be of another alphabet: names and abbreviations make no text a mixed one."""

_Spanned = TypeVar("_Spanned", bound=Block | ListItem)


def alphabet_of(text: str, own: OwnWords = NONE) -> Literal["latin", "cyrillic", "latin2026", "mixed", ""]:
    """What ``text`` is written in, "" when it has no Uzbek words; addresses, names and other languages do not count."""
    cyrillic = latin = 0
    old = new = False
    for line in text.split("\n"):
        stays = merged([*protected_ranges(line, own), *(found[:2] for found in numerals(line))])
        for start, end in words_outside(line, merged([*stays, *foreign_passages(blanked(line, stays))])):
            word = line[start:end]
            cyrillic += len(CYRILLIC.findall(word))
            if not is_foreign(word):
                latin += len(LATIN.findall(word))
                old, new = old or bool(_OLD_LETTERS.search(word)), new or is_new(word)
    if not cyrillic + latin:
        return ""
    if min(cyrillic, latin) > (cyrillic + latin) * _FEW or (latin > cyrillic and old and new):
        return "mixed"
    return "cyrillic" if cyrillic > latin else "latin2026" if new else "latin"


def convert(text: str, to: str, own: OwnWords = NONE) -> str:
    """Plain text in the alphabet ``to``; ``own``: the organization's words. Line breaks stay where they are."""
    return "\n".join(convert_paragraph(line, to, own).text for line in text.split("\n"))


def convert_blocks(blocks: Sequence[Block], to: str, own: OwnWords = NONE) -> tuple[Block, ...]:
    """The same blocks, spans and links with their words in the alphabet ``to``."""
    return tuple(_converted(block, to, own) for block in blocks)


def doubts(text: str, to: str, own: OwnWords = NONE) -> tuple[str, ...]:
    """Words of ``text``, as written and each once, that may be wrong in the alphabet ``to``."""
    found = (word for line in text.split("\n") for word in convert_paragraph(line, to, own).doubts)
    return tuple(dict.fromkeys(found))


def _converted(block: Block, to: str, own: OwnWords) -> Block:
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(_item(item, to, own) for item in block.items))
    return _spanned(block, to, own)


def _item(item: ListItem, to: str, own: OwnWords) -> ListItem:
    children = tuple(replace(child, items=tuple(_item(one, to, own) for one in child.items)) for child in item.children)
    return replace(_spanned(item, to, own), children=children)


def _spanned(block: _Spanned, to: str, own: OwnWords) -> _Spanned:
    assert not isinstance(block, ListBlock)
    pieces = [span.text for span in block.spans]
    converted = convert_paragraph("".join(pieces), to, own)
    spans: tuple[Span, ...] = tuple(
        replace(span, text=text) for span, text in zip(block.spans, cut_again(pieces, converted, to), strict=True)
    )
    return replace(block, spans=spans)
