"""Keeps tokens out of everything that is written down: texts, log lines and tracebacks. Pure."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"

_SHORTEST_SECRET = 4
"""A shorter "secret" would mask ordinary words all over a text."""

_NAMES_OF_SECRETS = (
    "access_token|input_token|fb_exchange_token|appsecret_proof|app_secret|client_secret"
    "|refresh_token|bot_token|api_key|apikey|password|passwd|secret"
)
_HEADER_NAMES = "authorization|proxy-authorization|x-api-key|set-cookie|cookie"

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Authorization: Bearer abc | 'Authorization': 'Bearer abc'
    (
        re.compile(
            rf"""\b({_HEADER_NAMES})(["']?\s*(?::|%3A)\s*+)(?!\*\*\*)(?:"[^"\n]*"|'[^'\n]*'|[^\n"']+)""",
            re.IGNORECASE,
        ),
        rf"\1\2{MASK}",
    ),
    (
        re.compile(
            r"""\b(bearer|oauth)(\s+|%20|\+)(?!\*\*\*)(?=[^\s"'&,;]*[\d_.\-|])[^\s"'&,;]{8,}""",
            re.IGNORECASE,
        ),
        rf"\1\2{MASK}",
    ),
    # access_token=abc | "access_token": "abc" | access_token%3Dabc
    (
        re.compile(
            rf"""(?:(?<![A-Za-z0-9])|(?<=%[0-9A-F]{{2}}))({_NAMES_OF_SECRETS})(["']?\s*(?:=|:|%3D|%3A)\s*)"""
            rf"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'&,;)}}%]+(?:%(?!26)[^\s"'&,;)}}%]*)*)""",
            re.IGNORECASE,
        ),
        rf"\1\2{MASK}",
    ),
    # the path of the Bot API: /bot123456:abc/sendMessage
    (re.compile(r"\bbot\d+(?::|%3A)[\w\-]+", re.IGNORECASE), f"bot{MASK}"),
    # the same token standing alone
    (re.compile(r"(?<![\w:])\d{6,}(?::|%3A)[A-Za-z0-9_\-]{20,}"), MASK),
    # Graph tokens of Facebook and Instagram, with what may stand behind bars: the application's id and secret
    (re.compile(r"\b(?:EAA|IGAA|IGQV)[A-Za-z0-9_\-]{12,}(?:(?:\||%7C)[A-Za-z0-9_\-]+)*", re.IGNORECASE), MASK),
    # keys of webhooks
    (re.compile(r"\bwhsec_[A-Za-z0-9+/=_\-]+"), MASK),
    # an app's own token: id|secret
    (re.compile(r"\b\d{6,}(?:\||%7C)[A-Za-z0-9_\-]{12,}", re.IGNORECASE), MASK),
)


def redact(text: str, *secrets: str) -> str:
    """``text`` with the known ``secrets`` and everything shaped like a token replaced by ``MASK``.

    Known secrets are also found in their URL-encoded forms. Redacting twice changes nothing more.
    """
    for form in sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True):
        text = text.replace(form, MASK)
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return text


def _forms(secret: str) -> Iterable[str]:
    if len(secret) < _SHORTEST_SECRET:
        return ()
    if "|" in secret:
        parts = (part.strip() for part in secret.split("|"))
        # numbers are ids, not secrets
        return {form for part in parts if not part.isdigit() for form in _forms(part)}
    encoded = quote(secret, safe="")
    return (secret, encoded, quote_plus(secret), re.sub(r"%[0-9A-F]{2}", lambda code: code[0].lower(), encoded))


class RedactingFilter(logging.Filter):
    """A logging filter that lets every record through, redacted: its message, arguments, traceback and stack.

    In a ``dictConfig``: ``{"()": "publishers.redaction.RedactingFilter"}`` on each handler. ``secrets`` are masked
    besides everything that is shaped like a token.
    """

    def __init__(self, name: str = "", secrets: Iterable[str] = ()) -> None:
        super().__init__(name)
        self._secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # a log call with the wrong arguments must still not print them raw
            message = f"{record.msg!r} {record.args!r}"
        record.msg = redact(message, *self._secrets)
        record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redact("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"), *self._secrets)
            # a formatter of its own would format the raw exception again
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = redact(record.exc_text, *self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, *self._secrets)
        return True
