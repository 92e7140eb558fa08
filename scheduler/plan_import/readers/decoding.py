"""The bytes of a text file to its characters, in the encodings that office programs save."""

from __future__ import annotations

import re

from scheduler.plan_import.errors import NotAPlan

# Uzbek fonts made for cp1251 draw the letters it lacks in the places of Serbian, Macedonian and Ukrainian ones.
_CP1251_SUBSTITUTES = str.maketrans("ѓЃґҐќЌћЋњЊ", "ғҒғҒқҚҳҲҳҲ")
_RUSSIAN_SMALL = re.compile(r"[а-яё]")
_CYRILLIC_IN_LATIN_WORD = re.compile(r"[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[А-яЁё]")
_MARKS = {b"\xff\xfe\x00\x00": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def decoded(raw: bytes) -> str:
    """Return the text with plain line ends. Raises NotAPlan unreadable when `raw` is no text."""
    text = _characters(raw)
    if text is None or not _is_text(text):
        raise NotAPlan("unreadable")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _characters(raw: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None) or _unmarked_utf16(raw)
    try:
        return raw.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return None if encoding else _one_byte_text(raw)


def _unmarked_utf16(raw: bytes) -> str | None:
    """Every second byte of Latin text in UTF-16 is zero: the high ones, which tell the order."""
    sample = raw[:2_000]
    high = {"utf-16-le": sample[1::2].count(0), "utf-16-be": sample[0::2].count(0)}
    order, total = max(high, key=high.__getitem__), sum(high.values())
    return order if 20 * total > len(sample) and high[order] > 4 * (total - high[order]) else None


def _one_byte_text(raw: bytes) -> str:
    """Windows' Cyrillic page, unless its letters make no words: then DOS's, or the page of the Latin Uzbek locale."""
    windows, dos = raw.decode("cp1251", errors="replace"), raw.decode("cp866")
    if len(_RUSSIAN_SMALL.findall(dos)) > 2 * len(_RUSSIAN_SMALL.findall(windows)):
        return dos
    if len(_LATIN.findall(windows)) > 4 * len(_CYRILLIC.findall(windows)) and _CYRILLIC_IN_LATIN_WORD.search(windows):
        return raw.decode("cp1254", errors="replace")
    return windows.translate(_CP1251_SUBSTITUTES)


def _is_text(text: str) -> bool:
    odd = sum((char < " " and char not in "\t\n\r\f\v") or char == "\ufffd" for char in text)
    return "\x00" not in text and odd <= len(text) // 100
