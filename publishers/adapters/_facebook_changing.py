"""Corrects what is out on a Facebook page; may be repeated."""

from __future__ import annotations

from typing import Any

from content.problems import Problem
from publishers.adapters._facebook_page import shared_link
from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, id_in, is_gone, visible_step
from publishers.contract import Deadline, OutgoingPost, Placed, Published
from publishers.errors import ContentRejected, OutcomeUnknown, ReasonCode


def unchangeable(before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
    """What of the difference cannot be brought to a page: its edit takes words alone."""
    problems = []
    if _media(before) != _media(after):
        problems.append(Problem("media_cannot_change"))
    if before.live_at != after.live_at or shared_link(before) != shared_link(after):
        problems.append(Problem("cannot_amend"))
    return problems


def amend_on_page(
    graph: Graph, page: str, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline
) -> Published:
    """Put the new words in place. Raises PublishError."""
    if unchangeable(before, after):
        raise ContentRejected(ReasonCode.CANNOT_AMEND)
    try:
        answer = graph.post(placed.external_id, deadline, **_words(after))
    except GraphFailure as failure:
        if is_gone(failure):
            raise ContentRejected(ReasonCode.GONE, str(failure)) from None
        error = visible_step(failure, page)
        if isinstance(error, ContentRejected):
            # another application's post, for one
            raise ContentRejected(ReasonCode.CANNOT_AMEND, error.detail) from None
        raise error from None
    if answer.get("success") is not True and not id_in(answer):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no success in the answer")
    return Published(placed.external_id, placed.link, placed.parts, wait=graph.usage.wait, answer=graph.kept(answer))


def _words(post: OutgoingPost) -> dict[str, Any]:
    if post.live_at is not None:
        return {"title": post.title or None, "description": post.text}
    return {"description": post.text} if post.videos else {"message": post.text}


def _media(post: OutgoingPost) -> list[str]:
    return [picture.checksum for picture in post.pictures] + [video.checksum for video in post.videos]
