"""Finds the names of newspapers, broadcasters and studios: what stands in quotes beside a medium."""

from __future__ import annotations

import re

from scheduler.plan_import.channel_words import NETWORK
from scheduler.plan_import.folding import fold

# Single quotes are apostrophes too, so they count only where no letter touches them from outside.
QUOTED = re.compile(
    r"[“”„«\"‟〝]\s*([^“”„«»\"‟〝〞]{1,120}?)\s*[”“»\"〞‟]" r"|(?<!\w)['‘‚‹]([^“”„«»\"\n]{2,80}?)['’›](?!\w)"
)
_NOUN_AFTER = re.compile(
    r"^[\s,]*(?:\w+ ){0,2}?(?:gazet|jurnal|nashr|tele|tv\b|radio|studiya|kanal|agentlig|portal|internet|izdani)"
)
_NOUN_BEFORE = re.compile(r"\b(?:gazet|jurnal|telekanal|kanal|radio|studiya|studii)\w* ?$")
_LONGEST_TEXT = 20_000  # characters
_JOINER = re.compile(r"[\s,;]*(?:(?:va|hamda|i)\s)?\s*")


def outlets_of(text: str) -> tuple[str, ...]:
    """Return the quoted names that stand beside a newspaper, a broadcaster, a channel or a studio, as written.

    In a list of names the medium may stand once: "«Oltin bog‘» va «Yangi kun» gazetalari".
    """
    text = text[:_LONGEST_TEXT]
    matches = list(QUOTED.finditer(text))
    found: list[str] = []
    next_is_outlet = False
    for place in range(len(matches) - 1, -1, -1):
        match = matches[place]
        end = matches[place + 1].start() if place + 1 < len(matches) else match.end()
        joined = next_is_outlet and _JOINER.fullmatch(fold(text[match.end() : end]) + " ") is not None
        next_is_outlet = not is_network(match) and (joined or _stands_beside_medium(text, match))
        if next_is_outlet:
            found.append(" ".join(name_of(match).split()))
    return tuple(dict.fromkeys(reversed(found)))


def name_of(match: re.Match[str]) -> str:
    """Return what stands between the quotes of a match of QUOTED."""
    return match.group(1) or match.group(2) or ""


def is_network(match: re.Match[str]) -> bool:
    """Tell whether the quotes hold no more than the name of a network."""
    return re.fullmatch(rf"{NETWORK}\w*", fold(name_of(match))) is not None


def _stands_beside_medium(text: str, match: re.Match[str]) -> bool:
    after = fold(text[match.end() : match.end() + 60])
    before = fold(text[max(0, match.start() - 40) : match.start()])
    follows = _NOUN_BEFORE.search(before) and not after[:1].isalpha()
    return bool(_NOUN_AFTER.match(after) or follows)
