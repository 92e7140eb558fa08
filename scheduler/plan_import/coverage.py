"""Reads where an item is to be covered: channel words and the names of outlets in quotes. Knows nothing of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from scheduler.plan_import.channel_words import CHANNELS, FOREIGN, GUESTS, NETWORK, TAKEN, UNSETTLED, WORDS
from scheduler.plan_import.folding import fold
from scheduler.plan_import.outlets import QUOTED, is_network, name_of, outlets_of

__all__ = ["Coverage", "mentioned_channels", "outlets_of", "read_coverage"]

LONGEST_COVERAGE = 5000  # characters; what stands behind them in one cell is asked about
_LONGEST_TITLE = 20_000
_MATERIAL = frozenset({"banner"})
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SEPARATOR = re.compile(r"[,;]|\n\s*(?=[-•–\d])")
_JOINED = re.compile(r"\s(?:va|hamda|ва|ҳамда|хамда|и)\s")
_CLOSENESS = 0.8


@dataclass(frozen=True)
class Coverage:
    """Channels in the order of the text, the names of outlets, and codes of questions for a person."""

    channels: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


def read_coverage(text: str) -> Coverage:
    """Return the channels that a coverage cell asks for.

    `channel_unknown`: a part of the cell names no channel we know. `channel_unclear`: the words leave it open whether
    the official pages or the networks are meant, they are misspelt, or they exclude, choose, condition or time a
    channel. Never raises.
    """
    cut, text = len(text) > LONGEST_COVERAGE, text[:LONGEST_COVERAGE]
    key = _key_of(text)
    channels, corrected = _channels_with_slips(key)
    parts = [part for part in _SEPARATOR.split(_IN_BRACKETS.sub(" ", text)) if fold(part).strip(" .-()")]
    review = []
    if not channels or FOREIGN.search(key) or not all(_names_channels(part) for part in parts):
        review.append("channel_unknown")
    if {"social", "official_pages"} <= set(channels) and re.search(r"tarmo[kg]\w*dagi (?:\w+ )?rasmiy", key):
        channels = tuple(name for name in channels if name != "official_pages")
        review.append("channel_unclear")
    if corrected or cut or (channels and UNSETTLED.search(key)):
        review.append("channel_unclear")
    return Coverage(channels, outlets_of(text), tuple(dict.fromkeys(review)))


def mentioned_channels(text: str) -> tuple[str, ...]:
    """Return channels that a title or a method names in passing, in the order of the text."""
    channels, _ = _channels_in(_key_of(text[:_LONGEST_TITLE]))
    return tuple(name for name in channels if name not in _MATERIAL)


def _names_channels(part: str) -> bool:
    """Tell whether a part of the list names a channel, and so does each piece that is joined on behind one."""
    if QUOTED.fullmatch(part.strip()) or GUESTS.search(fold(part)):
        return True
    known = [bool(_channels_with_slips(_key_of(piece))[0]) for piece in _JOINED.split(part)]
    return known[-1]


def _key_of(text: str) -> str:
    """Return the folded text without names in quotes, which may hold any word, and without guests."""
    return GUESTS.sub(" ", fold(QUOTED.sub(_without_quoted_name, text)))


def _channels_with_slips(key: str) -> tuple[tuple[str, ...], bool]:
    """Return the channels, and whether one of them was found only by reading a misspelt word as its neighbour."""
    channels, rest = _channels_in(key)
    slips = {word: close[0] for word in set(re.findall(r"[a-z]{5,20}", rest)) if (close := _close_to(word))}
    if not slips:
        return channels, False
    mended, _ = _channels_in(re.sub(r"[a-z]{5,20}", lambda match: slips.get(match.group(), match.group()), key))
    return (mended, True) if set(mended) > set(channels) else (channels, False)


def _close_to(word: str) -> list[str]:
    return get_close_matches(word, WORDS, n=1, cutoff=_CLOSENESS)


def _channels_in(key: str) -> tuple[tuple[str, ...], str]:
    """Return the channels in the order of the text and what is left of it without their words."""
    places: dict[str, int] = {}
    networks_listed = re.search(rf"(?:tarmo[kg]|set)\w{{0,20}} ?\([^)]{{0,200}}{NETWORK}", key)
    for name, pattern in CHANNELS:
        for match in list(pattern.finditer(key)):
            places[name] = min(places.get(name, match.start()), match.start())
            key = key[: match.start()] + TAKEN * (match.end() - match.start()) + key[match.end() :]
    if networks_listed:
        places.pop("social", None)
    return tuple(sorted(places, key=lambda name: places[name])), key


def _without_quoted_name(match: re.Match[str]) -> str:
    return f" {name_of(match)} " if is_network(match) else f" {TAKEN} "
