"""Cuts a deadline into tokens with a class each (see `vocabulary`), ready for the grammar of `wording`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from scheduler.plan_import.folding import fold, is_cyrillic
from scheduler.plan_import.plan_dates import PlanDate
from scheduler.plan_import.vocabulary import ROMAN, Meaning, joined, meanings_of

_PIECE = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<dmy>\b\d{1,2}(?:[./]\d{1,2}[./](?:\d{4}|\d{2})|-\d{1,2}-\d{4})(?!\d))"
    r"|(?P<ymd>\b(?:19|20)\d{2}\.\d{1,2}\.\d{1,2}(?!\d))"
    r"|soat(?:lar)?(?:i|da|dan)?\s*(?P<oclock>\d{1,2}(?:[.:-]\d{2})?)"
    r"|(?P<time>\b\d{1,2}:\d{2}(?!\d))(?:\s*ch\b)?"
    r"|(?P<monthyear>\b\d{1,2}\.20\d{2}(?!\d))"
    r"|(?P<dm>\b\d{1,2}\.\d{1,2}(?!\d))"
    r"|(?P<number>\d+)(?:-?(?:go|mu|oe|aya|ogo|omu|om|iy|i?nchi|chi)\b|-(?:y|ya|e|h|m|ti)\b)?|(?P<word>[a-z]+)|(?P<dash>-)|(?P<comma>[,;&\n])|(?P<gap>[\s.():\"]+)|(?P<other>.)"
)
_MINUTES = frozenset({".00", ".15", ".20", ".30", ".40", ".45"})
_NAMED_BY_ROMAN = frozenset("qhFD")
_BEFORE_A_MONTH = frozenset({"s", "so", "po", "do", "k", "posle", "nachinaya", "pozdnee"})
_HOMOGLYPHS = frozenset({"l", "ll", "lll", "p", "sh"})


@dataclass(frozen=True)
class Token:
    """One meaningful piece of a deadline. `date` is set for classes T and t, `at` for class o."""

    kind: str
    value: int = 0
    case: str = ""
    plural: bool = False
    ordinal: bool = False
    word: str = ""
    date: PlanDate | None = None
    at: time | None = None


def lex(text: str) -> list[Token]:
    """Return the tokens of a deadline without its filler words. Never raises."""
    tokens: list[Token] = []
    for match in _PIECE.finditer(joined(fold(text))):
        tokens.extend(_tokens_of(match))
    tokens = _with_roman_numbers(tokens)
    tokens = [token for token in _with_russian_ranges(tokens) if token.kind != "f"]
    if is_cyrillic(text):
        tokens = _with_russian_march(tokens)
    if tokens and (tokens[0].kind == "," or tokens[-1].word in ("va", "hamda", "i")):  # what it joins is lost
        tokens = [*tokens, Token("?")]
    return _with_counts_that_stand_alone(_with_joined_numbers(_with_meaningful_dashes(tokens)))


def _with_russian_ranges(tokens: list[Token]) -> list[Token]:
    """Read "s ... po ..." and "s ... do ..." as a range, unless "po" opens a rhythm ("s maya po pyatnitsam").

    "s" without its "po" is "since", "po" without its "s" is "until".
    """
    ranged = list(tokens)
    since: int | None = None
    for place, token in enumerate(tokens):
        following = ranged[place + 1] if place + 1 < len(tokens) else Token("")
        if token.word in _BEFORE_A_MONTH and following.word == "marta":
            following = ranged[place + 1] = replace(following, kind="M", value=3)
        if token.word in ("s", "so") and following.kind != "G":
            since = place if following.kind in tuple("NMTt2") else None
            ranged[place] = replace(token, kind="?" if since is None else "S")
        elif token.word in ("po", "do") and following.kind in tuple("NMTt"):
            if since is not None:
                spans = ranged[place - 1].kind in "NMTtx"  # behind a year the grammar knows no range: ask
                ranged[place] = Token("-" if spans else "?", word=token.word)
                ranged[since] = tokens[since]
                since = None
            elif token.word == "po" and [after.kind for after in tokens[place + 1 : place + 3]] == ["N", "M"]:
                ranged[place] = replace(token, kind="U")
    return ranged


def _tokens_of(match: re.Match[str]) -> list[Token]:
    piece, text = match.lastgroup, match.group(match.lastgroup or 0)
    if piece == "iso":
        year, month, day = (int(part) for part in text.split("-"))
        return [Token("T", date=PlanDate(month, day, year), word=text)]
    if piece == "dmy":
        day, month, year = (int(part) for part in re.split(r"[./-]", text))
        return [Token("T", date=PlanDate(month, day, year + 2000 if year < 100 else year), word=text)]
    if piece == "ymd":
        year, month, day = (int(part) for part in text.split("."))
        return [Token("T", date=PlanDate(month, day, year), word=text)]
    if piece == "dm":
        day, month = (int(part) for part in text.split("."))
        if day < 24 and text[-3:] in _MINUTES:  # "10.00" is an hour
            return [Token("o", at=time(day, month))]
        return [Token("t", date=PlanDate(month, day), word=text)]
    if piece == "monthyear":
        month, year = (int(part) for part in text.split("."))
        return [Token("M", month, word=text), Token("2", year)] if 1 <= month <= 12 else [Token("?", word=text)]
    if piece in ("oclock", "time"):
        hour, _, minute = re.sub(r"[.-]", ":", text).partition(":")
        known = int(hour) < 24 and int(minute or 0) < 60
        return [Token("o", at=time(int(hour), int(minute or 0)))] if known else [Token("?", word=text)]
    if piece == "number":
        value = int(text[:9])
        return [Token("2" if 1990 <= value <= 2099 else "N", value, word=text)]
    if piece == "word":
        return [_from_meaning(meaning) for meaning in meanings_of(text)]
    if piece == "gap":
        return []
    return [Token({"dash": "-", "comma": ","}.get(piece or "", "?"), word=text)]


def _from_meaning(meaning: Meaning) -> Token:
    return Token(meaning.kind, meaning.value, meaning.case, meaning.plural, meaning.ordinal, meaning.word)


def _with_roman_numbers(tokens: list[Token]) -> list[Token]:
    """Read "i", "iv" and their homoglyphs as numbers where they name a quarter, a half-year or ten days."""
    result: list[Token] = []
    named = False
    for token in reversed(tokens):
        directly = bool(result) and result[-1].kind in _NAMED_BY_ROMAN
        joins = token.word == "i" and bool(result) and result[-1].kind == "N"  # the Russian "and" before a number
        is_roman = not joins and named and token.word in ROMAN and (directly or token.word not in _HOMOGLYPHS)
        if is_roman:
            token = replace(token, kind="N", value=ROMAN[token.word], ordinal=True)
        named = token.kind in _NAMED_BY_ROMAN or (named and (is_roman or token.kind in (",", "-")))
        result.append(token)
    return result[::-1]


def _with_meaningful_dashes(tokens: list[Token]) -> list[Token]:
    """Keep a dash only where it spans a range; elsewhere it joins a number to its noun or a word to a word."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "-":
            left = tokens[place - 1].kind if place else ""
            right = tokens[place + 1].kind if place + 1 < len(tokens) else ""
            if not _spans_a_range(left, right):
                is_cut_off = left in tuple("NMTt") and place + 1 == len(tokens)
                if not is_cut_off and not _stands_between_dates(tokens, place):
                    continue
                token = replace(token, kind="?")
        kept.append(token)
    return kept


