"""One signed message to one receiver: in time, its answer of bounded size, never led on to another address."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import requests
import urllib3

from publishers.adapters._timed_session import TimedSession, never_left
from publishers.adapters._webhook_answers import Answer
from publishers.adapters._webhook_signature import keys_of, signed
from publishers.adapters._webhook_target import MOST_ADDRESSES, Target
from publishers.contract import Deadline
from publishers.errors import AccountRejected, OutcomeUnknown, PublishError, ReasonCode, TryLater

LONGEST_ANSWER = 64_000
"""Bytes: an id, a link and a sentence are far shorter."""
_CONNECT_SECONDS = 15.0
_ANSWER_SECONDS = 30.0
_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "Mediareja",
    "Accept": "application/json",
    # what comes packed may be a thousand times as long as it looks
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NO_PROXY: dict[str, Any] = dict.fromkeys(("http", "https", "all"))


class Secret:
    """The account's keys. ``traces`` are the texts by which one could be known, and must not show anywhere."""

    def __init__(self, written: str) -> None:
        self.keys = keys_of(written)
        self.traces = (*written.split(), *(b64encode(key).decode() for key in self.keys))


def send(target: Target, keys: Sequence[bytes], message_id: str, body: bytes, deadline: Deadline) -> Answer:
    """Deliver ``body``, signed anew for this attempt. Raises TryLater when it certainly did not arrive, OutcomeUnknown
    when no answer came back, AccountRejected when the address cannot be used."""
    seconds = min(deadline.remaining(), _ANSWER_SECONDS)
    problem: PublishError
    try:
        with TimedSession(target.addresses) as session, session.ending_after(seconds):
            response = session.post(
                target.url,
                data=body,
                headers=_HEADERS | signed(keys, message_id, int(time.time()), body),
                # the machine's own list of passwords is not for receivers
                auth=_nobody,
                # a proxy would resolve the name anew
                proxies=_NO_PROXY if target.addresses else None,
                timeout=(min(_CONNECT_SECONDS, seconds) / MOST_ADDRESSES, seconds),
                allow_redirects=False,
                stream=True,
            )
            return Answer(response.status_code, _content(response), _lowered(response.headers))
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        problem = AccountRejected(ReasonCode.TARGET_MISSING, "the address of the receiver cannot be used")
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        if never_left(error):
            problem = TryLater(ReasonCode.UNREACHABLE, type(error).__name__)
        else:
            problem = OutcomeUnknown(ReasonCode.ANSWER_LOST, type(error).__name__)
    # the exceptions underneath may hold the address
    raise problem from None


def _content(response: requests.Response) -> bytes:
    """The answer's body. The status alone decides, so that one that is too long or breaks off is left unread."""
    content = b""
    try:
        while len(content) <= LONGEST_ANSWER:
            piece = response.raw.read(LONGEST_ANSWER + 1 - len(content), decode_content=False)
            if not piece:
                return content
            content += piece
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        return b""
    return b""


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
