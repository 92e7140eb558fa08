"""Text that every program can show: no control characters, which documents for Word, Excel and calendars refuse, and
no characters that turn the direction of what stands behind them."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain_text(text: str) -> str:
    """Return the text with a space for each control character; line breaks and tabs stay."""
    return _TURNING.sub("", _CONTROLS.sub(" ", text))
