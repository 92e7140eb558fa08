"""Endings that may follow a word of the lists, in both alphabets. Pure."""

from __future__ import annotations

import re

_CASES = "ni ning ga ka qa da dan dagi gacha cha dek day mi"
_LATIN = f"""{_CASES} lar im imiz ing ingiz i si miz ngiz chi chilik lik li siz ku yu dir edi viy iy gina
    dor lash lashgan lashtirish lashtirilgan lashtirilishi ish ishi gan man san niki dagilar lari laridan yi"""
_CASES_CYRILLIC = "ни нинг га ка қа да дан даги гача ча дек дай ми"
_CYRILLIC = f"""{_CASES_CYRILLIC} лар им имиз инг ингиз и си миз нгиз чи чилик лик ли сиз ку ю дир эди вий ий гина
    дор лаш лашган лаштириш лаштирилган лаштирилиши иш иши ган ман сан ники дагилар лари ларидан йи"""


def _chain(*endings: str) -> str:
    longest_first = sorted({ending for words in endings for ending in words.split()}, key=len, reverse=True)
    return "(?:" + "|".join(longest_first) + ")"


AFTER_NAMES = f"(?:lar|лар)?{_chain(_CASES, _CASES_CYRILLIC)}?"
"""What people hang on a name, as a pattern."""

AFTER_WORDS = f"{_chain(_LATIN, _CYRILLIC)}*"
"""What people hang on any word, as a pattern."""

_ENDINGS = re.compile(AFTER_WORDS)


def is_ending(text: str) -> bool:
    """Whether ``text``, small letters, is nothing or a chain of endings."""
    return _ENDINGS.fullmatch(text) is not None
