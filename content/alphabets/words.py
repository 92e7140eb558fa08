"""A word as it stands in a text, with its capitals and apostrophes, in another alphabet. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from content.alphabets import letters
from content.alphabets.lists import words
from content.hashtags import APOSTROPHES

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_TURNED = re.compile(rf"(?<=[oOgG])[{APOSTROPHES}]")
_TUTUQ = re.compile(rf"[{APOSTROPHES.replace('ʻ', '')}]|(?<![oOgG])ʻ")
_UNIT = re.compile(r"[og]ʻ|sh|ch|y[oaue](?!ʻ)|ts|.", re.IGNORECASE)
_FOREIGN = re.compile(r"w|c(?!h)|[^\W\d_a-zöğşçʻʼ]", re.IGNORECASE)
_TWINS = "aceopxyABCEHKMOPTXacеорхуАВСЕНКМОРТХ"
_TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTXiI", "асеорхуАВСЕНКМОРТХіІ")
_TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХіІ", "aceopxyABCEHKMOPTXiI")
_NEW = {"oʻ": "ö", "gʻ": "ğ", "sh": "ş", "ch": "ç"}
_OLD = {"ö": "oʻ", "ğ": "gʻ", "ş": "sh", "ç": "ch"}
_NEW_LETTERS = re.compile("[öğşç]", re.IGNORECASE)
_PAIRS = re.compile("[og]ʻ|(?<!sʼ)sh|ch", re.IGNORECASE)
_SOFTENED = re.compile(r"[bdfgklmnprstvxzhq]y[aoue](?!ʻ)|[bdfgklmnprstvz]yo$")
_LOANED = re.compile(r"[ьщы]|ц(?!и)|ъ[еёюя]|[бвдзкмпстф][юё]")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    doubtful: bool = False


@lru_cache(maxsize=8192)
def convert_word(word: str, to: str, loud: bool = False) -> Word:
    """``word`` in the alphabet ``to``; ``loud``: its neighbours are all capitals, so a letter alone is one as well."""
    word = unicodedata.normalize("NFC", word)
    if CYRILLIC.search(word) and LATIN.search(word):
        folded = _one_alphabet(word)
        if CYRILLIC.search(folded) and LATIN.search(folded):
            return Word(word, doubtful=True)
        return Word(convert_word(folded, to, loud).text, doubtful=True)
    if CYRILLIC.search(word):
        converted = _from_cyrillic(word, to, loud)
        return converted if converted.text else Word(word, doubtful=True)  # a soft sign alone
    return _from_latin(word, to, loud)


def canonical(word: str) -> str:
    """A Latin word with the apostrophes the alphabet of 1995 has: U+02BB after o and g, U+02BC elsewhere."""
    return _TUTUQ.sub("ʼ", _TURNED.sub("ʻ", word))


def is_foreign(word: str) -> bool:
    """Whether a Latin word cannot be Uzbek: letters the language does not have, or a capital inside."""
    plain = canonical(word)
    capital = _capitals(plain)
    inside = any(later and not earlier for earlier, later in itertools.pairwise(capital))
    return bool(_FOREIGN.search(plain)) or (inside and "ʻ" not in plain and not is_new(plain))


def is_new(word: str) -> bool:
    return bool(_NEW_LETTERS.search(word))


def _from_latin(word: str, to: str, loud: bool) -> Word:
    if is_foreign(word):
        return Word(word, doubtful=to == "cyrillic")
    if to == "latin":
        return Word(_old(word, loud) if is_new(word) else word)
    if to == "latin2026":
        return Word(_new(_with_tutuq(canonical(word))))
    plain = canonical(_old(word, loud))
    known = [letters.to_cyrillic(piece.lower()) for piece in _cased_pieces(plain)]
    text = "".join(
        _cased(piece, cyrillic) for piece, (cyrillic, _known) in zip(_cased_pieces(plain), known, strict=True)
    )
    return Word(text, not all(listed for _text, listed in known) and bool(_SOFTENED.search(plain.lower())))


def _from_cyrillic(word: str, to: str, loud: bool) -> Word:
    if to == "cyrillic":
        return Word(word, _lost_descender(word))
    pieces = _cased_pieces(word)
    known = [letters.to_latin(piece.lower()) for piece in pieces]
    text = "".join(_cased(piece, latin, loud) for piece, (latin, _known) in zip(pieces, known, strict=True))
    doubtful = _lost_descender(word) or (
        not all(listed for _text, listed in known) and bool(_LOANED.search(word.lower()))
    )
    return Word(_new(text) if to == "latin2026" else text, doubtful)


def _cased_pieces(word: str) -> list[str]:
    """The word whole, or where capitals stand inside ("BMTning", "OʻzA") its capitals and its endings apart."""
    capital = _capitals(word)
    if all(capital) or not any(capital[1:]):
        return [word]
    pieces: list[str] = []
    for at, (unit, is_capital) in enumerate(zip(_UNIT.findall(word), capital, strict=True)):
        changes = at == 0 or is_capital != capital[at - 1]
        follows_one_capital = at > 0 and capital[at - 1] and (at < 2 or not capital[at - 2])
        if changes and not (follows_one_capital and not is_capital):
            pieces.append(unit)
        else:
            pieces[-1] += unit
    return pieces


def _capitals(word: str) -> list[bool]:
    """For each letter or pair of letters whether it is a capital; a tutuq is as the letter after it ("Eʼlon"), at the
    end as the one before."""
    own = [None if unit[0].upper() == unit[0].lower() else unit[0].isupper() for unit in _UNIT.findall(word)]
    return [next((one for one in (*own[at:], *own[at::-1]) if one is not None), False) for at in range(len(own))]


def _cased(source: str, lower: str, loud: bool = False) -> str:
    capital = _capitals(source)
    if not any(capital):
        return lower
    if all(capital) and (len(capital) > 1 or loud):
        return lower.upper()
    return lower[:1].upper() + lower[1:]


def _new(word: str) -> str:
    return _PAIRS.sub(lambda found: _like(found[0], _NEW[found[0].lower()]), word)


def _old(word: str, loud: bool) -> str:
    def pair(found: re.Match[str]) -> str:
        old = _OLD[found[0].lower()]
        if found[0].islower():
            return old
        around = word[found.end() : found.end() + 1] or word[max(found.start() - 1, 0) : found.start()]
        return old.upper() if around.isupper() or (loud and not around) else old.capitalize()

    return _NEW_LETTERS.sub(pair, word)


def _like(source: str, letter: str) -> str:
    return letter.upper() if source[0].isupper() else letter


def _with_tutuq(word: str) -> str:
    """s and h that are two letters, where people leave the tutuq out between them."""
    cyrillic, listed = letters.to_cyrillic(word.lower())
    at = word.lower().find("sh")
    return f"{word[: at + 1]}ʼ{word[at + 1 :]}" if listed and at >= 0 and "сҳ" in cyrillic else word


def _one_alphabet(word: str) -> str:
    """Letters that only look right replaced by their twins, in the alphabet of those that have none."""
    own = [letter for letter in word if letter.isalpha() and letter not in _TWINS]
    cyrillic = sum(bool(CYRILLIC.match(letter)) for letter in own or word)
    return word.translate(_TO_CYRILLIC if cyrillic * 2 >= len(own or word) else _TO_LATIN)


def _lost_descender(word: str) -> bool:
    """Whether the word is one of those with ҳ, written with х."""
    lower = word.lower()
    return "х" in lower and any(lower.startswith(start.replace("ҳ", "х")) for start in words("h_letters.tsv"))
