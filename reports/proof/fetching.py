"""Fetches a public page: in time, of bounded size, and never led to a machine of the house."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from publishers.adapters._timed_session import TimedSession
from reports.proof.codes import CaptureCode
from reports.proof.doorstep import Doorstep, NotAllowed, origin_of

LARGEST = 5_000_000
"""Bytes of a page."""
SECONDS = 20.0
"""For all redirects together."""
_CONNECT_SECONDS = 5.0
_MOST_REDIRECTS = 5
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Mediareja)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
    # what comes packed may be a thousand times as long as it looks
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NO_PROXY: dict[str, Any] = dict.fromkeys(("http", "https", "all"))


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered; ``code`` when it came to nothing."""

    address: str
    """After redirects."""
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    code: str = ""

    @property
    def is_shown(self) -> bool:
        return not self.code and self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in (404, 410)


class _Stopped(Exception):
    def __init__(self, code: CaptureCode) -> None:
        super().__init__(code.value)
        self.code = code


def fetch(address: str, doorstep: Doorstep) -> Page:
    """Raises nothing: what went wrong is in the page's code."""
    end = time.monotonic() + SECONDS
    for _turn in range(_MOST_REDIRECTS + 1):
        try:
            page, leads_to = _ask(address, doorstep, end)
        except _Stopped as stopped:
            return Page(address, code=stopped.code.value)
        if not leads_to:
            return page
        address = urljoin(address, leads_to)
    return Page(address, code=CaptureCode.TOO_MANY_REDIRECTS.value)


def _ask(address: str, doorstep: Doorstep, end: float) -> tuple[Page, str]:
    """One answer, and where it leads."""
    origin = origin_of(address)
    if origin is None or urlsplit(address).username is not None:
        raise _Stopped(CaptureCode.ODD_ADDRESS)
    try:
        numbers = doorstep.numbers_of(*origin)
    except NotAllowed:
        raise _Stopped(CaptureCode.NOT_PUBLIC) from None
    except OSError:
        raise _Stopped(CaptureCode.UNREACHABLE) from None
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise _Stopped(CaptureCode.TOO_SLOW)
    try:
        with TimedSession(numbers) as session, session.ending_after(seconds):
            answer = session.get(
                address,
                headers=_HEADERS,
                auth=_nobody,
                # a proxy would resolve the name anew
                proxies=_NO_PROXY,
                timeout=(_CONNECT_SECONDS, seconds),
                allow_redirects=False,
                stream=True,
            )
            leads_to = answer.headers.get("location", "") if answer.is_redirect else ""
            body = b"" if leads_to else _body(answer)
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        raise _Stopped(CaptureCode.ODD_ADDRESS) from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
        late = time.monotonic() >= end - 0.05
        raise _Stopped(CaptureCode.TOO_SLOW if late else CaptureCode.UNREACHABLE) from None
    kind = answer.headers.get("content-type", "")[:100]
    return Page(address, answer.status_code, "".join(sign for sign in kind if sign.isprintable()), body), leads_to


def _body(answer: requests.Response) -> bytes:
    content = b""
    while len(content) <= LARGEST:
        piece = answer.raw.read(LARGEST + 1 - len(content), decode_content=False)
        if not piece:
            break
        content += piece
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed in ("gzip", "x-gzip"):  # some servers pack whatever was asked for
        try:
            content = zlib.decompressobj(31).decompress(content, LARGEST + 1)
        except zlib.error:
            raise _Stopped(CaptureCode.ODD_ANSWER) from None
    elif packed not in ("identity", ""):
        raise _Stopped(CaptureCode.ODD_ANSWER)
    if len(content) > LARGEST:
        raise _Stopped(CaptureCode.TOO_LARGE)
    return content


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The machine's own list of passwords is not for strangers."""
    return request
