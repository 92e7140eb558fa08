"""Words of deadlines in Uzbek and Russian, each with the class of its meaning. Spellings are folded keys.

A class is one character, so that the grammar of `wording` is plain regular expressions over class strings:

N number      2 calendar year  M month       W weekday        H every        d day          b working (day)
w week        m month word     q quarter     y year word      F half         h half-year    D ten days
x times       n pieces         E end         B beginning      L last         U until        S since
K next        c current        I within      V during         C standing     G schedule     Z as needed
A at least    O eve            Y holiday     Q after          P before    , and          - range        f filler
T full date   t day and month  o time of day R rest day      X except       j holiday word e school (year)
u piece of work                v event       ? unknown
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.plan_import.russian_words import (
    RUSSIAN_COUNTS,
    RUSSIAN_NUMBERS,
    RUSSIAN_ORDINALS,
    RUSSIAN_PLURALS,
    RUSSIAN_WEEKDAYS,
    RUSSIAN_WORDS,
)
from scheduler.plan_import.uzbek_words import (
    HOLIDAYS,
    MONTH_STEMS,
    NUMBER_STEMS,
    SHORT_MONTHS,
    UZBEK_STEMS,
    UZBEK_WORDS,
    WEEKDAY_STEMS,
)

# Uzbek nouns take these endings; what the ending says about time is kept as the token's case.
_UZBEK_NOUN = re.compile(r"(?:li[kg])?(?:lar)?(?:i|si|u)?(?:n?ing|nig|ni|[gk]acha|[gk]a|dan|dagi|da|gi)?")
_VALUES = {**NUMBER_STEMS, "bit": 1}
_PIECES = re.compile(rf"({'|'.join(_VALUES)})ta(?:dan)?")
_ORDINAL = re.compile(r"(?:i)?nchi(?:si)?(?:dan|da|ning|ni|ga|gacha)?")

_WORDS = {**UZBEK_WORDS, **RUSSIAN_WORDS}
# What happens once on a day that the plan does not know.
_EVENT = re.compile(
    r"(?:tadbir|otkazil|elon|kilin|kabul|tashrif|majlis|yigilish|sessiya|imzolan|chikaril|chikkan|kelib|tush(?!unt)"
    r"|meropriyat|proveden|prinyati|zasedan|sobiti)[a-z]*"
)
_JOINED = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\bdam olish", "damolish"),
        (r"\bne (?=pozdnee\b|pozje\b|menee\b|reje\b)", ""),
        (r"\bbudn(?:yam|im dnyam|ie dni)\b", "rabochim dnyam"),
        (r"\bkam (?:bolma(?:gan|sligi|sdan|y)|emas)\b", ""),
        (r"\bt\. ?g\b\.?", "tekushchego goda "),
        (r"\bbelgilangan muddat", "belgilanganmuddat"),
        (r"\bustanovlenn[a-z]{1,4} srok[a-z]{0,3}", "belgilanganmuddat"),
    )
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "l": 1, "ll": 2, "lll": 3, "p": 2, "sh": 3}
_RUSSIAN_MONTH = re.compile(r"(?:a|e|u|om|em|ya|yu|yom)?")
_RUSSIAN_WEEKDAY = re.compile(r"(?:a|e|i|u|am|ah|y|ya|e|yam|yah|ye|n[a-z]{1,3})?")
_RUSSIAN_ORDINAL = re.compile(r"(?:iy|oe|aya|aya|ogo|oy|om|uyu|ya|e|ie|yego|ego|em|yu|ey|i|ye)")


@dataclass(frozen=True)
class Meaning:
    """What one word says: its class, a number where it has one, the case of its ending, and how it was spelt."""

    kind: str
    value: int = 0
    case: str = ""
    plural: bool = False
    ordinal: bool = False
    word: str = ""


def meanings_of(word: str) -> list[Meaning]:
    """Return what one folded word means: one meaning, two for words such as "ejekvartalno", or one unknown."""
    if word == "mae":
        return [Meaning("M", 5, word=word)]
    if word in SHORT_MONTHS:
        return [Meaning("M", SHORT_MONTHS[word], word=word)]
    if word in RUSSIAN_COUNTS:
        return [Meaning("N", RUSSIAN_COUNTS[word], word=word), Meaning("x", word=word)]
    if pieces := _PIECES.fullmatch(word):
        return [Meaning("N", _VALUES[pieces[1]], word=pieces[1]), Meaning("n", word=word)]
    if word in _WORDS:
        return [Meaning(kind, plural=word in RUSSIAN_PLURALS, word=word) for kind in _WORDS[word]]
    found = _month(word) or _weekday(word) or _number(word) or _holiday(word) or _stem(word) or _event(word)
    return [found or Meaning("?", word=word)]


def _month(word: str) -> Meaning | None:
    for stem, month in MONTH_STEMS.items():
        if not word.startswith(stem):
            continue
        rest = word[len(stem) :]
        if stem == "mart" and rest == "a":  # "marta" is "times" in Uzbek; the lexer settles the Russian date
            return None
        if _UZBEK_NOUN.fullmatch(rest):
            return Meaning("M", month, _case(rest), "lar" in rest, word=word)
        if _RUSSIAN_MONTH.fullmatch(rest):
            return Meaning("M", month, "", word=word)
    return None


def _weekday(word: str) -> Meaning | None:
    for stem, weekday in WEEKDAY_STEMS.items():
        if word.startswith(stem) and _UZBEK_NOUN.fullmatch(word[len(stem) :]):
            return Meaning("W", weekday, _case(word[len(stem) :]), "lar" in word[len(stem) :], word=word)
    for stem, weekday in RUSSIAN_WEEKDAYS.items():
        if word.startswith(stem) and _RUSSIAN_WEEKDAY.fullmatch(word[len(stem) :]):
            return Meaning("W", weekday, "", word.endswith(("am", "yam")), word=word)
    return None


def _number(word: str) -> Meaning | None:
    if word in RUSSIAN_NUMBERS:
        return Meaning("N", RUSSIAN_NUMBERS[word], word=word)
    for stem, value in NUMBER_STEMS.items():
        rest = word[len(stem) :]
        if not word.startswith(stem):
            continue
        if not rest:
            return Meaning("N", value, word=word)
        if _ORDINAL.fullmatch(rest):
            return Meaning("N", value, _case(rest), ordinal=True, word=word)
    for stem, value in RUSSIAN_ORDINALS.items():
        if word.startswith(stem) and _RUSSIAN_ORDINAL.fullmatch(word[len(stem) :]):
            return Meaning("N", value, ordinal=True, word=word)
    return None


def _holiday(word: str) -> Meaning | None:
    for stem, day in HOLIDAYS.items():
        if word.startswith(stem) and re.fullmatch(r"[a-z]{0,5}", word[len(stem) :]):
            return Meaning("Y", day, _case(word[len(stem) :]), word=word)
    return None


def _stem(word: str) -> Meaning | None:
    for length in range(len(word), 1, -1):
        kind = UZBEK_STEMS.get(word[:length])
        rest = word[length:]
        if kind and _UZBEK_NOUN.fullmatch(rest):
            return Meaning(kind, 0, _case(rest), "lar" in rest, word=word)
    return None


def _event(word: str) -> Meaning | None:
    return Meaning("v", word=word) if _EVENT.fullmatch(word) else None


def joined(key: str) -> str:
    """Return a folded text with phrases whose words mean something else apart made into one word each."""
    for pattern, word in _JOINED:
        key = pattern.sub(word, key)
    return key


def _case(ending: str) -> str:
    if ending.endswith("cha"):
        return "until"
    if ending.endswith("dan"):
        return "from"
    if ending.endswith(("da", "dagi", "gi")):
        return "in"
    if ending.endswith(("ing", "nig")):
        return "of"
    return "to" if ending.endswith(("ga", "ka")) else ""
