"""Whether a post of a page or account is still there, by its own id."""

from __future__ import annotations

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, is_gone
from publishers.contract import CannotTell, Deadline, NotFound, Placed, Published


def standing(graph: Graph, owner: str, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
    """NotFound only while the same token sees the owner: the platform calls "gone" also what a token may not see.
    Raises Misconfigured."""
    try:
        graph.get(placed.external_id, deadline, fields="id")
    except GraphFailure as failure:
        return _gone(graph, owner, deadline) if is_gone(failure) else CannotTell(type(failure).__name__)
    return Published(placed.external_id, placed.link, placed.parts, found=True)


def _gone(graph: Graph, owner: str, deadline: Deadline) -> NotFound | CannotTell:
    try:
        graph.get(owner, deadline, fields="id")
    except GraphFailure as failure:
        return CannotTell(type(failure).__name__)
    return NotFound()
