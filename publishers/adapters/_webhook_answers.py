"""What a receiver's answer means: its status to the error taxonomy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from publishers.adapters._matching import visible
from publishers.adapters._retry_after import wait_named_in
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.redaction import redact

CONTENT = frozenset({400, 413, 422})
_NO_RECEIVER = frozenset({404, 405, 406, 411, 414, 415, 426, 431})
_MAY_MEAN_OUR_CLOCK = frozenset({400, 401, 403})
_CLOCKS_MAY_DIFFER = timedelta(minutes=4)
"""A receiver takes no message whose time is five minutes off."""
_OVERLOADED = frozenset({502, 503, 504})
_LONGEST_WORDS = 300
_LONGEST_ID = 200
_LONGEST_LINK = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; header names are in lower case. ``content`` is empty when it was too long or broke off."""

    status: int
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def told(self) -> Mapping[str, Any]:
        """The JSON object in it, empty when it holds none."""
        try:
            body = json.loads(self.content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, Mapping) else {}

    @property
    def external_id(self) -> str:
        """The id the receiver gave the post, empty when it gave none that can be kept."""
        given = self.told.get("id")
        text = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
        return text if text.isprintable() and len(text) <= _LONGEST_ID else ""

    @property
    def link(self) -> str:
        """Where readers find the post, empty when the receiver does not say."""
        link = self.told.get("link")
        usable = isinstance(link, str) and link.isprintable() and len(link) <= _LONGEST_LINK
        return str(link) if usable and re.match(r"https?://[^/\s]", str(link)) else ""

    @property
    def words(self) -> str:
        """The status, with the receiver's own sentence when it gave one."""
        given = next((self.told[name] for name in ("message", "error", "detail") if name in self.told), "")
        if not self.told and self.headers.get("content-type", "").startswith("text/plain"):
            given = self.content.decode(errors="replace")
        sentence = plain(visible(given)) if isinstance(given, str) else ""
        return f"HTTP {self.status}: {sentence}" if sentence else f"HTTP {self.status}"

    def clocks_differ(self, now: datetime) -> timedelta:
        """By how much its clock is ahead of ours; nothing when it does not tell its time."""
        try:
            told = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            return timedelta(0)
        return (told if told.tzinfo else told.replace(tzinfo=UTC)) - now

    def wait(self, now: datetime) -> timedelta | None:
        """How long the receiver says to wait, None when it names no time."""
        return wait_named_in(self.headers, now)


def plain(text: str) -> str:
    """One line of what a database can store and a screen can show."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def safe_words(answer: Answer, *secrets: str) -> str:
    """The receiver's words without ``secrets``, cut only afterwards: half a secret would not be known."""
    return redact(answer.words, *secrets)[:_LONGEST_WORDS]


def refusal(answer: Answer, *secrets: str) -> PublishError:
    """The error for an answer other than 2xx; what stands in the receiver's words is free of ``secrets``."""
    status, words, now = answer.status, safe_words(answer, *secrets), datetime.now(UTC)
    differ = answer.clocks_differ(now)
    if status in _MAY_MEAN_OUR_CLOCK and abs(differ) > _CLOCKS_MAY_DIFFER:
        return TryLater(ReasonCode.CLOCK_WRONG, f"{words} (its clock: {differ.total_seconds():+.0f} s)")
    if status in CONTENT:
        return ContentRejected(ReasonCode.CONTENT_REFUSED, words)
    if status == 401:
        return AccountRejected(ReasonCode.TOKEN_INVALID, words)
    if status == 403:
        return AccountRejected(ReasonCode.RIGHTS_MISSING, words)
    if status == 410:
        return AccountRejected(ReasonCode.TARGET_DISABLED, words)
    if status in _NO_RECEIVER:
        return Misconfigured(ReasonCode.TARGET_MISSING, words)
    if 300 <= status < 400:
        return AccountRejected(ReasonCode.TARGET_MISSING, _moved(answer))
    if status == 429:
        return TryLater(ReasonCode.RATE_LIMITED, words, after=answer.wait(now))
    if status in _OVERLOADED:
        wait = answer.wait(now)
        # without a time named, 502 and 504 tell of a server behind that may have taken it for all that
        if status == 503 or wait is not None:
            return TryLater(ReasonCode.UNREACHABLE, words, after=wait)
    return OutcomeUnknown(ReasonCode.SERVER_ERROR, words)


def _moved(answer: Answer) -> str:
    try:
        # the host alone: path and query may hold a secret
        host = urlsplit(answer.headers.get("location", "")).hostname
    except ValueError:
        host = None
    return f"HTTP {answer.status}: the receiver leads to another address" + (f" at {host}" if host else "")
