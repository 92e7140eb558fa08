"""What approval binds: a checksum of the whole post, and one of the form each channel gets.

Parts a post does not use are not in its checksum: forms frozen before those parts existed still verify.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from content.alphabets.own_words import NONE
from content.blocks import blocks_checksum
from content.channels_of import channels_of
from content.links import link_for
from content.models import Post, PostDocument, PostMedia, PostVideo, Rendition
from content.own_words import own_words_in
from content.rich_text import parse

LATER_PARTS = ("videos", "documents", "poll", "follow_up", "note", "manners")
"""Fields of a rendition that came after the first ones."""


def form_checksum(
    title: str,
    text: str,
    link: str,
    section: str,
    pictures: Sequence[tuple[str, str]],
    more: Mapping[str, Any] | None = None,
) -> str:
    """SHA-256, hex, of what readers of one channel would see; a picture is its bytes' checksum and alternative text.

    ``more``: the ``LATER_PARTS`` as a rendition stores them.
    """
    return _sha(_form(title, text, link, section, pictures, more))


def checksum_now(rendition: Rendition) -> str:
    """``form_checksum`` of what the row holds: another one than its ``checksum`` means that it was altered."""
    return hashlib.sha256(form_text(rendition).encode()).hexdigest()


def form_text(rendition: Rendition) -> str:
    """The form as it is summed: SHA-256 of this text is its checksum."""
    pictures = [(row["checksum"], row["alt"]) for row in rendition.pictures]
    later = {name: getattr(rendition, name) for name in LATER_PARTS}
    return _written(_form(rendition.title, rendition.text, rendition.link, rendition.section, pictures, later))


def _form(
    title: str,
    text: str,
    link: str,
    section: str,
    pictures: Sequence[tuple[str, str]],
    more: Mapping[str, Any] | None,
) -> list[object]:
    used = {name: value for name, value in (more or {}).items() if value}
    parts: list[object] = [title, text, link, section, [list(picture) for picture in pictures]]
    return [*parts, used] if used else parts


def content_checksum(post: Post) -> str:
    """SHA-256, hex, of what is approved: words, looks, media, channels and slot; not of Wagtail's block keys."""
    parts: list[object] = [
        post.title,
        blocks_checksum(parse(post.text, link_for=link_for)),
        post.hashtags,
        post.section,
        post.publish_at.isoformat() if post.publish_at else "",
        post.lateness_limit.total_seconds(),
        [channel.pk for channel in channels_of(post)],
        [[own.channel_id, own.text] for own in post.channel_texts.all()],
        [[media.image_id, media.image.file_hash, media.alt_text] for media in pictures_of(post)],
        post.card,
    ]
    later = _later_parts(post)
    return _sha([*parts, later] if later else parts)


def pictures_of(post: Post) -> list[PostMedia]:
    """The post's rows whose picture is still in the library."""
    return [row for row in post.media.all() if row.image is not None]


def videos_of(post: Post) -> list[PostVideo]:
    return [row for row in post.videos.all() if row.video is not None]


def documents_of(post: Post) -> list[PostDocument]:
    return [row for row in post.documents.all() if row.document is not None]


def _later_parts(post: Post) -> dict[str, object]:
    parts = {
        "videos": [
            [row.video_id, row.video.checksum, row.video.thumbnail.name, row.alt_text] for row in videos_of(post)
        ],
        "documents": [
            [row.document_id, row.document.get_file_hash(), row.document.title] for row in documents_of(post)
        ],
        "poll": [post.poll_question, post.poll_options, post.poll_multiple],
        "live_at": post.live_at.astimezone(UTC).isoformat() if post.live_at else "",
        "silent": post.silent,
        "pin": post.pin,
        "link_preview": "" if post.link_preview == Post.LinkPreview.AUTO else post.link_preview,
        "note": post.correction_note,
        "alphabets": [[channel.pk, channel.alphabet] for channel in channels_of(post) if channel.alphabet],
        "own_words": _own_words(post),
    }
    if not (post.poll_question or post.poll_options):
        del parts["poll"]
    return {name: value for name, value in parts.items() if value}


def _own_words(post: Post) -> list[object]:
    """What of the organization's lists tells how a channel of the post spells it."""
    if not any(channel.alphabet for channel in channels_of(post)):
        return []
    own = own_words_in(post)
    return [own.terms, own.spellings] if own != NONE else []


def _sha(value: object) -> str:
    return hashlib.sha256(_written(value).encode()).hexdigest()


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
