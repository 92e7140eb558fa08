"""Which kind of notice a plan item's title asks for, by word beginnings. Pure; for matching only, never for output."""

from __future__ import annotations

import re
from collections.abc import Mapping

_APOSTROPHES = re.compile("['’‘`´′ʻʼ]")
_WORDS = re.compile(r"[^\W_]+")
_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ў": "o", "қ": "q", "ғ": "g", "ҳ": "h",
    "ö": "o", "ğ": "g", "ş": "sh", "ç": "ch",
})  # fmt: skip


def folded_words(text: str) -> tuple[str, ...]:
    """Words in small Latin letters without apostrophes: 'Targʻibot' and 'Тарғибот' both become 'targibot'."""
    latin = _APOSTROPHES.sub("", text.lower()).translate(_CYRILLIC)
    return tuple(_WORDS.findall(latin))


def best_match(title: str, keywords: Mapping[str, tuple[str, ...]]) -> str | None:
    """The key whose longest matching keyword has most words, then most letters; None when nothing matches."""
    words = folded_words(title)
    scores = {
        key: max((_score(phrase, words) for phrase in phrases), default=(0, 0)) for key, phrases in keywords.items()
    }
    best = max(scores, key=lambda key: scores[key], default=None)
    return best if best is not None and scores[best] > (0, 0) else None


def _score(phrase: str, words: tuple[str, ...]) -> tuple[int, int]:
    beginnings = phrase.split()
    if all(any(word.startswith(beginning) for word in words) for beginning in beginnings):
        return len(beginnings), sum(map(len, beginnings))
    return 0, 0