def _spans_a_range(left: str, right: str) -> bool:
    if (left, right) == ("N", "M") or "2" in (left, right) or "W" in (left, right):
        return left == right
    return left in tuple("NMTtWd") and right in tuple("NMTtW")


def _stands_between_dates(tokens: list[Token], place: int) -> bool:
    """Tell whether the dash spans two dates that carry their years: no grammar reads that, so a person is asked."""
    before, after = ({token.kind for token in part} for part in (tokens[:place], tokens[place + 1 :]))
    touches_year = tokens[place - 1].kind in "2y" or tokens[place + 1 : place + 2][0].kind == "2" if after else False
    return touches_year and bool(before & set("MTt")) and bool(after & set("MTt"))


def _with_joined_numbers(tokens: list[Token]) -> list[Token]:
    """Join "yigirma besh" into one number, and drop a number that repeats in letters the one before: "2 (ikki)"."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if (
            before is not None
            and (before.kind, token.kind) == ("N", "N")
            and before.word.isalpha()
            and token.word.isalpha()
            and before.value in (10, 20, 30)
            and token.value < 10
        ):
            joined[-1] = replace(token, value=before.value + token.value)
        else:
            joined.append(token)
    return [token for place, token in enumerate(joined) if not (place and _repeats(joined[place - 1], token))]


def _repeats(before: Token, token: Token) -> bool:
    in_letters = before.word.isdigit() and token.word.isalpha() and not token.ordinal
    return in_letters and (before.kind, token.kind, token.value) == ("N", "N", before.value)


def _with_counts_that_stand_alone(tokens: list[Token]) -> list[Token]:
    """Read "haftada bir" as "once a week": a bare "bir" at the end of a phrase, behind a period."""
    counted = list(tokens)
    for place, token in enumerate(tokens):
        ends = place + 1 == len(tokens) or tokens[place + 1].kind == ","
        before = tokens[place - 1] if place else Token("")
        if token.word == "bir" and ends and before.kind in tuple("dwmqhy") and before.case in ("in", "to"):
            counted[place] = replace(token, kind="x")
    return counted


def _with_russian_march(tokens: list[Token]) -> list[Token]:
    """Read the Cyrillic "1 марта" as a date where no period word makes it "once", and "конец марта" as the month."""
    counts = any(
        token.kind in "dwmqhy" for token in tokens if token.kind != "y" or token.word not in ("g", "goda", "ejegodno")
    )
    return [
        replace(token, kind="M", value=3)
        if token.word == "marta" and _is_march(tokens[max(0, place - 2) : place], tokens[place + 1 :], counts)
        else token
        for place, token in enumerate(tokens)
    ]


def _is_march(before: Sequence[Token], after: Sequence[Token], counts: bool) -> bool:
    """Tell whether "марта" between these tokens is the month; `counts` says that a period stands in the phrase."""
    if not before:
        return False
    if before[-1].kind != "N" or not before[-1].word.isdigit():
        return before[-1].kind in "FDEBW"
    since = before[0].kind in "SU" and before[0].word in _BEFORE_A_MONTH
    has_year = [token.kind for token in after[:2]] == ["2", "y"] and after[1].word in ("g", "goda")
    return not counts or since or has_year
