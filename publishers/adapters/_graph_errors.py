"""What a failed Graph API call means: error codes of Facebook and Instagram to the error taxonomy. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from publishers.adapters._graph_usage import usage_of
from publishers.errors import (
    LONGEST_WAIT,
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)

_NO_TOKEN = frozenset({102, 104, 190, 2500})
_INVALID_TOKEN = 467


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """One HTTP answer. ``body`` is None when it was not a JSON object."""

    status: int
    body: Mapping[str, Any] | None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> Mapping[str, Any] | None:
        envelope = self.body.get("error") if self.body else None
        return envelope if isinstance(envelope, Mapping) else None

    @property
    def code(self) -> int:
        return _number(self.error, "code")

    @property
    def subcode(self) -> int:
        return _number(self.error, "error_subcode")

    @property
    def saw_no_token(self) -> bool:
        """True for the answers of a server that found no token in the request, or none it could read."""
        return (self.code in _NO_TOKEN or self.status == 401) and self.subcode in (0, _INVALID_TOKEN)

    @property
    def message(self) -> str:
        """The platform's words for staff where it has some, with code and trace id for its support."""
        error = self.error or {}
        words = str(error.get("error_user_msg") or error.get("message") or "")
        marks = [f"{self.code}/{self.subcode}" if self.subcode else f"{self.code}"]
        if trace := error.get("fbtrace_id"):
            marks.append(f"trace {trace}")
        return f"{words} [{', '.join(marks)}]"

    @property
    def lost_code(self) -> ReasonCode:
        return ReasonCode.SERVER_ERROR if self.status >= 500 else ReasonCode.ANSWER_GARBLED

    @property
    def wait(self) -> timedelta | None:
        """How long the platform says to wait: header Retry-After in seconds, or its usage header in minutes."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        if re.fullmatch(r"\d{1,9}", headers.get("retry-after", "")):
            return min(timedelta(seconds=int(headers["retry-after"])), LONGEST_WAIT)
        return usage_of(self.headers).regain


class GraphFailure(Exception):
    """Base of what a call may raise; never leaves the adapters."""


class GraphNotSent(GraphFailure):
    """Certain: no connection came about."""


class GraphLost(GraphFailure):
    """The request was sent and no usable answer came: no answer at all, or one that is not the platform's."""

    def __init__(self, code: ReasonCode, detail: str, answer: GraphAnswer | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.answer = answer


class GraphRefused(GraphFailure):
    """The platform answered with its error envelope. ``detail`` is free of secrets."""

    def __init__(self, answer: GraphAnswer, detail: str) -> None:
        super().__init__(detail)
        self.answer = answer
        self.detail = detail


_THROTTLED = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_TOKEN = frozenset({102, 190})
_PERMISSION = frozenset({3, 10, *range(200, 300)})
_BY_STATUS = {401: ReasonCode.TOKEN_INVALID, 403: ReasonCode.RIGHTS_MISSING}

_SPECIFIC: dict[tuple[int, int], tuple[type[PublishError], ReasonCode]] = {
    (1, 2207057): (ContentRejected, ReasonCode.MEDIA_REFUSED),
    (4, 2207051): (OutcomeUnknown, ReasonCode.ACCOUNT_RESTRICTED),
    (9, 2207042): (TryLater, ReasonCode.QUOTA_REACHED),
    (24, 2207006): (OutcomeUnknown, ReasonCode.NOT_READY),
    (24, 2207008): (OutcomeUnknown, ReasonCode.NOT_READY),
    (25, 2207050): (AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    (100, 2207028): (ContentRejected, ReasonCode.MEDIA_REFUSED),
    (190, 492): (AccountRejected, ReasonCode.RIGHTS_MISSING),
    (190, 2069032): (AccountRejected, ReasonCode.WRONG_TOKEN_KIND),
    (200, 1363144): (ContentRejected, ReasonCode.CONTENT_REFUSED),
    (200, 2069030): (Misconfigured, ReasonCode.SETTINGS_WRONG),
    (200, 2069031): (Misconfigured, ReasonCode.SETTINGS_WRONG),
    (368, 1404082): (OutcomeUnknown, ReasonCode.CONTENT_REFUSED),
}
_GENERAL: dict[int, tuple[type[PublishError], ReasonCode]] = {
    100: (ContentRejected, ReasonCode.CONTENT_REFUSED),
    352: (ContentRejected, ReasonCode.MEDIA_REFUSED),
    # the platform could not fetch a film from its address
    389: (TryLater, ReasonCode.MEDIA_UNREACHABLE),
    368: (AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    506: (OutcomeUnknown, ReasonCode.CONTENT_REFUSED),
    803: (AccountRejected, ReasonCode.TARGET_MISSING),
    9004: (TryLater, ReasonCode.MEDIA_UNREACHABLE),
    9007: (TryLater, ReasonCode.NOT_READY),
    36000: (ContentRejected, ReasonCode.MEDIA_REFUSED),
    36001: (ContentRejected, ReasonCode.MEDIA_REFUSED),
    36003: (ContentRejected, ReasonCode.MEDIA_REFUSED),
    36004: (ContentRejected, ReasonCode.TEXT_TOO_LONG),
    1609005: (ContentRejected, ReasonCode.CONTENT_REFUSED),
}


def visible_step(failure: GraphFailure, address: str) -> PublishError:
    """The error for a step that readers may see the effect of: certain only by a code that is known to be certain.

    ``address`` is the account's own id: a missing object of that id is the account's fault and not the post's.
    """
    if isinstance(failure, GraphNotSent):
        return TryLater(ReasonCode.UNREACHABLE, str(failure))
    if isinstance(failure, GraphLost):
        if failure.answer is not None and failure.answer.status == 429:
            return TryLater(ReasonCode.RATE_LIMITED, failure.detail, after=failure.answer.wait)
        return OutcomeUnknown(failure.code, failure.detail)
    assert isinstance(failure, GraphRefused)
    answer, detail = failure.answer, failure.detail
    if answer.status >= 500:
        return OutcomeUnknown(ReasonCode.SERVER_ERROR, detail)
    return _certain(answer, detail, address) or OutcomeUnknown(ReasonCode.SERVER_ERROR, detail)


def hidden_step(failure: GraphFailure, address: str, *, unclear: ReasonCode) -> PublishError:
    """The error for a step that shows readers nothing (a read, an unpublished upload): whatever failed, nothing is out.

    ``unclear`` is the reason of a refusal by the post's content that names no closer one.
    """
    error = visible_step(failure, address)
    if isinstance(error, ContentRejected) and error.code is ReasonCode.CONTENT_REFUSED:
        return ContentRejected(unclear, error.detail)
    if not isinstance(error, OutcomeUnknown):
        return error
    if error.code is ReasonCode.CONTENT_REFUSED:
        # "the same content as before": an earlier attempt may be out, though this step shows nothing
        return error
    if error.code is ReasonCode.NOT_READY:
        return TryLater(error.code, error.detail)
    if error.code is ReasonCode.ACCOUNT_RESTRICTED:
        return AccountRejected(error.code, error.detail)
    if isinstance(failure, GraphRefused) and failure.answer.status < 500 and failure.answer.code > 2:
        return ContentRejected(unclear, error.detail)
    if isinstance(failure, GraphRefused) and failure.answer.code == -2:
        return TryLater(ReasonCode.MEDIA_UNREACHABLE, error.detail)
    lost = error.code is ReasonCode.ANSWER_LOST
    return TryLater(ReasonCode.UNREACHABLE if lost else ReasonCode.SERVER_ERROR, error.detail)


def read_step(failure: GraphFailure, address: str) -> PublishError:
    """The error for a read: a refusal that names neither account nor wait says nothing of the post; time may help."""
    error = hidden_step(failure, address, unclear=ReasonCode.CONTENT_REFUSED)
    if isinstance(error, (ContentRejected, OutcomeUnknown)):
        return TryLater(ReasonCode.SERVER_ERROR, error.detail)
    return error


def is_gone(failure: GraphFailure) -> bool:
    """True when the platform says that what was asked for does not exist, or that this token may not see it."""
    if not isinstance(failure, GraphRefused) or failure.answer.status >= 500:
        return False
    return (failure.answer.code, failure.answer.subcode) == (100, 33) or failure.answer.code == 803


def is_refused_question(refusal: GraphRefused) -> bool:
    """True when a read was refused for its parameters: most likely a field that this server does not know."""
    answer = refusal.answer
    return answer.status < 500 and answer.code == 100 and not answer.subcode and "appsecret_proof" not in answer.message


def _certain(answer: GraphAnswer, detail: str, address: str) -> PublishError | None:
    code, subcode = answer.code, answer.subcode
    if code == 100 and "appsecret_proof" in answer.message:
        return Misconfigured(ReasonCode.SETTINGS_WRONG, detail)
    if code == 100 and subcode == 33 and address and f"'{address}'" in answer.message:
        return AccountRejected(ReasonCode.TARGET_MISSING, detail)
    known = _SPECIFIC.get((code, subcode)) or _GENERAL.get(code)
    if known is not None:
        error, reason = known
        return error(reason, detail)
    if code in _THROTTLED or answer.status == 429:
        return TryLater(ReasonCode.RATE_LIMITED, detail, after=answer.wait)
    if code in _TOKEN:
        return AccountRejected(ReasonCode.TOKEN_INVALID, detail)
    if code in _PERMISSION:
        return AccountRejected(ReasonCode.RIGHTS_MISSING, detail)
    # no code, or one nobody knows: the status of the platform's own refusal is as plain
    return AccountRejected(_BY_STATUS[answer.status], detail) if answer.status in _BY_STATUS else None


def id_in(answer: Mapping[str, Any]) -> str:
    """The ``id`` of what was made, text or number; empty when there is none."""
    value = answer.get("id")
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _number(error: Mapping[str, Any] | None, name: str) -> int:
    text = str(error.get(name)) if error else ""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0
