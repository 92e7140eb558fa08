"""Hashtags that networks keep whole: Uzbek letters repaired, no blanks or hyphens inside. Pure."""

from __future__ import annotations

import re

APOSTROPHES = "'’‘`´′ʹʻʼ"
BREAKING_APOSTROPHES = "'’‘`´′"

_TURNED_COMMA_LETTER = re.compile(rf"([oOgG])[{APOSTROPHES}]")
_TUTUQ = re.compile(rf"[{BREAKING_APOSTROPHES}ʹ]")
_JOINTS = re.compile(r"[\s\-–—]+")
_NOT_IN_TAG = re.compile(r"[^\w]")
_TAG = re.compile(r"(?<![\w/#&])#(\w*[^\W\d_]\w*)")
_BROKEN_TAG = re.compile(rf"(?<![\w/#&])#\w+(?:[{BREAKING_APOSTROPHES}]\w+)+")


def hashtag(words: str) -> str:
    """Words as one tag that no network breaks: 'Ochiq budjet' → '#Ochiq_budjet', "yo'l" → '#yoʻl'; '' when none stays.

    Apostrophes become letters (U+02BB after o and g, U+02BC elsewhere), blanks and hyphens an underscore.
    """
    letters = _TUTUQ.sub("ʼ", _TURNED_COMMA_LETTER.sub("\\1ʻ", words.strip().lstrip("#")))
    name = _NOT_IN_TAG.sub("", _JOINTS.sub("_", letters)).strip("_")
    return f"#{name}" if any(letter.isalpha() for letter in name) else ""


def hashtag_line(hashtags: tuple[str, ...], text: str) -> str:
    """The tags in order with blanks between, each once, without those ``text`` already carries."""
    seen = {tag.casefold() for tag in hashtags_in(text)}
    line = []
    for tag in map(hashtag, hashtags):
        if tag and tag.casefold() not in seen:
            seen.add(tag.casefold())
            line.append(tag)
    return " ".join(line)


def hashtags_in(text: str) -> tuple[str, ...]:
    """Tags as networks read them from ``text``, in order, repeats kept; '#5' and 'page#part' are none."""
    return tuple(f"#{name}" for name in _TAG.findall(text))


def broken_hashtags_in(text: str) -> tuple[str, ...]:
    """Tags in ``text`` that an apostrophe cuts short on the platform."""
    return tuple(_BROKEN_TAG.findall(text))
