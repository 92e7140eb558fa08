"""What a mail server's answer means, by the phase in which it came. Before the end of the message nothing is sent."""

from __future__ import annotations

import base64
import re
from typing import Literal

from publishers.adapters._smtp_server import MailServer
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

Phase = Literal["connect", "hello", "tls", "auth", "mail", "rcpt", "data", "message"]
_LONGEST_WORDS = 300
_NAMES: dict[Phase, str] = {
    "connect": "the greeting",
    "hello": "EHLO",
    "tls": "STARTTLS",
    "auth": "the login",
    "mail": "the sender",
    "rcpt": "the recipient",
    "data": "DATA",
    "message": "the message",
}


def refusal(phase: Phase, code: int, words: str) -> PublishError:
    """The error for an answer that is no acceptance. ``words`` are free of secrets already.

    A code that is none (garbled) is certain before the end of the message, and unknown after it.
    """
    said = f"{_NAMES[phase]}: {code} {words}".strip() if code > 0 else f"{_NAMES[phase]}: no SMTP answer"
    if not 400 <= code <= 599:
        if phase == "message":
            return OutcomeUnknown(ReasonCode.ANSWER_GARBLED, said)
        return TryLater(ReasonCode.UNREACHABLE, said)
    if code < 500:
        return TryLater(ReasonCode.UNREACHABLE if code == 421 else ReasonCode.RATE_LIMITED, said)
    if code in (530, 535) or phase == "auth":
        return AccountRejected(ReasonCode.TOKEN_INVALID, said)
    return _for_good(phase, code, said)


def _for_good(phase: Phase, code: int, said: str) -> PublishError:
    if phase in ("connect", "hello", "tls"):
        return Misconfigured(ReasonCode.SETTINGS_WRONG, said)
    if phase == "rcpt":
        if code == 552:  # a full mailbox, or too many recipients, which the standard has treated as 452
            return TryLater(ReasonCode.RATE_LIMITED, said)
        return AccountRejected(ReasonCode.TARGET_MISSING, said)
    if code == 552:
        return ContentRejected(ReasonCode.MESSAGE_TOO_BIG, said)
    if phase == "mail":
        return AccountRejected(ReasonCode.RIGHTS_MISSING, said)
    return ContentRejected(ReasonCode.CONTENT_REFUSED, said)


def plain_words(answer: bytes | str, server: MailServer) -> str:
    """A server's words on one line, short, without control characters and without our login."""
    text = answer.decode("utf-8", errors="replace") if isinstance(answer, bytes) else answer
    text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", text).strip()[:_LONGEST_WORDS]
    encoded = [
        base64.b64encode(secret.encode()).decode()
        for secret in (server.password, f"\0{server.user}\0{server.password}")
        if server.password
    ]
    return redact(text, server.password, *encoded)
