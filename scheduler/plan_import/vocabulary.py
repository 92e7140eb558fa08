"""Words of deadlines in Uzbek and Russian, each with the class of its meaning. Spellings are folded keys.

A class is one character, so that the grammar of `wording` is plain regular expressions over class strings:

N number      2 calendar year  M month       W weekday        H every        d day          b working (day)
w week        m month word     q quarter     y year word      F half         h half-year    D ten days
x times       n pieces         E end         B beginning      L last         U until        S since
K next        c current        I within      V during         C standing     G schedule     Z as needed
A at least    O eve            Y holiday     Q after          P before    , and          - range        f filler
T full date   t day and month  o time of day ? unknown
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTH_STEMS = {
    "yanvar": 1, "fevral": 2, "mart": 3, "aprel": 4, "may": 5, "iyun": 6, "iyul": 7, "avgust": 8,
    "sentabr": 9, "sentyabr": 9, "oktabr": 10, "oktyabr": 10, "noyabr": 11, "dekabr": 12,
}  # fmt: skip
WEEKDAY_STEMS = {
    "dushanba": 0, "seshanba": 1, "chorshanba": 2, "payshanba": 3, "juma": 4, "shanba": 5, "yakshanba": 6,
}  # fmt: skip
RUSSIAN_WEEKDAYS = {
    "ponedelnik": 0, "vtornik": 1, "sred": 2, "chetverg": 3, "pyatnits": 4, "subbot": 5, "voskresen": 6,
}  # fmt: skip
NUMBER_STEMS = {
    "bir": 1, "ikki": 2, "uch": 3, "tort": 4, "besh": 5, "olti": 6, "yetti": 7, "etti": 7, "sakkiz": 8,
    "tokkiz": 9, "on": 10, "yigirma": 20, "ottiz": 30,
}  # fmt: skip
RUSSIAN_NUMBERS = {
    "odin": 1, "odna": 1, "odnogo": 1, "dva": 2, "dve": 2, "dvuh": 2, "tri": 3, "treh": 3, "tryoh": 3, "chetire": 4,
    "pyat": 5, "shest": 6, "sem": 7, "desyat": 10,
}  # fmt: skip
RUSSIAN_ORDINALS = {
    "perv": 1, "vtor": 2, "tret": 3, "chetvert": 4, "pyat": 5, "desyat": 10,
}  # fmt: skip
RAMAZON, QURBON = 1, 2
MOVING_NAMES = {0: "", RAMAZON: "ramazon", QURBON: "qurbon"}
# month * 100 + day; the two that move with the moon have a number each, "hayit" alone is either of them
HOLIDAYS = {
    "navroz": 321, "navruz": 321, "mustakillik": 901, "nezavisimost": 901, "konstitutsiya": 1208, "konstitutsii": 1208,
    "ramazon": RAMAZON, "ramazan": RAMAZON, "roza": RAMAZON, "kurbon": QURBON, "kurban": QURBON, "hayit": 0, "hait": 0,
}  # fmt: skip

# Uzbek nouns take these endings; what the ending says about time is kept as the token's case.
_UZBEK_NOUN = re.compile(r"(?:li[kg])?(?:lar)?(?:i|si|u)?(?:n?ing|nig|ni|[gk]acha|[gk]a|dan|dagi|da|gi)?")
_ORDINAL = re.compile(r"(?:i)?nchi(?:si)?(?:dan|da|ning|ni|ga|gacha)?")

_UZBEK_STEMS = {
    "har": "H", "kun": "d", "sana": "d", "ish": "b", "hafta": "w", "oy": "m", "chorak": "q", "yil": "y",
    "yarim": "F", "yarm": "F", "marta": "x", "marotaba": "x", "martta": "x", "ta": "n", "yakun": "E",
    "ohir": "E", "tugashi": "E", "bosh": "B", "kadar": "U", "gacha": "U", "boshlab": "S", "muddat": "I", "ichi": "I",
    "davomi": "V", "mobayni": "V", "doimiy": "C", "muntazam": "C",
    "uzluksiz": "C", "jadval": "G", "reja": "G", "bayram": "f", "grafik": "G",
    "zarurat": "Z", "zarur": "Z", "kerak": "Z", "ehtiyoj": "Z", "arafa": "O", "soat": "f",
}  # fmt: skip
_WORDS = {
    "ohirgi": "L", "songgi": "L", "keyingi": "K", "kelgusi": "K", "kelasi": "K", "joriy": "c", "shu": "c",
    "kechiktirmay": "U", "kechiktirmasdan": "U", "kechikmay": "U", "kechikmasdan": "U", "kamida": "A",
    "eng": "f", "kami": "A", "bilan": "f", "keyin": "Q", "song": "Q",
    "oldin": "P", "avval": "P", "ilgari": "P", "kolganda": "P", "va": ",", "hamda": ",", "yoki": "?",
    "ravishda": "f", "asosan": "f", "asosida": "f", "muvofik": "f", "binoan": "f", "kora": "f", "hollarda": "f",
    "holda": "f", "bolganda": "f", "kilib": "f", "borish": "f", "boriladi": "f", "boyicha": "f",
    "tasdiklangan": "f", "belgilangan": "f", "alohida": "f", "ishlar": "?", "tugilganda": "f", "pri": "f",
    "y": "y", "kundalik": "Hd", "da": "f", "ga": "f", "ning": "f",
    "uchun": "?",
    # Russian
    "kajdiy": "H", "kajdaya": "H", "kajdoe": "H", "kajdogo": "H", "kajduyu": "H", "kajdoy": "H", "kajdom": "H",
    "ejednevno": "Hd", "ejenedelno": "Hw", "ejemesyachno": "Hm", "ejekvartalno": "Hq", "ejegodno": "Hy",
    "ejemesyachniy": "Hm", "ejekvartalniy": "Hq", "raz": "x", "raza": "x", "den": "d", "dnya": "d", "dney": "d",
    "dni": "d", "dnyam": "d", "chislo": "d", "chisla": "d", "chislu": "d", "rabochiy": "b", "rabochie": "b",
    "rabochih": "b",
    "rabochego": "b", "nedelya": "w", "nedelyu": "w", "nedeli": "w", "nedele": "w", "mesyats": "m", "mesyatsa": "m",
    "mesyatse": "m", "mesyatsev": "m", "kvartal": "q", "kvartala": "q", "kvartale": "q", "kvartali": "q",
    "polugodie": "h", "polugodii": "h", "polugodiya": "h", "god": "y", "goda": "y", "godu": "y", "g": "y", "gg": "y",
    "dekada": "D", "dekade": "D", "dekadi": "D", "konets": "E", "kontse": "E", "kontsa": "E", "kontsu": "E",
    "itogam": "E", "okonchanii": "E", "nachale": "B", "nachalo": "B", "do": "U", "pozdnee": "U", "poslednyaya": "L",
    "posledniy": "L", "poslednyuyu": "L", "poslednee": "L", "poslednego": "L", "posledney": "L", "nachinaya": "S",
    "sleduyushchego": "K", "sleduyushchem": "K", "tekushchego": "c", "tekushchem": "c", "techenie": "V",
    "srok": "I", "techeniye": "V", "postoyanno": "C", "postoyanniy": "C", "regulyarno": "C", "neprerivno": "C",
    "grafiku": "G", "grafikom": "G", "grafika": "G", "raspisaniyu": "G", "soglasno": "f", "planu": "G",
    "utverjdennomu": "f", "utverjdyonnomu": "f", "sootvetstvii": "f", "neobhodimosti": "Z", "mere": "f", "nujdi": "Z",
    "nakanune": "O", "posle": "Q", "pered": "P",
    "menee": "A", "ne": "f", "i": ",", "v": "f", "vo": "f", "s": "f", "k": "f",
    "na": "f", "po": "f", "iz": "f", "polovina": "F", "polovine": "F", "polovini": "F", "chasov": "f",
}  # fmt: skip
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
    if word in _WORDS:
        return [Meaning(kind, word=word) for kind in _WORDS[word]]
    found = _month(word) or _weekday(word) or _number(word) or _holiday(word) or _stem(word)
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
        if not rest or rest == "ta":
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
            return Meaning("Y", day, word=word)
    return None


def _stem(word: str) -> Meaning | None:
    for length in range(len(word), 1, -1):
        kind = _UZBEK_STEMS.get(word[:length])
        rest = word[length:]
        if kind and _UZBEK_NOUN.fullmatch(rest):
            return Meaning(kind, 0, _case(rest), "lar" in rest, word=word)
    return None


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
