"""A film on a Facebook page: uploaded unpublished, then published by its id, which may be repeated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from publishers.adapters._facebook_page import found, permalink, public_link, since_seconds
from publishers.adapters._graph import SECONDS_TO_SHOW, File, Graph
from publishers.adapters._graph_errors import (
    GraphFailure,
    GraphRefused,
    hidden_step,
    id_in,
    is_gone,
    is_refused_question,
    read_step,
    visible_step,
)
from publishers.adapters._graph_listing import listed, recent
from publishers.adapters._matching import instant, normalised
from publishers.adapters._pictures import read_file
from publishers.contract import Accepted, Deadline, OutgoingPost, Published, Video
from publishers.errors import ContentRejected, Misconfigured, OutcomeUnknown, ReasonCode, TryLater

_AGAIN = timedelta(seconds=2)
_LARGEST_UPLOAD = 25_000_000
"""Bytes; a larger film is fetched by the platform itself."""
_FIELDS = "id,published,status,permalink_url"
_LISTED = "id,title,description,created_time,published,permalink_url"


def upload_film(graph: Graph, page: str, post: OutgoingPost, deadline: Deadline) -> Accepted:
    """Upload the one film; nothing is shown, so it may be repeated. Raises PublishError, never OutcomeUnknown."""
    if len(post.videos) > 1 or post.pictures:
        raise ContentRejected(ReasonCode.MEDIA_REFUSED, "a page takes one film, and no pictures beside it")
    (film,) = post.videos
    files, fields = _parts(film)
    try:
        answer = graph.post(
            f"{page}/videos",
            deadline,
            files,
            published=False,
            title=post.title or None,
            description=post.text or None,
            **fields,
        )
    except GraphFailure as failure:
        raise hidden_step(failure, page, unclear=ReasonCode.MEDIA_REFUSED) from None
    number = id_in(answer)
    if not number:
        raise TryLater(ReasonCode.SERVER_ERROR, "no film id in the answer")
    return Accepted(json.dumps({"video": number}), _AGAIN)


def show_film(graph: Graph, page: str, token: str, deadline: Deadline) -> Published | Accepted:
    """Publish the uploaded film, unless an earlier call did. Raises PublishError.

    TryLater(NOT_READY): the upload is of no more use, and nothing is out.
    """
    number = _number_in(token)
    if not number:
        raise TryLater(ReasonCode.NOT_READY, "the token cannot be read")
    try:
        state = _state(graph, number, deadline)
    except GraphFailure as failure:
        if is_gone(failure):
            raise TryLater(ReasonCode.NOT_READY, "the uploaded film is gone") from None
        raise read_step(failure, page) from None
    if state.get("published") is True:
        return _found_film(graph, state, number, deadline)
    if _has_failed(state):
        raise ContentRejected(ReasonCode.MEDIA_REFUSED, "the platform could not process the film")
    graph.require_room()
    if deadline.remaining() < SECONDS_TO_SHOW:
        return Accepted(token, _AGAIN)
    try:
        answer = graph.post(number, deadline, published=True)
    except GraphFailure as failure:
        raise visible_step(failure, page) from None
    if answer.get("success") is not True and not id_in(answer):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no success in the answer")
    link = permalink(graph, number, deadline)
    return Published(number, link, (number,), wait=graph.usage.wait, answer=graph.kept(answer))


def find_film(
    graph: Graph, page: str, post: OutgoingPost, since: datetime, token: str, deadline: Deadline
) -> Published | None:
    """The film by its id, without one by title and time among the page's films. Raises GraphFailure.

    Only what is called published counts: an upload is listed too, and publishing a film twice shows it once.
    """
    if number := _number_in(token):
        try:
            state = _state(graph, number, deadline)
        except GraphRefused as refusal:
            if is_gone(refusal):
                return None
            raise
        return _found_film(graph, state, number, deadline) if state.get("published") is True else None
    hits = [
        entry
        for entry in listed(graph, f"{page}/videos", deadline, fields=_LISTED, since=since_seconds(since))
        if entry.get("published") is True and is_same(entry, post) and recent(entry, "created_time", since)
    ]
    return found(min(hits, key=lambda entry: instant(entry.get("created_time")) or since)) if hits else None


def is_same(entry: Mapping[str, Any], post: OutgoingPost) -> bool:
    """True when title and description are the post's; one of the two may be left out."""
    pairs = (("title", post.title), ("description", post.text))
    told = [(normalised(str(entry[name])), normalised(ours)) for name, ours in pairs if ours and entry.get(name)]
    return bool(told) and all(theirs == ours for theirs, ours in told)


def _state(graph: Graph, number: str, deadline: Deadline) -> Mapping[str, Any]:
    """What the platform says of the film; nothing when it does not know these fields. Raises GraphFailure."""
    try:
        return graph.get(number, deadline, fields=_FIELDS)
    except GraphRefused as refusal:
        if is_refused_question(refusal):
            return {}
        raise


def _found_film(graph: Graph, state: Mapping[str, Any], number: str, deadline: Deadline) -> Published:
    link = state.get("permalink_url")
    address = public_link(link, number) if link else permalink(graph, number, deadline)
    return Published(number, address, (number,), found=True)


def _has_failed(state: Mapping[str, Any]) -> bool:
    status = state.get("status")
    return isinstance(status, Mapping) and status.get("video_status") == "error"


def _parts(film: Video) -> tuple[dict[str, File], dict[str, str]]:
    """Uploads and fields that carry the film and its cover."""
    files: dict[str, File] = {}
    fields: dict[str, str] = {}
    if film.size > _LARGEST_UPLOAD:
        if not re.match(r"https?://[^/\s]+/", film.url):
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, f"{film.name} has no absolute address")
        fields["file_url"] = film.url
    else:
        files["source"] = (film.name, read_file(film), film.mime)
    if film.cover is not None:
        files["thumb"] = (film.cover.name, read_file(film.cover), film.cover.mime)
    return files, fields


def _number_in(token: str) -> str:
    try:
        stored = json.loads(token) if token else {}
    except ValueError:
        return ""
    number = stored.get("video") if isinstance(stored, dict) else None
    return number if isinstance(number, str) else ""
