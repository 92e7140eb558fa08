"""What can be asked of a Facebook page's access before anything is due: whose token, rights, end, is the page seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, GraphLost, GraphRefused, hidden_step, is_refused_question
from publishers.adapters._graph_tokens import reaches, verified_token
from publishers.contract import AccountReport, Deadline
from publishers.errors import AccountRejected, ReasonCode

_TASKS = frozenset({"CREATE_CONTENT", "MANAGE"})
_FURTHER_SCOPES = {
    "pages_read_engagement": "without pages_read_engagement lost answers cannot be looked up",
    "publish_video": "without publish_video no film and no broadcast can go out",
}


def page_report(graph: Graph, page: str, deadline: Deadline) -> AccountReport:
    """Raises AccountRejected, Misconfigured, TryLater."""
    try:
        node = graph.get(page, deadline, fields="id,name")
        me = _owner(graph, deadline)
        token = graph.inspect_token(deadline)
        standing = _standing(graph, page, deadline)
    except GraphFailure as failure:
        error = hidden_step(failure, page, unclear=ReasonCode.TARGET_MISSING)
        if error.code is ReasonCode.TARGET_MISSING:
            raise AccountRejected(error.code, error.detail) from None
        raise error from None
    if me is not None and str(me.get("id")) != str(node.get("id")):
        raise AccountRejected(ReasonCode.WRONG_TOKEN_KIND, f"the token is of {me.get('name')!r}, not of the page")
    number = str(node.get("id") or page)
    notes, expires_at = verified_token(token, kinds=("PAGE",), scopes=("pages_manage_posts",), place=number)
    _require_task(standing)
    notes = (*notes, *_warnings(token, standing, number), *graph.notes)
    return AccountReport(str(node.get("name") or page), notes, expires_at)


def _owner(graph: Graph, deadline: Deadline) -> Mapping[str, Any] | None:
    """Whose token this is; None when the platform does not say, for that alone is no reason to stop a page."""
    try:
        return graph.get("me", deadline, fields="id,name")
    except GraphRefused as refusal:
        if refusal.answer.status in (400, 404) and refusal.answer.code in (0, 100, 803, 2500):
            return None
        raise
    except GraphLost as lost:
        if lost.answer is not None and lost.answer.status == 404:
            return None
        raise


def _standing(graph: Graph, page: str, deadline: Deadline) -> Mapping[str, Any]:
    """Our tasks on the page and whether readers see it, as far as the platform knows such fields."""
    for fields in ("is_published,tasks", "is_published"):
        try:
            return graph.get(page, deadline, fields=fields)
        except GraphRefused as refusal:
            if not is_refused_question(refusal):
                raise
    return {}


def _require_task(standing: Mapping[str, Any]) -> None:
    tasks = standing.get("tasks")
    if isinstance(tasks, list) and tasks and not _TASKS.intersection(map(str, tasks)):
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, "the task CREATE_CONTENT on the page is missing")


def _warnings(token: Mapping[str, Any] | None, standing: Mapping[str, Any], page: str) -> Iterator[str]:
    if standing.get("is_published") is False:
        yield "the page is not published: readers do not see it"
    if token is None:
        return
    granted = token.get("scopes")
    for scope, words in _FURTHER_SCOPES.items():
        if (isinstance(granted, list) and granted and scope not in granted) or not reaches(token, scope, page):
            yield words
