"""A broadcast announced on a Facebook page: scheduled by one visible call, read back by title and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from content.live import live_problems
from content.problems import Problem
from publishers.adapters._facebook_film import is_same
from publishers.adapters._facebook_page import found, permalink
from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, GraphRefused, id_in, is_refused_question, visible_step
from publishers.adapters._graph_listing import listed, recent
from publishers.adapters._matching import instant
from publishers.contract import Deadline, OutgoingPost, Published
from publishers.errors import OutcomeUnknown, ReasonCode

_FIELDS = "id,title,description,status,creation_time,planned_start_time,permalink_url"
_SAME_START = timedelta(minutes=1)


def announcement_problems(post: OutgoingPost, now: datetime) -> list[Problem]:
    """Why the broadcast cannot be announced when the post goes out, at its slot or ``now`` if that is past."""
    if post.live_at is None:
        return []
    return list(live_problems(post.live_at, max(post.slot or now, now)))


def announce(graph: Graph, page: str, post: OutgoingPost, deadline: Deadline) -> Published:
    """Schedule the broadcast. Raises PublishError.

    Of the answer only the id is taken: it also holds the address that broadcasts to the page, which is a secret.
    """
    assert post.live_at is not None
    try:
        answer = graph.post(
            f"{page}/live_videos",
            deadline,
            status="SCHEDULED_UNPUBLISHED",
            title=post.title or None,
            description=post.text or None,
            event_params={"start_time": int(post.live_at.astimezone(UTC).timestamp())},
        )
    except GraphFailure as failure:
        raise visible_step(failure, page) from None
    number = id_in(answer)
    if not number:
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no id in the answer")
    link = permalink(graph, number, deadline)
    return Published(number, link, (number,), wait=graph.usage.wait, answer=graph.kept({"id": number}))


def find_announcement(
    graph: Graph, page: str, post: OutgoingPost, since: datetime, deadline: Deadline
) -> Published | None:
    """The broadcast of the same title and start, scheduled after ``since``. Raises GraphFailure."""
    for entry in _broadcasts(graph, page, deadline):
        if is_same(entry, post) and _starts_then(entry, post) and _is_new(entry, since):
            return found(entry)
    return None


def _broadcasts(graph: Graph, page: str, deadline: Deadline) -> Iterator[Mapping[str, Any]]:
    try:
        yield from listed(graph, f"{page}/live_videos", deadline, fields=_FIELDS)
    except GraphRefused as refusal:
        if not is_refused_question(refusal):
            raise
        yield from listed(graph, f"{page}/live_videos", deadline)


def _starts_then(entry: Mapping[str, Any], post: OutgoingPost) -> bool:
    start = instant(entry.get("planned_start_time"))
    return start is None or post.live_at is None or abs(start - post.live_at) <= _SAME_START


def _is_new(entry: Mapping[str, Any], since: datetime) -> bool:
    return recent(entry, "creation_time" if "creation_time" in entry else "created_time", since)
