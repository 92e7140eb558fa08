"""Runs of one look inside a paragraph that went into another alphabet: each keeps its words. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from content.alphabets.texts import Converted, Edit
from content.alphabets.words import convert_word

_PAIRS = frozenset({"sh", "ch", "oʻ", "gʻ", "yo", "yu", "ya", "ye", "ts", "sʼ"})


def cut_again(pieces: Sequence[str], converted: Converted, to: str) -> list[str]:
    """The converted text in as many pieces as there were: where a bound fell into a word, behind the same letter.

    A piece that held something holds at least one letter afterwards, so that no link is lost.
    """
    bounds = [0, *(_moved(bound, converted, to) for bound in accumulate(map(len, pieces)))]
    for at, piece in enumerate(pieces, start=1):
        bounds[at] = min(max(bounds[at], bounds[at - 1] + bool(piece)), len(converted.text))
    for at in range(len(pieces) - 1, 0, -1):
        bounds[at] = min(bounds[at], bounds[at + 1] - bool(pieces[at]))
    return [converted.text[start:end] for start, end in pairwise(bounds)]


def _moved(bound: int, converted: Converted, to: str) -> int:
    """Where a place of the source text lies in the converted one."""
    starts = [edit.start for edit in converted.edits]
    before = converted.edits[: bisect_right(starts, bound)]
    if before and before[-1].start < bound < before[-1].end:
        edit = before[-1]
        return edit.start + _grown(before[:-1]) + _inside(edit, bound - edit.start, converted, to)
    if before and before[-1].start == bound:
        before = before[:-1]
    return bound + _grown(before)


def _grown(edits: Sequence[Edit]) -> int:
    return sum(len(edit.text) - (edit.end - edit.start) for edit in edits)


def _inside(edit: Edit, letters: int, converted: Converted, to: str) -> int:
    """How many letters of the new word answer to the first ``letters`` of the old one."""
    head = convert_word(converted.source[edit.start : edit.start + letters], to).text
    at = min(len(head), len(edit.text))
    return at + 1 if edit.text[at - 1 : at + 1].lower() in _PAIRS else at
