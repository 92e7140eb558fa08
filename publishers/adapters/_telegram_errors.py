"""What Telegram's answer, or the lack of one, means: wire to the error taxonomy. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any

from publishers.errors import (
    LONGEST_WAIT,
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.redaction import redact


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer of the Bot API. ``body`` is None when it was not a JSON object."""

    status: int
    body: Mapping[str, Any] | None = field(repr=False)
    retry_after: str = ""
    """The header of that name, as it came."""

    @property
    def description(self) -> str:
        return str(self.body.get("description", "")) if self.body else ""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300 and self.body is not None and self.body.get("ok") is True


_UNCHANGED = "message is not modified"
_CERTAIN_400: tuple[tuple[str, type[ContentRejected | AccountRejected], ReasonCode], ...] = (
    ("message to (edit|delete|pin) not found|message_id_invalid", ContentRejected, ReasonCode.GONE),
    (
        "message can't be (edited|deleted)|message_(edit_time_expired|delete_forbidden)",
        ContentRejected,
        ReasonCode.TOO_OLD,
    ),
    ("there is no (text|caption|media) in the message", ContentRejected, ReasonCode.CANNOT_AMEND),
    (_UNCHANGED, ContentRejected, ReasonCode.CONTENT_REFUSED),
    ("message text is empty|text must be non-empty", ContentRejected, ReasonCode.TEXT_EMPTY),
    ("(message|caption) is too long|(caption|message)_too_long", ContentRejected, ReasonCode.TEXT_TOO_LONG),
    ("can't parse|entit(y|ies)", ContentRejected, ReasonCode.MARKUP_REFUSED),
    (
        "not enough rights|need administrator rights|no write access|not a member",
        AccountRejected,
        ReasonCode.RIGHTS_MISSING,
    ),
    (r"chat_admin_required|chat_write_forbidden|chat_send_\w+_forbidden", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (r"bot was (kicked|blocked)|can't initiate conversation", AccountRejected, ReasonCode.RIGHTS_MISSING),
    ("chat not found|chat_id is empty|peer_id_invalid|chat was deleted", AccountRejected, ReasonCode.TARGET_MISSING),
    ("upgraded to a supergroup", AccountRejected, ReasonCode.TARGET_MOVED),
    ("chat_restricted|user_(deactivated|restricted)", AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    ("poll", ContentRejected, ReasonCode.CONTENT_REFUSED),
    (
        "photo|image|video|document|file|media|album|http url|web page content",
        ContentRejected,
        ReasonCode.MEDIA_REFUSED,
    ),
)
"""Descriptions of HTTP 400, first match wins; each of them is certain: nothing went out."""

_ALBUM_ITEM_FAILED = re.compile(r"failed to send message #\d+", re.IGNORECASE)
_ALBUM_FAILED = re.compile(r"group send failed", re.IGNORECASE)
_WAIT = re.compile(r"retry after (\d+)", re.IGNORECASE)


def refusal(answer: Answer, *, album: bool, secret: str) -> PublishError:
    """The error for an ``answer`` that is no success; ``album`` when several messages were asked for at once."""
    detail = redact(answer.description, secret)[:500]
    if answer.status == 429:
        return TryLater(ReasonCode.RATE_LIMITED, detail, after=_wait(answer))
    if answer.status == 413:
        return ContentRejected(ReasonCode.MEDIA_REFUSED, detail or "Request Entity Too Large")
    if answer.status >= 500:
        return OutcomeUnknown(ReasonCode.SERVER_ERROR, detail or f"HTTP {answer.status}")
    if answer.status < 400 or answer.body is None or answer.body.get("ok") is not False:
        # a refusal of Telegram's is a JSON object with ok = false; whatever else answered here may have passed it on
        return OutcomeUnknown(ReasonCode.ANSWER_GARBLED, detail or f"HTTP {answer.status}")
    if answer.status == 400:
        return _bad_request(answer, detail, album=album)
    if answer.status == 404 and "method not found" in detail.lower():
        return Misconfigured(ReasonCode.SETTINGS_WRONG, detail)
    if answer.status in (401, 404):
        return AccountRejected(ReasonCode.TOKEN_INVALID, detail)
    if answer.status == 403:
        gone = "deleted" in detail or "deactivated" in detail
        return AccountRejected(ReasonCode.TARGET_MISSING if gone else ReasonCode.RIGHTS_MISSING, detail)
    if answer.status == 409:
        return TryLater(ReasonCode.NOT_READY, detail)
    return OutcomeUnknown(ReasonCode.ANSWER_GARBLED, detail or f"HTTP {answer.status}")


def already_so(error: ContentRejected) -> bool:
    """An edit was refused because the message reads that way already."""
    return _UNCHANGED in error.detail.lower()


def already_gone(error: ContentRejected) -> bool:
    """The message was removed before."""
    return error.code is ReasonCode.GONE


def _bad_request(answer: Answer, detail: str, *, album: bool) -> PublishError:
    parameters = answer.body.get("parameters") if answer.body else None
    moved_to = parameters.get("migrate_to_chat_id") if isinstance(parameters, Mapping) else None
    if moved_to:
        return AccountRejected(ReasonCode.TARGET_MOVED, detail, new_address=str(moved_to))
    if _ALBUM_ITEM_FAILED.search(detail):
        return Partial(ReasonCode.PARTLY_OUT, detail)
    if album and _ALBUM_FAILED.search(detail):
        # no item is named: all may have failed, or only some
        return OutcomeUnknown(ReasonCode.PARTLY_OUT, detail)
    for pattern, error, code in _CERTAIN_400:
        if re.search(pattern, detail, re.IGNORECASE):
            return error(code, detail)
    return ContentRejected(ReasonCode.CONTENT_REFUSED, detail)


def _wait(answer: Answer) -> timedelta | None:
    """The platform's own "wait this long": body, then header, then the words of the description."""
    parameters = answer.body.get("parameters") if answer.body else None
    named = parameters.get("retry_after") if isinstance(parameters, Mapping) else None
    spoken = _WAIT.search(answer.description)
    for value in (named, answer.retry_after, spoken[1] if spoken else None):
        if value is not None and re.fullmatch(r"\d{1,9}(\.\d+)?", str(value)):
            return min(timedelta(seconds=ceil(float(value))), LONGEST_WAIT)
    return None
