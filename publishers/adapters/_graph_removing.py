"""Takes away what is out on a page or an account; may be repeated."""

from __future__ import annotations

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, is_gone, read_step, visible_step
from publishers.contract import Deadline, Withdrawn
from publishers.errors import ContentRejected, OutcomeUnknown, ReasonCode


def take_away(graph: Graph, owner: str, number: str, deadline: Deadline) -> Withdrawn:
    """Delete the post ``number`` of a page or account; what is gone already is done. Raises PublishError."""
    try:
        answer = graph.delete(number, deadline)
    except GraphFailure as failure:
        if is_gone(failure):
            _require_sight(graph, owner, deadline)
            return Withdrawn()
        error = visible_step(failure, owner)
        if isinstance(error, ContentRejected):
            raise ContentRejected(ReasonCode.CANNOT_WITHDRAW, error.detail) from None
        raise error from None
    if answer.get("success") is not True:
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no success in the answer")
    return Withdrawn(graph.kept(answer))


def _require_sight(graph: Graph, owner: str, deadline: Deadline) -> None:
    """The platform calls "gone" also what a token may not see. Raises PublishError when that is so of the owner."""
    try:
        graph.get(owner, deadline, fields="id")
    except GraphFailure as failure:
        raise read_step(failure, owner) from None
