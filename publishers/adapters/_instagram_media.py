"""Looks for a post among what an Instagram account shows, by time and caption."""

from __future__ import annotations

from datetime import UTC, datetime

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, read_step
from publishers.adapters._graph_listing import listed, recent
from publishers.adapters._matching import CLOCK_MARGIN, instant, normalised
from publishers.contract import Deadline, OutgoingPost, Published


def shown(graph: Graph, account: str, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | None:
    """The oldest published media newer than ``since`` with this caption. Raises PublishError when unreadable."""
    wanted = caption(post.text)
    if not wanted:
        return None
    params = {
        "fields": "id,caption,permalink,timestamp",
        "since": int((since - CLOCK_MARGIN).astimezone(UTC).timestamp()),
    }
    try:
        hits = [
            entry
            for entry in listed(graph, f"{account}/media", deadline, **params)
            if caption(str(entry.get("caption") or "")) == wanted and recent(entry, "timestamp", since)
        ]
    except GraphFailure as failure:
        raise read_step(failure, account) from None
    if not hits:
        return None
    first = min(hits, key=lambda entry: instant(entry.get("timestamp")) or since)
    media = str(first["id"])
    return Published(media, str(first.get("permalink") or ""), (media,), found=True)


def caption(text: str) -> str:
    """The form in which captions are compared: read back, they may have lost an @ sign."""
    return normalised(text.replace("@", ""))
