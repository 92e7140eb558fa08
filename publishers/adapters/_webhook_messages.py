"""The messages a receiver gets, the very bytes that are signed, and their ids (docs/channels/webhook.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from publishers.contract import Document, OutgoingPost, Picture, Video

LARGEST = 20_000
"""Bytes of a message: the standard asks for less, and receivers may refuse more."""


def published(post: OutgoingPost, key: str) -> bytes:
    """``post.published``. Dated by the slot, so that every attempt sends the same bytes."""
    return _message("post.published", post.slot or datetime.now(UTC), _told(post, key))


def updated(post: OutgoingPost, key: str) -> bytes:
    """``post.updated``: the whole post as it is now."""
    return _message("post.updated", datetime.now(UTC), _told(post, key))


def update_id(before: OutgoingPost, after: OutgoingPost, key: str) -> str:
    """The id of the message that turns ``before`` into ``after``: the same on every attempt, its own for each."""
    change = json.dumps([_told(before, key), _told(after, key)], sort_keys=True)
    return f"{key}-u{hashlib.sha256(change.encode()).hexdigest()[:24]}"


def withdrawn(key: str) -> bytes:
    """``post.withdrawn``: which one, and nothing of what it said."""
    return _message("post.withdrawn", datetime.now(UTC), {"id": key})


def withdrawal_id(key: str) -> str:
    """The id of the message that takes the post of ``key`` back."""
    return f"{key}-w"


def check() -> bytes:
    """``channel.check``, which shows readers nothing."""
    return _message("channel.check", datetime.now(UTC), {})


def _told(post: OutgoingPost, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "title": post.title,
        "summary": post.summary,
        "text": post.text,
        "note": post.note,
        "link": post.link,
        "section": post.section,
        "language": post.language,
        "slot": _instant(post.slot),
        "live_at": _instant(post.live_at),
        "pictures": [_picture(picture) for picture in post.pictures],
        "videos": [_video(video) for video in post.videos],
        "documents": [_document(document) for document in post.documents],
        "poll": asdict(post.poll) if post.poll else None,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {"url": picture.url, "alt": picture.alt, "sha256": picture.checksum}


def _video(video: Video) -> dict[str, Any]:
    return {
        "url": video.url,
        "alt": video.alt,
        "type": video.mime,
        "width": video.width,
        "height": video.height,
        "seconds": video.seconds,
        "sha256": video.checksum,
        "cover": _picture(video.cover) if video.cover else None,
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "url": document.url,
        "title": document.title,
        "name": document.name,
        "type": document.mime,
        "size": document.size,
        "sha256": document.checksum,
    }


def _message(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    message = {"type": kind, "timestamp": _instant(at), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
