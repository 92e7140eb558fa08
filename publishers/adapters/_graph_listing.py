"""Reads the platform's listings of what is published, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphLost
from publishers.contract import Deadline
from publishers.errors import ReasonCode

_PAGE = 50
_PAGES = 10


def listed(graph: Graph, path: str, deadline: Deadline, **params: Any) -> Iterator[Mapping[str, Any]]:
    """Every entry of the listing. Raises GraphFailure; also for a listing without end, which is never complete."""
    after: str | None = None
    for _page in range(_PAGES):
        answer = graph.get(path, deadline, limit=_PAGE, after=after, **params)
        entries = answer.get("data")
        if not isinstance(entries, list):
            raise GraphLost(ReasonCode.ANSWER_GARBLED, "a listing without data")
        yield from (entry for entry in entries if isinstance(entry, Mapping) and "id" in entry)
        after = _next(answer.get("paging"))
        if after is None or not entries:
            return
    raise GraphLost(ReasonCode.ANSWER_GARBLED, "the listing is too long to be read to its end")


def same_link(entry: Mapping[str, Any], link: str) -> bool:
    """True when an attachment of the entry leads to ``link``, also behind the platform's own redirecting address."""
    attachments = entry.get("attachments")
    data = attachments.get("data") if isinstance(attachments, Mapping) else None
    found = [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []
    addresses = [one.get("url") for one in found] + [
        target.get("url") for one in found if isinstance(target := one.get("target"), Mapping)
    ]
    return any(_bare(_unwrapped(address)) == _bare(link) for address in addresses if isinstance(address, str))


def _next(paging: object) -> str | None:
    if not isinstance(paging, Mapping) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, Mapping) else None
    if isinstance(after, str) and after:
        return after
    # the address of the next page holds the token: only the cursor is taken out of it
    named = parse_qs(urlsplit(str(paging["next"])).query).get("after")
    return named[0] if named else None


def _unwrapped(address: str) -> str:
    parts = urlsplit(address)
    if parts.hostname in ("l.facebook.com", "lm.facebook.com"):
        return parse_qs(parts.query).get("u", [address])[0]
    return address


def _bare(address: str) -> str:
    return address.split("#", 1)[0].rstrip("/")
