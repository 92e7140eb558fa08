"""Finds the screens of a running service as a person would who presses everything: one address of each kind."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext

from tests.browser.service import Service

ADDRESS = re.compile(r'(?:href=)?(?:"|&quot;)(/[^"#&\\ <>]*)')
"""In mark-up, and in the JSON from which Wagtail draws its menu."""
NUMBERED = [
    (re.compile(r"\d{4}-\d\d(-\d\d)?"), "DAY"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "UUID"),
    (re.compile(r"-[0-9a-f]{8}(?=/)"), "-KEY"),
    (re.compile(r"/\d+(?=/|$)"), "/N"),
]
FRAGMENT = re.compile(r"/(results|history-results)/|/history/results/|/editing-sessions/|/preview/$")
"""Parts of a screen that a script asks for, and previews of nothing."""
NOT_FOLLOWED = ("/static/", "/media/", "//", "/admin/logout/")
MOST = 600


def screens(asking: APIRequestContext, service: Service, *, starts: tuple[str, ...]) -> list[str]:
    """Addresses of whole pages that answer with 200, from what is linked on the pages before."""
    return [path for path, html in _pages(asking, service, starts) if "<html" in html and not FRAGMENT.search(path)]


def kind_of(path: str) -> str:
    """The address with its numbers, days and keys taken out."""
    kind = urlsplit(path).path
    for pattern, name in NUMBERED:
        kind = pattern.sub(name, kind)
    return kind


def _pages(asking: APIRequestContext, service: Service, starts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    waiting = deque(starts)
    while waiting:
        path = waiting.popleft()
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        assert len(seen) < MOST, "the crawl does not end: an address holds something that changes"
        answer = asking.get(service.site + path, max_redirects=0)
        assert answer.status < 500, f"{path}: {answer.status}"
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        html = answer.text()
        yield path, html
        local = html.replace(service.site + "/", "/").replace("&amp;", "&")
        waiting.extend(found for found in ADDRESS.findall(local) if not found.startswith(NOT_FOLLOWED))
