"""What a failed call to a WordPress site means: its error codes to the error taxonomy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from publishers.adapters._matching import visible
from publishers.adapters._retry_after import wait_named_in
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)

_SIGN_IN = frozenset(
    {"incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in", "invalid_application_credentials"}
)
_RIGHTS = ("rest_cannot_", "rest_user_cannot_", "rest_forbidden")
_CONTENT = frozenset({"rest_invalid_param", "rest_missing_callback_param", "rest_invalid_json", "empty_content"})
_GONE = frozenset({"rest_post_invalid_id", "rest_term_invalid"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``body`` is None when it was no JSON or too long; header names are in lower case."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """WordPress's own error code; empty for what is not its error envelope."""
        code = self.body.get("code") if isinstance(self.body, Mapping) else None
        return code if isinstance(code, str) else ""

    @property
    def data(self) -> Mapping[str, Any]:
        data = self.body.get("data") if isinstance(self.body, Mapping) else None
        return data if isinstance(data, Mapping) else {}

    @property
    def forbids_status(self) -> bool:
        """True for a listing that shows drafts only to those signed in: that comes as a wrong parameter."""
        params = self.data.get("params")
        return self.code == "rest_invalid_param" and isinstance(params, Mapping) and "status" in params

    @property
    def message(self) -> str:
        """The site's words with its code, or the status when it said nothing."""
        if not self.code:
            return f"HTTP {self.status} without an answer of WordPress"
        params = self.data.get("params")
        named = [str(words) for words in params.values()] if isinstance(params, Mapping) else []
        words = " ".join([str(self.body.get("message") or ""), *named])
        return f"{' '.join(visible(words).split())} [{self.code}]"

    @property
    def wait(self) -> timedelta | None:
        """How long the site says to wait, None when it names no time."""
        return wait_named_in(self.headers, datetime.now(UTC))


class Failure(Exception):
    """A call that did not go well; never leaves the adapter.

    ``detail`` is free of secrets. ``sent`` is False when no connection came about; without ``answer`` none came back.
    """

    def __init__(self, detail: str, *, sent: bool = True, answer: Answer | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.sent = sent
        self.answer = answer


def visible_step(failure: Failure) -> PublishError:
    """The error for a step that readers may see the effect of: certain only by an answer known to be certain."""
    if not failure.sent:
        return TryLater(ReasonCode.UNREACHABLE, failure.detail)
    answer = failure.answer
    if answer is None:
        return OutcomeUnknown(ReasonCode.ANSWER_LOST, failure.detail)
    if (certain := _certain(answer, failure.detail)) is not None:
        return certain
    garbled = 200 <= answer.status < 300
    return OutcomeUnknown(ReasonCode.ANSWER_GARBLED if garbled else ReasonCode.SERVER_ERROR, failure.detail)


def hidden_step(failure: Failure, *, unclear: ReasonCode | None = None) -> PublishError:
    """The error for a step that shows readers nothing (a read, an upload): whatever failed, nothing is out.

    ``unclear`` is the reason of a refusal that names no closer one; None: it says nothing of the post, time may help.
    """
    error = visible_step(failure)
    answer = failure.answer
    if isinstance(error, ContentRejected) and error.code is ReasonCode.CONTENT_REFUSED:
        return ContentRejected(unclear, error.detail) if unclear else TryLater(ReasonCode.SERVER_ERROR, error.detail)
    if not isinstance(error, OutcomeUnknown):
        return error
    if answer is None:
        return TryLater(ReasonCode.UNREACHABLE, error.detail)
    if 300 <= answer.status < 400:
        return AccountRejected(ReasonCode.TARGET_MISSING, _moved(answer))
    if answer.status == 413 and unclear:
        return ContentRejected(unclear, error.detail)
    if answer.status in (403, 404) and not answer.code:
        return AccountRejected(ReasonCode.INTERFACE_OFF, error.detail)
    if answer.status == 503:
        return TryLater(ReasonCode.UNREACHABLE, error.detail, after=answer.wait)
    return TryLater(ReasonCode.SERVER_ERROR, error.detail)


def _certain(answer: Answer, detail: str) -> PublishError | None:
    code, status = answer.code, answer.status
    if status == 429:
        return TryLater(ReasonCode.RATE_LIMITED, detail, after=answer.wait)
    if status >= 500:
        return None
    if status == 401 or code in _SIGN_IN:
        return AccountRejected(ReasonCode.TOKEN_INVALID, detail)
    if answer.forbids_status:
        # a user without any right to write is told the same as one who is not signed in
        return AccountRejected(ReasonCode.TOKEN_INVALID, detail)
    if code.startswith(_RIGHTS) or (status == 403 and code):
        return AccountRejected(ReasonCode.RIGHTS_MISSING, detail)
    if code == "rest_no_route":
        return AccountRejected(ReasonCode.INTERFACE_OFF, detail)
    if code in _GONE:
        return TryLater(ReasonCode.NOT_READY, detail)
    if code.startswith("rest_upload_"):
        return ContentRejected(ReasonCode.MEDIA_REFUSED, detail)
    if status == 400 and code in _CONTENT:
        return ContentRejected(ReasonCode.CONTENT_REFUSED, detail)
    return None


def _moved(answer: Answer) -> str:
    place = answer.headers.get("location", "").split("?", 1)[0].split("/wp-json", 1)[0]
    return f"the site answers at another address: {place}" if place else "the site leads to another address"
