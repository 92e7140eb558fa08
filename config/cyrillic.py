"""Texts of screens from Latin Uzbek into Cyrillic."""

from __future__ import annotations

import re

from content.alphabet import convert
from content.alphabets.suffixes import is_ending

_KEPT = r"%\(\w+\)[\d.+-]*[a-z]|%[sdr%]|\{[^{}]*\}|<[^<>]*>|&\#?\w+;|\w+://\S+"
"""Placeholders, tags, signs written out, addresses."""
_PIECE = re.compile(rf"({_KEPT}|--[a-z-]+|\w+_\w*)|([A-Za-z][A-Za-z0-9_ʻʼ]*)")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PLACE = re.compile(r"⟦(\d+)⟧")
_BORROWED = frozenset(
    {
        *("adapter", "administrator", "apr", "bot", "broker", "chorakda", "disk", "film", "format", "har", "hayit"),
        *("million", "nonillion", "septillion", "trillion"),
        *("internet", "manifest", "mar", "may", "media", "namuna", "plyus", "port", "post", "qurbon", "radio"),
        *("ramazon", "server", "slug", "token", "video"),
    }
)
"""Uzbek words that English writes with the same letters; any other word that stands in both texts is a name."""


def in_cyrillic(text: str, english: str) -> str:
    """``text``, the Uzbek of ``english``, in Cyrillic letters; placeholders, tags and names stay as they are."""
    names = {name for name in _NAME.findall(re.sub(_KEPT, " ", english)) if name.isupper() or not _is_borrowed(name)}
    names |= {name.capitalize() for name in names}
    if " " not in english:  # the one word that both languages have, or a name: the lists of names know
        names = {name for name in names if not name.isalpha()}
    kept: list[str] = []

    def put_by(match: re.Match[str]) -> str:
        stays = match[1] or _name_in(match[2], names)
        if not stays:
            return match[0]
        kept.append(stays)
        return f"⟦{len(kept) - 1}⟧{match[0].removeprefix(stays)}"

    converted = convert(_PIECE.sub(put_by, text), "cyrillic")
    return _PLACE.sub(lambda match: kept[int(match[1])], converted)


def _is_borrowed(word: str) -> bool:
    return word.lower() in _BORROWED


def _name_in(word: str, names: set[str]) -> str:
    """The name that ``word`` is, or that it carries before an ending (Worddan: Word); "" when it is none."""
    if word in names:
        return word
    carried = (name for name in names if len(name) > 2 and word.startswith(name) and is_ending(word[len(name) :]))
    return max(carried, key=len, default="")
