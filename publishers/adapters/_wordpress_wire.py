"""Calls to the REST interface of one WordPress site: one HTTP request each, in time, of bounded size, never led on."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

import requests
import urllib3
from requests.auth import AuthBase

from publishers.adapters._timed_session import TimedSession, never_left
from publishers.adapters._wordpress_errors import Answer, Failure
from publishers.adapters._wordpress_site import login_of, site_address
from publishers.contract import Access, Deadline
from publishers.errors import AccountRejected, ReasonCode
from publishers.redaction import redact

LONGEST_ANSWER = 4_000_000
"""Bytes. Only fields that are needed are asked for, so that a real answer is far shorter."""
_CONNECT_SECONDS = 10.0
_HEADERS = {
    "User-Agent": "Mediareja",
    "Accept": "application/json",
    # what comes packed may be a thousand times as long as it looks
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Site:
    """One account's calls. Raises AccountRejected at once when address or login cannot be used, else Failure."""

    def __init__(self, access: Access) -> None:
        self.address = site_address(access)
        self.login = login_of(access.secret)
        self._plain_links = False
        name_and_password = f"{self.login.name}:{self.login.password}"
        self._sign_in = _Basic(name_and_password)
        as_written = access.secret.partition(":")[2].strip()
        self._secrets = (as_written, self.login.password, self._sign_in.encoded)

    def __repr__(self) -> str:
        return f"Site({self.address})"

    def read(self, route: str, deadline: Deadline, **params: str) -> Any:
        """The JSON at ``route`` (``/wp/v2/posts``). A site without speaking addresses is asked in its own way."""
        try:
            return self._call("GET", route, deadline, params)
        except Failure as failure:
            if self._plain_links or failure.answer is None or failure.answer.status != 404 or failure.answer.code:
                raise
            first = failure
        self._plain_links = True
        try:
            return self._call("GET", route, deadline, params)
        except Failure as failure:
            if failure.answer is not None and failure.answer.code:
                raise
        # no WordPress behind either of the two
        self._plain_links = False
        raise first

    def write(self, route: str, deadline: Deadline, fields: Mapping[str, Any]) -> Any:
        """Send ``fields`` as JSON; the JSON answered."""
        body = json.dumps(fields).encode()
        return self._call("POST", route, deadline, {}, body, {"Content-Type": "application/json"})

    def upload(self, deadline: Deadline, name: str, mime: str, content: bytes | BinaryIO, **params: str) -> Any:
        """Put a file into the media library under the ASCII ``name``; the JSON answered."""
        headers = {"Content-Type": mime, "Content-Disposition": f'attachment; filename="{name}"'}
        return self._call("POST", "/wp/v2/media", deadline, params, content, headers)

    def delete(self, route: str, deadline: Deadline) -> Any:
        """Move to the trash; the JSON answered."""
        return self._call("DELETE", route, deadline, {})

    def _call(
        self,
        method: str,
        route: str,
        deadline: Deadline,
        params: Mapping[str, str],
        body: bytes | BinaryIO | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        seconds = deadline.remaining()
        if self._plain_links:
            url, params = f"{self.address}/", {"rest_route": route, **params}
        else:
            url = f"{self.address}/wp-json{quote(route)}"
        problem: Failure | AccountRejected
        try:
            with TimedSession() as session, session.ending_after(seconds):
                response = session.request(
                    method,
                    url,
                    params=params,
                    data=body,
                    headers={**_HEADERS, **(headers or {})},
                    auth=self._sign_in,
                    timeout=(min(_CONNECT_SECONDS, seconds), seconds),
                    allow_redirects=False,
                    stream=True,
                )
                answer = _answer(response)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
            problem = AccountRejected(ReasonCode.TARGET_MISSING, "the address of the site cannot be used")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            problem = Failure(type(error).__name__, sent=not never_left(error))
        else:
            if 200 <= answer.status < 300 and answer.body is not None:
                return answer.body
            problem = Failure(redact(answer.message, *self._secrets)[:500], answer=answer)
        # the exceptions underneath may hold addresses
        raise problem from None


class _Basic(AuthBase):
    """Signs in with every request, whatever the machine's own list of passwords says."""

    def __init__(self, name_and_password: str) -> None:
        self.encoded = b64encode(name_and_password.encode()).decode()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Basic {self.encoded}"
        return request


def _answer(response: requests.Response) -> Answer:
    content = b""
    while len(content) <= LONGEST_ANSWER:
        piece = response.raw.read(LONGEST_ANSWER + 1 - len(content), decode_content=False)
        if not piece:
            break
        content += piece
    headers = {name.lower(): value for name, value in response.headers.items()}
    readable = len(content) <= LONGEST_ANSWER and headers.get("content-encoding", "identity") == "identity"
    return Answer(response.status_code, _json(content) if readable else None, headers)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
