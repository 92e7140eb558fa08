"""A word in small letters from one alphabet into another: exceptions first, alifbo for the rest. Pure.

alifbo knows the letters; what it reads wrong is put right before it sees the word (docs/alphabets.md lists it).
"""

from __future__ import annotations

import re
from functools import lru_cache

import alifbo

from content.alphabets.lists import stems
from content.alphabets.suffixes import is_ending

_APART = "\0"
_NATIVE_TS = re.compile(r"t(?=s(?:iz|in(?:$|lar|gacha|chi)|ira|evar|[aou]))")
"""t and s that meet at an ending ("aytsa", "sifatsiz"): elsewhere they are the one letter ц."""
_TSE_AS_S = re.compile(r"(?<=[nkp])s(?=iya|ion)")
_LONGEST = 24
"""Letters of the longest exception, and some."""
_TSE_AFTER_CONSONANT = re.compile(r"(?<=[бвгджзйклмнпрстфхшчғқҳ])ц")


@lru_cache(maxsize=8192)
def to_cyrillic(word: str) -> tuple[str, bool]:
    """A Latin word of 1995 with oʻ, gʻ and ʼ in place; True when it comes from the exceptions."""
    stem = _stem(word, "cyrillic")
    if stem is None:
        return _to_cyrillic(word), False
    found, rest = stems("cyrillic")[stem], word[len(stem) :]
    # before an ending the soft sign goes: сентябрь, сентябрдан
    return (found.removesuffix("ь") if rest else found) + _to_cyrillic(rest), True


@lru_cache(maxsize=8192)
def to_latin(word: str) -> tuple[str, bool]:
    """The Latin of 1995 of a Cyrillic word; True when it comes from the exceptions."""
    stem = _stem(word, "latin")
    if stem is None:
        return _to_latin(word), False
    known = stems("latin")
    return (known.get(stem) or known[f"{stem}ь"]) + _to_latin(word[len(stem) :]), True


def _stem(word: str, to: str) -> str | None:
    """The longest exception that ``word`` is a form of."""
    known = stems(to)
    for length in range(min(len(word), _LONGEST), 1, -1):
        start = word[:length]
        if (start in known or (to == "latin" and f"{start}ь" in known)) and is_ending(word[length:]):
            return start
    return None


def _to_cyrillic(word: str) -> str:
    apart = _NATIVE_TS.sub(f"t{_APART}", word.replace("sʼh", f"s{_APART}h").replace("shch", f"sh{_APART}ch"))
    pieces = _TSE_AS_S.sub("ts", apart).split(_APART)
    return "".join(
        alifbo.to_cyrillic(piece, protect_spans=False, foreign_words="transliterate", ng_as_digraph=False).text
        for piece in pieces
    )


def _to_latin(word: str) -> str:
    ready = _TSE_AFTER_CONSONANT.sub("с", word).replace("сҳ", "сʼҳ")
    new = alifbo.from_cyrillic(ready, protect_spans=False).text
    return alifbo.to_old_latin(new, protect_spans=False).text
