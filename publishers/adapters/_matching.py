"""Whether a text read back from a platform is the text that was sent. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from html import unescape

from bs4 import BeautifulSoup

CLOCK_MARGIN = timedelta(minutes=2)
"""How far a platform's clock may lag behind ours when posts newer than an attempt are looked at."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")


def normalised(text: str) -> str:
    """Plain ``text`` in the form two copies of one post share: composed letters, single blanks, nothing invisible."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(composed.split())


def visible(markup: str) -> str:
    """The words readers see of an HTML fragment, line breaks kept."""
    if "<" not in markup:
        return unescape(markup)
    soup = BeautifulSoup(markup, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    return soup.get_text()


def is_recent(at: datetime | None, since: datetime) -> bool:
    """True when a post of the instant ``at`` may belong to an attempt begun at ``since`` (both aware)."""
    return at is not None and at >= since - CLOCK_MARGIN


def instant(text: object) -> datetime | None:
    """An aware instant from a platform's ISO text (``2026-11-20T10:00:00+0000``), None when it is none."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
