"""Instagram's containers: made, asked for their state, and what a broken one means. None of this shows anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure, GraphRefused, hidden_step, id_in, read_step
from publishers.contract import Deadline, OutgoingPost, Picture, Video
from publishers.errors import ContentRejected, Misconfigured, PublishError, ReasonCode, TryLater


class ContainerState(StrEnum):
    """``status_code`` of a container; ``MISSING`` when the platform does not know it, or not yet."""

    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"
    ERROR = "ERROR"
    EXPIRED = "EXPIRED"
    PUBLISHED = "PUBLISHED"
    MISSING = "MISSING"


_THUMB_SECONDS = 1.0
"""Where a reel's still picture is taken: films often begin with black."""
_REFUSED: dict[str, ReasonCode] = {
    "2207004": ReasonCode.MEDIA_REFUSED,
    "2207005": ReasonCode.MEDIA_REFUSED,
    "2207009": ReasonCode.MEDIA_REFUSED,
    "2207026": ReasonCode.MEDIA_REFUSED,
    "2207010": ReasonCode.TEXT_TOO_LONG,
    "2207023": ReasonCode.CONTENT_REFUSED,
    "2207028": ReasonCode.MEDIA_REFUSED,
    "2207057": ReasonCode.MEDIA_REFUSED,
}
"""Sub-codes a container's status text may name that no new container would mend."""


def create_containers(graph: Graph, account: str, post: OutgoingPost, deadline: Deadline) -> tuple[str, ...]:
    """Ids of the new containers: one for a single picture or reel, one per medium of a carousel, without caption."""
    media: tuple[Picture | Video, ...] = (*post.pictures, *post.videos)
    if len(media) == 1:
        return (_created(graph, account, deadline, {**_alone(media[0]), "caption": post.text or None}),)
    return tuple(_created(graph, account, deadline, {**_item(medium), "is_carousel_item": True}) for medium in media)


def _alone(medium: Picture | Video) -> dict[str, Any]:
    if isinstance(medium, Picture):
        return _item(medium)
    look: dict[str, Any] = {"thumb_offset": int(min(_THUMB_SECONDS, medium.seconds / 2) * 1000)}
    if medium.cover is not None:
        look = {"cover_url": medium.cover.url}
    return {"media_type": "REELS", "video_url": medium.url, "share_to_feed": True, **look}


def _item(medium: Picture | Video) -> dict[str, Any]:
    if isinstance(medium, Picture):
        return {"image_url": medium.url, "alt_text": medium.alt[:1000] or None}
    return {"media_type": "VIDEO", "video_url": medium.url}


def create_carousel(
    graph: Graph, account: str, children: tuple[str, ...], post: OutgoingPost, deadline: Deadline
) -> str:
    """Id of the container that joins the finished ``children`` under the caption."""
    fields = {"media_type": "CAROUSEL", "children": ",".join(children), "caption": post.text or None}
    return _created(graph, account, deadline, fields)


def state_of(graph: Graph, account: str, container: str, deadline: Deadline) -> tuple[ContainerState, str]:
    """The state of a container and the platform's words on it. Raises PublishError when it could not be asked."""
    try:
        answer = graph.get(container, deadline, fields="status_code,status")
    except GraphFailure as failure:
        if isinstance(failure, GraphRefused) and _is_missing(failure):
            return ContainerState.MISSING, failure.detail
        raise read_step(failure, account) from None
    try:
        state = ContainerState(str(answer.get("status_code")))
    except ValueError:
        raise TryLater(ReasonCode.SERVER_ERROR, "a container without a known status") from None
    return state, graph.free_of_secrets(str(answer.get("status") or ""))


def broken(words: str) -> PublishError:
    """The error for a container in state ERROR or EXPIRED, by the sub-code its status text names.

    Without a sub-code that condemns the post itself a new container may do better.
    """
    for subcode in re.findall(r"\b2207\d{3}\b", words):
        if subcode in _REFUSED:
            return ContentRejected(_REFUSED[subcode], words)
    return TryLater(ReasonCode.NOT_READY, words)


def _created(graph: Graph, account: str, deadline: Deadline, fields: Mapping[str, Any]) -> str:
    try:
        answer = graph.post(f"{account}/media", deadline, **fields)
    except GraphFailure as failure:
        raise hidden_step(failure, account, unclear=ReasonCode.CONTENT_REFUSED) from None
    container = id_in(answer)
    if not container:
        raise TryLater(ReasonCode.SERVER_ERROR, "no container id in the answer")
    return container


def _is_missing(failure: GraphRefused) -> bool:
    answer = failure.answer
    return answer.code == 24 or (answer.code, answer.subcode) == (100, 33)


def require_addresses(post: OutgoingPost) -> None:
    """Raises ContentRejected without media, Misconfigured when one has no address the platform can fetch."""
    media: tuple[Picture | Video, ...] = (*post.pictures, *post.videos)
    if not media:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, "a post on Instagram needs a picture or a film")
    covers = [video.cover for video in post.videos if video.cover is not None]
    for medium in [*media, *covers]:
        if not re.match(r"https?://[^/\s]+/", medium.url):
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, f"{medium.name} has no absolute address")
