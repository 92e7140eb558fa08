"""Text, link and photos on a Facebook page: one visible step on ``/feed``, read back by the page's own listing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from publishers.adapters._graph import SECONDS_TO_SHOW, Graph
from publishers.adapters._graph_errors import GraphFailure, hidden_step, id_in, visible_step
from publishers.adapters._graph_listing import listed, recent, same_link
from publishers.adapters._matching import CLOCK_MARGIN, instant, normalised
from publishers.adapters._pictures import read_pictures
from publishers.contract import Deadline, OutgoingPost, Published
from publishers.errors import Misconfigured, OutcomeUnknown, ReasonCode, TryLater

_SITE = "https://www.facebook.com"
_FIELDS = "id,message,created_time,permalink_url,application,attachments{media_type,target,url,subattachments}"
_log = logging.getLogger(__name__)


def show_on_page(graph: Graph, page: str, post: OutgoingPost, deadline: Deadline) -> Published:
    """Publish text with link or photos. Raises PublishError only.

    Photos are uploaded unpublished first, so that the one step on ``/feed`` is all that readers can ever see.
    """
    fields: dict[str, Any] = {"message": post.text or None, "link": shared_link(post)}
    if post.pictures:
        fields["attached_media"] = [{"media_fbid": photo} for photo in upload_hidden(graph, page, post, deadline)]
        if deadline.remaining() < SECONDS_TO_SHOW:
            raise TryLater(ReasonCode.UNREACHABLE, "the uploads took all the time there was")
        graph.require_room()
    try:
        answer = graph.post(f"{page}/feed", deadline, **fields)
    except GraphFailure as failure:
        raise visible_step(failure, page) from None
    post_id = id_in(answer)
    if not post_id:
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no id in the answer")
    link = permalink(graph, post_id, deadline)
    return Published(post_id, link, (post_id,), wait=graph.usage.wait, answer=graph.kept(answer))


def find_on_page(graph: Graph, page: str, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | None:
    """The oldest published post newer than ``since`` with the same link or message. Raises GraphFailure."""
    hits = [
        entry
        for entry in listed(graph, f"{page}/published_posts", deadline, fields=_FIELDS, since=since_seconds(since))
        if _is_ours(entry, post, graph.app_id) and recent(entry, "created_time", since)
    ]
    if not hits:
        return None
    return found(min(hits, key=lambda entry: instant(entry.get("created_time")) or since))


def found(entry: Mapping[str, Any]) -> Published:
    """A listed post, film or broadcast as one that is out."""
    number = str(entry["id"])
    return Published(number, public_link(entry.get("permalink_url"), number), (number,), found=True)


def permalink(graph: Graph, number: str, deadline: Deadline) -> str:
    """The public address; the plain one when asking fails, for the post itself is out by now."""
    try:
        link = graph.get(number, deadline, fields="permalink_url").get("permalink_url")
    except (GraphFailure, Misconfigured) as failure:
        _log.info("facebook: no permalink for %s: %s", number, type(failure).__name__)
        link = None
    return public_link(link, number)


def public_link(link: object, number: str) -> str:
    """``link``, which for films begins at the site's root; the address made of the id when there is none."""
    if not isinstance(link, str) or not link:
        return f"{_SITE}/{number}"
    return f"{_SITE}{link}" if link.startswith("/") else link


def shared_link(post: OutgoingPost) -> str | None:
    """The link whose card the post shows: media take its place."""
    bare = not post.pictures and not post.videos and post.manners.link_preview != "none"
    return post.link if bare else None


def since_seconds(since: datetime) -> int:
    """``since`` as listings take it, with room for a clock that differs from ours."""
    return int((since - CLOCK_MARGIN).astimezone(UTC).timestamp())


def upload_hidden(graph: Graph, page: str, post: OutgoingPost, deadline: Deadline) -> list[str]:
    """Ids of the post's photos, uploaded where no reader sees them. Raises PublishError only."""
    return list(_upload(graph, page, post, deadline))


def _upload(graph: Graph, page: str, post: OutgoingPost, deadline: Deadline) -> Iterator[str]:
    for picture, content in read_pictures(post.pictures):
        try:
            answer = graph.post(
                f"{page}/photos",
                deadline,
                {"source": (picture.name, content, picture.mime)},
                published=False,
                alt_text_custom=picture.alt or None,
            )
        except GraphFailure as failure:
            raise hidden_step(failure, page, unclear=ReasonCode.MEDIA_REFUSED) from None
        photo = id_in(answer)
        if not photo:
            raise TryLater(ReasonCode.SERVER_ERROR, "no photo id in the answer")
        yield photo


def _is_ours(entry: Mapping[str, Any], post: OutgoingPost, app_id: str) -> bool:
    shown = entry.get("application")
    if app_id and isinstance(shown, Mapping) and "id" in shown and str(shown["id"]) != app_id:
        return False
    text = normalised(post.text)
    if text and normalised(str(entry.get("message") or "")) == text:
        return True
    link = shared_link(post)
    return link is not None and same_link(entry, link)
