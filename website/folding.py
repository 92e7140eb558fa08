"""One form for a text and for the words people look it up by, whatever alphabet or case either is in. Pure.

Databases differ here: SQLite's LIKE knows no Cyrillic capitals, so both sides are folded before they meet.
"""

from __future__ import annotations

import html
import re

from website.slugs import words_slug

_INLINE_TAG = re.compile(r"</?(?:a|b|em|i|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SOFT = re.compile(r"(?<=[bcdfghjklmnpqrstvz])y(?=[aou])")
WORDS_MAX = 8
"""Words of a query that count; the rest narrows nothing worth the look-up."""


def fold(text: str) -> str:
    """``text`` as lower-case ASCII words, one blank between them.

    х and ҳ, which writers mix, become one letter, and loan words one spelling: бюджет is byudjet by letters, budjet in
    the dictionary.
    """
    return _SOFT.sub("", words_slug(text, length=len(text) * 2 + 1).replace("-", " ").replace("x", "h"))


def fold_html(markup: str) -> str:
    """The folded words of clean HTML, tags left out."""
    return fold(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", markup))))


def query_words(query: str) -> list[str]:
    """The folded words of a search, each once, at most ``WORDS_MAX``."""
    return list(dict.fromkeys(fold(query).split()))[:WORDS_MAX]
