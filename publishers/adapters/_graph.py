"""The Graph API through facebook-sdk: the only module that touches that library, and makes good what it lacks.

The library knows no current version, no time-outs, no status, headers or sub-codes, and puts tokens into addresses.
Here every call has a time limit, its token travels in a header and, where it writes, in the body too, and each
failure keeps the whole error envelope, from which ``_graph_errors`` tells what is certain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import warnings
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import requests
from requests.auth import AuthBase

from publishers.adapters._graph_errors import GraphAnswer, GraphFailure, GraphLost, GraphNotSent, GraphRefused
from publishers.adapters._graph_secret import graph_secret
from publishers.adapters._graph_usage import Usage, usage_of
from publishers.adapters._timed_session import TimedSession, never_left
from publishers.answers import kept_answer
from publishers.contract import Access, Deadline
from publishers.errors import Misconfigured, ReasonCode, TryLater
from publishers.redaction import RedactingFilter, redact

with warnings.catch_warnings():
    # its source holds an invalid escape, which newer compilers warn about
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    import facebook

DEFAULT_BASE = "https://graph.facebook.com"
DEFAULT_VERSION = "v26.0"
SECONDS_TO_SHOW = 1.0
"""With less time left a step that readers see is not begun: its answer would be lost for certain."""
_CONNECT_SECONDS = 10.0

File = tuple[str, bytes, str]
"""Name, bytes and MIME type of an upload."""

_log = logging.getLogger(__name__)
# at its finest level it prints addresses, and reading may need the token in one
logging.getLogger("urllib3.connectionpool").addFilter(RedactingFilter())


class Graph:
    """One account's calls. Each call is one HTTP request on its own connection, never repeated.

    Raises GraphNotSent (certainly not received), GraphLost (sent, no usable answer) or GraphRefused (error envelope).
    """

    def __init__(self, access: Access) -> None:
        secret = graph_secret(access)
        self._token = secret.token
        self.app_id = secret.app_id
        self._app_secret = secret.app_secret
        base = (access.endpoints.get("graph") or DEFAULT_BASE).rstrip("/")
        # an address copied from elsewhere often ends with its version, which then is the one that is meant
        versioned = re.fullmatch(r"(.+?)/(v\d+\.\d+)", base)
        if versioned:
            base = versioned[1]
        self._session = _Session(base)
        self._library = facebook.GraphAPI(session=self._session)
        self._library.version = (
            versioned[2] if versioned else _version(access.endpoints.get("graph_version") or DEFAULT_VERSION)
        )
        self.usage = Usage()
        """The fullest state of the platform's limits that its answers told of so far."""
        self.notes: list[str] = []
        """What an operator should know of this connection: another version answered, the limits are nearly used up."""

    def __repr__(self) -> str:
        return f"Graph({self._library.version})"

    def get(self, path: str, deadline: Deadline, **params: Any) -> Mapping[str, Any]:
        """Read ``path`` (``123/published_posts``).

        The token travels in a header, where no log shows it. A server that does not look there, and says that no valid
        token came, is asked once more with the token as the documented parameter: reading changes nothing.
        """
        args = {**_encoded(params), **self._proof(self._token)}
        try:
            return self._call(path, deadline, args=args, token=self._token)
        except GraphRefused as refusal:
            if not refusal.answer.saw_no_token:
                raise
        return self._call(path, deadline, args={**args, "access_token": self._token})

    def post(
        self, path: str, deadline: Deadline, files: Mapping[str, File] | None = None, **params: Any
    ) -> Mapping[str, Any]:
        """Write to ``path``; ``files`` go along as uploads under their names (``source``).

        What writes is never asked twice, so the token goes both ways: documented parameter, and header.
        """
        fields = {**_encoded(params), **self._proof(self._token), "access_token": self._token}
        return self._call(path, deadline, fields=fields, files=files or None, token=self._token)

    def delete(self, path: str, deadline: Deadline) -> Mapping[str, Any]:
        """Take ``path`` away. What is gone cannot be taken away twice, so the token travels as in ``get``."""
        args = self._proof(self._token)
        try:
            return self._call(path, deadline, args=args, token=self._token, method="DELETE")
        except GraphRefused as refusal:
            if not refusal.answer.saw_no_token:
                raise
        return self._call(path, deadline, args={**args, "access_token": self._token}, method="DELETE")

    def require_room(self) -> None:
        """Raises TryLater when the platform said that its limit is full; to be asked before a visible step."""
        if self.usage.is_full:
            words = f"{self.usage.percent} % of the platform's call limit is used"
            raise TryLater(ReasonCode.RATE_LIMITED, words, after=self.usage.wait)

    def inspect_token(self, deadline: Deadline) -> Mapping[str, Any] | None:
        """What the platform knows of our token: type, is_valid, expires_at, scopes. None when it cannot be asked.

        That takes the app's own id and secret. A failure here says nothing of the account, so it is only noted. The
        token under inspection can only travel as a parameter, so its address is redacted wherever it shows.
        """
        if not (self.app_id and self._app_secret):
            return None
        app_token = f"{self.app_id}|{self._app_secret}"
        try:
            answer = self._call("debug_token", deadline, args={"input_token": self._token}, token=app_token)
        except GraphFailure as failure:
            self._note(f"the token could not be inspected: {type(failure).__name__}")
            return None
        data = answer.get("data")
        return data if isinstance(data, Mapping) else None

    def kept(self, answer: Mapping[str, Any]) -> str:
        """An answer as the log keeps it."""
        return kept_answer(answer, self._token, self._app_secret)

    def free_of_secrets(self, text: str) -> str:
        return redact(text, self._token, self._app_secret)[:500]

    def _call(
        self,
        path: str,
        deadline: Deadline,
        *,
        args: Mapping[str, str] | None = None,
        fields: dict[str, str] | None = None,
        files: Mapping[str, File] | None = None,
        token: str = "",
        method: str | None = None,
    ) -> Mapping[str, Any]:
        seconds = deadline.remaining()
        self._library.timeout = (min(_CONNECT_SECONDS, seconds), seconds)
        self._session.prepare_for(token, seconds)
        failure: GraphNotSent | GraphLost | Misconfigured | None = None
        try:
            self._library.request(
                f"{self._library.version}/{path}", args=args, post_args=fields, files=files, method=method
            )
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema):
            failure = Misconfigured(ReasonCode.SETTINGS_WRONG, "the address of the Graph API cannot be used")
        except (facebook.GraphAPIError, requests.exceptions.InvalidJSONError, KeyError):
            # judged below by the answer itself, of which the library drops the greater part
            pass
        except requests.RequestException as error:
            name = type(error).__name__
            failure = GraphNotSent(name) if never_left(error) else GraphLost(ReasonCode.ANSWER_LOST, name)
        if failure is not None:
            # the exceptions underneath may hold addresses
            raise failure from None
        return self._judge()

    def _judge(self) -> Mapping[str, Any]:
        response = self._session.answered
        if response is None:
            raise GraphLost(ReasonCode.ANSWER_LOST, "no answer")
        self._take_notes(response)
        try:
            body = json.loads(response.content)
        except ValueError:
            body = None
        answer = GraphAnswer(response.status_code, body if isinstance(body, dict) else None, dict(response.headers))
        if answer.error is not None:
            raise GraphRefused(answer, self.free_of_secrets(answer.message))
        if answer.body is None or not 200 <= answer.status < 300:
            raise GraphLost(answer.lost_code, f"HTTP {answer.status}", answer)
        return answer.body

    def _take_notes(self, response: requests.Response) -> None:
        answered_by = response.headers.get("facebook-api-version", "")
        if answered_by and answered_by != self._library.version:
            text = f"asked for {self._library.version}, answered by {answered_by}"
            warn_of_version(text)
            self._keep_note(text)
        usage = usage_of(response.headers)
        self.usage = max(self.usage, usage, key=lambda seen: (seen.regain or timedelta(), seen.percent))
        if usage.is_busy:
            self._note(f"{usage.percent} % of the platform's call limit is used")

    def _note(self, text: str) -> None:
        if self._keep_note(text):
            _log.warning("graph: %s", text)

    def _keep_note(self, text: str) -> bool:
        if text in self.notes:
            return False
        self.notes.append(text)
        return True

    def _proof(self, token: str) -> dict[str, str]:
        if not self._app_secret:
            return {}
        return {"appsecret_proof": hmac.new(self._app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()}


class _Session(TimedSession):
    """Sends what the library asks for to the configured address, without redirects, and keeps the last answer."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self._seconds = 0.0
        self.answered: requests.Response | None = None
        self.headers["Connection"] = "close"
        self.hooks["response"].append(self._keep)

    def prepare_for(self, token: str, seconds: float) -> None:
        """Forget the last answer; send ``token`` in the next request's header (none when empty), within ``seconds``."""
        # a connection left open may be closed under the next call, whose outcome would then be unknown for no reason;
        # the header alone does not do, for a server may close without saying so
        self.close()
        self.answered = None
        self.auth = _Token(token)
        self._seconds = seconds

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        address = str(url)
        if address.startswith(facebook.FACEBOOK_GRAPH_URL):
            address = f"{self._base}/{address.removeprefix(facebook.FACEBOOK_GRAPH_URL)}"
        with self.ending_after(self._seconds):
            return super().request(method, address, *args, **{**kwargs, "allow_redirects": False})

    def _keep(self, response: requests.Response, *_args: Any, **_kwargs: Any) -> None:
        self.answered = response


class _Token(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@lru_cache(maxsize=32)
def warn_of_version(text: str) -> None:
    """Say it once in a process's life: every call meets the same."""
    _log.warning("graph: %s", text)


def _version(version: str) -> str:
    return version if version.startswith("v") else f"v{version}"


def _encoded(params: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as Graph reads them: nested values as JSON, truth as words, nothing for None."""
    return {name: _encode(value) for name, value in params.items() if value is not None}


def _encode(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
