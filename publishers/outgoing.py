"""From the frozen rows to what an adapter takes, with the approval checked once more on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from content.checksums import checksum_now
from content.frozen import frozen_checksum, frozen_url, read_frozen
from content.models import Rendition
from content.pictures import FrozenPicture
from publishers.contract import Document, Manners, OutgoingPost, Picture, Poll, Video
from publishers.models import Delivery


class ApprovalBroken(Exception):
    """The frozen form is not what was approved: the row or a file's bytes have changed since."""


def outgoing_post(rendition: Rendition) -> OutgoingPost:
    """The post as its adapter gets it. Raises ApprovalBroken when the checksum bound by approval does not fit."""
    if rendition.approved_at is None:
        raise ApprovalBroken("this form was never approved")
    if checksum_now(rendition) != rendition.checksum:
        raise ApprovalBroken("the stored text is not the approved one")
    post = rendition.post
    return OutgoingPost(
        title=rendition.title,
        text=rendition.text,
        link=rendition.link or None,
        pictures=pictures_of(rendition),
        videos=tuple(_video(row) for row in rendition.videos),
        documents=tuple(_document(row) for row in rendition.documents),
        poll=_poll(rendition.poll),
        follow_up=rendition.follow_up,
        live_at=_instant(rendition.manners.get("live_at")),
        note=rendition.note,
        manners=Manners(**{name: value for name, value in rendition.manners.items() if name != "live_at"}),
        section=rendition.section,
        summary=rendition.summary,
        slot=post.publish_at or rendition.approved_at,
        language=post.organization.language,
    )


def pictures_of(rendition: Rendition) -> tuple[Picture, ...]:
    """Its frozen pictures. Raises ApprovalBroken when the bytes of one have changed."""
    return tuple(_picture(row) for row in rendition.pictures)


def with_picture(post: OutgoingPost, picture: FrozenPicture) -> OutgoingPost:
    """The post with a frozen picture of ours."""
    return replace(post, pictures=(_picture(picture.as_row()),))


def key_of(delivery: Delivery) -> str:
    """What the channel knows the post by: the website by the post itself, for good; others by the delivery."""
    return delivery.rendition.post.key if delivery.channel.kind == "website" else delivery.key


def _picture(row: Mapping[str, Any]) -> Picture:
    _require_approved_bytes(row, "picture")
    return Picture(
        name=_file_name(row),
        mime="image/jpeg",
        width=row["width"],
        height=row["height"],
        alt=row["alt"],
        url=frozen_url(row["name"]),
        checksum=row["checksum"],
        read=partial(read_frozen, row["name"]),
    )


def _video(row: Mapping[str, Any]) -> Video:
    _require_approved_bytes(row, "video")
    return Video(
        name=_file_name(row),
        mime=row["mime"],
        width=row["width"],
        height=row["height"],
        seconds=row["seconds"],
        size=row["size"],
        alt=row["alt"],
        url=frozen_url(row["name"]),
        checksum=row["checksum"],
        read=partial(read_frozen, row["name"]),
        cover=_picture(row["cover"]) if row["cover"] else None,
    )


def _document(row: Mapping[str, Any]) -> Document:
    _require_approved_bytes(row, "document")
    return Document(
        name=row["filename"],
        title=row["title"],
        mime=row["mime"],
        size=row["size"],
        url=frozen_url(row["name"]),
        checksum=row["checksum"],
        read=partial(read_frozen, row["name"]),
    )


def _poll(row: Mapping[str, Any] | None) -> Poll | None:
    return Poll(row["question"], tuple(row["options"]), multiple=row["multiple"]) if row else None


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _require_approved_bytes(row: Mapping[str, Any], what: str) -> None:
    try:
        checksum = frozen_checksum(row["name"])
    except OSError:
        raise ApprovalBroken(f"an approved {what} is gone from the storage") from None
    if checksum != row["checksum"]:
        raise ApprovalBroken(f"an approved {what} was replaced in the storage")


def _file_name(row: Mapping[str, Any]) -> str:
    return str(row["name"]).rsplit("/", 1)[-1]
