"""Finds the likely word behind a misspelt month or period, so that a person can be asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from scheduler.plan_import.lexing import Token
from scheduler.plan_import.uzbek_words import MONTH_STEMS
from scheduler.plan_import.vocabulary import meanings_of

_LONG_MONTHS = tuple(stem for stem in MONTH_STEMS if len(stem) > 4)
_LIKELY = (
    *_LONG_MONTHS, "iyunda", "iyulda", "doimiy", "chorak", "chorakda", "hafta", "haftada", "muntazam", "marotaba",
    "ejemesyachno", "ejekvartalno", "postoyanno", "kvartal",
)  # fmt: skip
_CLOSENESS = 0.8


def respelt(tokens: Sequence[Token]) -> tuple[list[Token], bool]:
    """Return the tokens with misspelt words read as their one close neighbour, and whether there were any."""
    result: list[Token] = []
    corrected = False
    for token in tokens:
        guess = _guess(token) if token.kind == "?" else None
        corrected = corrected or guess is not None
        result.append(guess or token)
    return result, corrected


def _guess(token: Token) -> Token | None:
    if len(token.word) < 5:
        return None
    close = get_close_matches(token.word, _LIKELY, n=1, cutoff=_CLOSENESS)
    if not close:
        return None
    meaning = meanings_of(close[0])[0]
    return replace(token, kind=meaning.kind, value=meaning.value, case=meaning.case)
