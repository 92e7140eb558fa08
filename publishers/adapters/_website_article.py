"""An outgoing post as the website's article: plain values, and the checksum of all that readers will see."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from publishers.contract import Document, OutgoingPost, Picture, Video
from website.contents import ArticleContent


def article_content(post: OutgoingPost, *, published_on: datetime | None = None) -> ArticleContent:
    """The article of ``post``; dated ``published_on``, else when the post was due, else now."""
    return ArticleContent(
        title=post.title,
        body_html=post.text,
        summary=post.summary,
        published_on=published_on or post.slot or timezone.now(),
        checksum=_checksum(post),
        pictures=[_picture(picture) for picture in post.pictures],
        videos=[_video(video) for video in post.videos],
        documents=[_document(document) for document in post.documents],
        poll=_poll(post),
        language=post.language,
    )


def _picture(picture: Picture) -> dict[str, Any]:
    return {"url": picture.url, "alt": picture.alt, "width": picture.width, "height": picture.height}


def _video(video: Video) -> dict[str, Any]:
    return {
        "url": video.url,
        "mime": video.mime,
        "alt": video.alt,
        "width": video.width,
        "height": video.height,
        "poster": _picture(video.cover) if video.cover else None,
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "url": document.url,
        "title": document.title,
        "name": document.name,
        "mime": document.mime,
        "size": document.size,
    }


def _poll(post: OutgoingPost) -> dict[str, Any] | None:
    return {"question": post.poll.question, "options": list(post.poll.options)} if post.poll else None


def _checksum(post: OutgoingPost) -> str:
    """SHA-256, hex, of all that readers of the article see."""
    seen = [
        post.title,
        post.text,
        post.summary,
        post.language,
        post.slot.isoformat() if post.slot else "",
        post.note,
        [[picture.url, picture.alt, picture.checksum] for picture in post.pictures],
        [[video.url, video.alt, video.checksum, video.cover.checksum if video.cover else ""] for video in post.videos],
        [[document.url, document.title, document.checksum] for document in post.documents],
        _poll(post),
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()
