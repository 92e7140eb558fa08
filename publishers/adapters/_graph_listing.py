"""Reads the platform's listings of what is published, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphLost
from publishers.adapters._matching import instant, is_recent
from publishers.contract import Deadline
from publishers.errors import ReasonCode

_SECRET = frozenset({"access_token", "appsecret_proof"})
_PAGE = 50
_PAGES = 10


def listed(graph: Graph, path: str, deadline: Deadline, **params: Any) -> Iterator[Mapping[str, Any]]:
    """Every entry of the listing. Raises GraphFailure; also for a listing without end, which is never complete."""
    place: Mapping[str, str] = {}
    for _page in range(_PAGES):
        answer = graph.get(path, deadline, **{"limit": _PAGE, **params, **place})
        entries = answer.get("data")
        if not isinstance(entries, list):
            raise GraphLost(ReasonCode.ANSWER_GARBLED, "a listing without data")
        yield from (entry for entry in entries if isinstance(entry, Mapping) and "id" in entry)
        following = _next(answer.get("paging"))
        if following is None:
            return
        if not following or following == place:
            raise GraphLost(ReasonCode.ANSWER_GARBLED, "a listing whose next page cannot be asked for")
        place = following
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


def recent(entry: Mapping[str, Any], moment: str, since: datetime) -> bool:
    """True when the entry is newer than ``since``. Raises GraphLost when its time, ``moment``, cannot be read.

    To be asked of entries that are ours by their content: to pass over such a one would be to send it a second time.
    """
    at = instant(entry.get(moment))
    if at is None:
        raise GraphLost(ReasonCode.ANSWER_GARBLED, "a post of the listing has no readable time")
    return is_recent(at, since)


def _next(paging: object) -> dict[str, str] | None:
    """What the next page is asked for with, however the platform counts its pages; None on the last page."""
    if not isinstance(paging, Mapping) or not paging.get("next"):
        return None
    # the address of the next page holds the token, so it is never called itself
    named = {name: value for name, value in parse_qsl(urlsplit(str(paging["next"])).query) if name not in _SECRET}
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, Mapping) else None
    return named | {"after": after} if isinstance(after, str) and after else named


def _unwrapped(address: str) -> str:
    parts = urlsplit(address)
    if parts.hostname in ("l.facebook.com", "lm.facebook.com"):
        return parse_qs(parts.query).get("u", [address])[0]
    return address


def _bare(address: str) -> str:
    return address.split("#", 1)[0].rstrip("/")
