"""A Matrix room as a channel: the example of docs/writing-an-adapter.md. Source: the Matrix client-server API, v1.11.

``Access.address``: ``!room:server``; ``secret``: access token; ``options["server"]``: base address of the home server.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

import requests

from content.formats import Format
from content.problems import Problem
from publishers import contract as c
from publishers import errors as e
from publishers.adapters._checking import problems_of
from publishers.adapters._timed_session import TimedSession, never_left
from publishers.adapters._unchangeable import Unchangeable

REFUSED: dict[str, tuple[type[e.PublishError], e.ReasonCode]] = {
    "M_UNKNOWN_TOKEN": (e.AccountRejected, e.ReasonCode.TOKEN_INVALID),
    "M_FORBIDDEN": (e.AccountRejected, e.ReasonCode.RIGHTS_MISSING),
    "M_NOT_FOUND": (e.AccountRejected, e.ReasonCode.TARGET_MISSING),
    "M_TOO_LARGE": (e.ContentRejected, e.ReasonCode.TEXT_TOO_LONG),
    "M_BAD_JSON": (e.ContentRejected, e.ReasonCode.CONTENT_REFUSED),
}


class MatrixRoomPublisher(Unchangeable):
    kind: ClassVar[str] = "matrix"
    capabilities: ClassVar[c.Capabilities] = c.Capabilities(
        format=Format("matrix", "web_html", "characters", 20_000, None, 0, 0, 1, 1),
        repeat_safety="native",  # the same transaction id twice is the same message
    )

    def __init__(self, access: c.Access) -> None:
        self._server, self._room, self._token = access.options.get("server", ""), access.address, access.secret

    def check(self, post: c.OutgoingPost) -> list[Problem]:
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> c.AccountReport:
        path, deadline = f"rooms/{quote(self._room)}/state/m.room.name", c.Deadline.after(timedelta(seconds=20))
        try:
            name = self._ask("GET", path, deadline)
        except e.OutcomeUnknown as error:  # nothing was to be published: ask again
            raise e.TryLater(error.code, error.detail) from None
        return c.AccountReport(str(name.get("name", self._room)))

    def publish(self, post: c.OutgoingPost, key: str, deadline: c.Deadline) -> c.Published:
        body = {
            "msgtype": "m.text",
            "body": post.title,
            "format": "org.matrix.custom.html",
            "formatted_body": post.text,
        }
        answer = self._ask("PUT", f"rooms/{quote(self._room)}/send/m.room.message/{quote(key)}", deadline, body)
        if not isinstance(event := answer.get("event_id"), str):
            raise e.OutcomeUnknown(e.ReasonCode.ANSWER_GARBLED, "no event_id in the answer")
        return c.Published(event, f"https://matrix.to/#/{self._room}/{event}")

    def resume(self, post: c.OutgoingPost, token: str, deadline: c.Deadline) -> c.Published:
        raise e.Misconfigured(e.ReasonCode.INTERNAL, "one step is all")

    def find(self, post: c.OutgoingPost, key: str, since: datetime, token: str = "") -> c.CannotTell:
        return c.CannotTell("sending the same key again is the way to look")

    def _ask(self, method: str, path: str, deadline: c.Deadline, body: Any = None) -> dict[str, Any]:
        address, sign_in = f"{self._server}/_matrix/client/v3/{path}", {"Authorization": f"Bearer {self._token}"}
        try:
            with TimedSession() as session, session.ending_after(deadline.remaining()):
                answer = session.request(method, address, json=body, headers=sign_in, timeout=deadline.remaining())
            told = answer.json() if answer.headers.get("Content-Type", "").startswith("application/json") else {}
        except (requests.RequestException, ValueError) as error:
            if never_left(error):
                raise e.TryLater(e.ReasonCode.UNREACHABLE, type(error).__name__) from None
            raise e.OutcomeUnknown(e.ReasonCode.ANSWER_LOST, type(error).__name__) from None
        told = told if isinstance(told, dict) else {}
        code, wait = str(told.get("errcode", "")), told.get("retry_after_ms")
        if answer.status_code == 200:
            return told
        if answer.status_code == 429:
            after = timedelta(milliseconds=wait) if isinstance(wait, int) else None
            raise e.TryLater(e.ReasonCode.RATE_LIMITED, code, after=after)
        if answer.status_code < 500 and code in REFUSED:
            refusal, reason = REFUSED[code]
            raise refusal(reason, code)  # its words might repeat the token
        raise e.OutcomeUnknown(e.ReasonCode.SERVER_ERROR, f"HTTP {answer.status_code}")
