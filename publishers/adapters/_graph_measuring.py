"""Insights of Facebook and Instagram, one call for each metric: a dead one fails its own call and no other.

It stops while most of the platform's call limit is still left: the rest is for publishing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, GraphLost, GraphRefused, is_gone, read_step
from publishers.contract import Deadline, Figure, Measured
from publishers.errors import AccountRejected, FigureCode, PublishError, ReasonCode, TryLater
from publishers.metrics import UNITS, Metric, Source

ENOUGH = 50
"""Per cent of the call limit that measuring leaves alone when they are used up."""
_REST = timedelta(hours=1)
_FEW = 100
"""Followers below which a page has no insights."""
_NO_METRIC = frozenset({100, 3001, 3006})
_UNREAD = frozenset({1, 2})


@dataclass(frozen=True, slots=True)
class Asked:
    """One metric: our word for it and the platform's."""

    metric: Metric
    name: str


def measure_object(
    graph: Graph, source: Source, owner: str, number: str, asked: Sequence[Asked], deadline: Deadline, **params: str
) -> Measured:
    """Figures of the object ``number``. ``owner``: the page or account. Raises PublishError when nothing can be asked:
    the token is gone, the platform says "wait" or does not answer at all."""
    figures: list[Figure] = []
    unread: PublishError | None = None
    for one in asked:
        if graph.usage.percent >= ENOUGH:
            return Measured(wait=graph.usage.wait or _REST)
        try:
            answer = graph.get(f"{number}/insights", deadline, metric=one.name, **params)
        except GraphFailure as failure:
            note, unread = _why(failure, owner, number)
            figures.append(_figure(source, one.metric, None, note))
            if note == FigureCode.GONE:
                figures = [_figure(source, each.metric, None, note) for each in asked]
                break
            continue
        value = _value(answer)
        figures.append(_figure(source, one.metric, value, "" if value is not None else _why_empty(answer)))
    if unread is not None and all(figure.note == FigureCode.UNREAD for figure in figures):
        raise unread
    return Measured(tuple(figures))


def measure_followers(
    graph: Graph, source: Source, owner: str, asked: Sequence[Asked], deadline: Deadline, **params: str
) -> Measured:
    """How many follow the page or account, and its insights of a day. Raises as ``measure_object`` does."""
    try:
        answer = graph.get(owner, deadline, fields="followers_count")
    except GraphFailure as failure:
        raise read_step(failure, owner) from None
    count = _number(answer.get("followers_count"))
    followers = _figure(source, Metric.MEMBERS, count, "" if count is not None else FigureCode.NOT_GIVEN)
    rest = measure_object(graph, source, owner, owner, asked, deadline, **params)
    if rest.wait is not None:
        return rest
    few = count is not None and count < _FEW
    return Measured((followers, *(_too_few(figure) if few else figure for figure in rest.figures)))


def _too_few(figure: Figure) -> Figure:
    """A page of few followers gets no insights: what it is told instead differs, and is no figure."""
    if figure.value is None and figure.note in (FigureCode.NOT_YET, FigureCode.NOT_GIVEN):
        return _figure(Source(figure.source), Metric(figure.metric), None, FigureCode.TOO_FEW)
    return figure


def _why(failure: GraphFailure, owner: str, number: str) -> tuple[FigureCode, PublishError]:
    """Why this metric is not available, and the error when that is so of all. Raises what concerns all at once."""
    error = read_step(failure, owner)
    if isinstance(failure, GraphRefused):
        answer = failure.answer
        if is_gone(failure) and number != owner:
            return FigureCode.GONE, error
        if answer.code == 10 and "viewers" in answer.message.lower():
            return FigureCode.TOO_FEW, error
        if isinstance(error, AccountRejected) and error.code is ReasonCode.RIGHTS_MISSING:
            return FigureCode.RIGHTS, error
        if answer.status < 500 and answer.code in _NO_METRIC and "appsecret_proof" not in answer.message:
            return FigureCode.NOT_GIVEN, error
        if answer.status >= 500 or answer.code in _UNREAD:
            return FigureCode.UNREAD, TryLater(ReasonCode.SERVER_ERROR, failure.detail)
    if isinstance(failure, GraphLost) and failure.answer is not None and failure.answer.status != 429:
        return FigureCode.UNREAD, error
    raise error from None


def _value(answer: Mapping[str, Any]) -> int | None:
    """The newest value of the one metric in an answer; of several kinds (reactions) their sum."""
    data = answer.get("data")
    entry = data[0] if isinstance(data, list) and data and isinstance(data[0], Mapping) else {}
    total = entry.get("total_value")
    values = entry.get("values")
    newest = total if isinstance(total, Mapping) else values[-1] if isinstance(values, list) and values else {}
    value = newest.get("value") if isinstance(newest, Mapping) else None
    if isinstance(value, Mapping):
        parts = [_number(part) for part in value.values()]
        return None if None in parts else sum(part for part in parts if part is not None)
    return _number(value)


def _why_empty(answer: Mapping[str, Any]) -> FigureCode:
    """An answer without data: the platform counts late, up to two days."""
    return FigureCode.NOT_YET if isinstance(answer.get("data"), list) else FigureCode.UNREAD


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _figure(source: Source, metric: Metric, value: int | None, note: str = "") -> Figure:
    return Figure(metric, value, source, UNITS[metric], note)
