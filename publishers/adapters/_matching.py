"""Whether a text read back from a platform is the text that was sent. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
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
    for drawn in soup.find_all("img", alt=True):
        drawn.replace_with(str(drawn["alt"]))
    return soup.get_text()


def bare(text: str) -> str:
    """``text`` without any blanks: where a page draws blocks and pictures, blanks come and go."""
    return "".join(normalised(text).split())


def is_recent(at: datetime | None, since: datetime) -> bool:
    """True when a post of the instant ``at`` may belong to an attempt begun at ``since`` (both aware)."""
    return at is not None and at >= since - CLOCK_MARGIN


def instant(value: object) -> datetime | None:
    """An aware instant from a platform's ISO text (``2026-11-20T10:00:00+0000``) or Unix seconds, None when it is none.

    A text without a zone is UTC, in which all platforms of ours tell the time.
    """
    try:
        if re.fullmatch(r"\d{9,11}", str(value)):
            return datetime.fromtimestamp(int(str(value)), UTC)
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
