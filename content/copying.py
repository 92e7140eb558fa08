"""A new draft that says what another post says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from wagtail.actions.create import CreateAction
from wagtail.log_actions import log

from content.models import Channel, ChannelText, Post, PostDocument, PostMedia, PostVideo
from content.quiet_hours import Hours

COPIED = (
    "organization", "title", "text", "hashtags", "section", "card", "poll_question", "poll_options", "poll_multiple",
    "silent", "pin", "link_preview",
)  # fmt: skip
"""What a post says and how it appears; when and where it goes out, and what became of it, is each post's own."""


def copy_post(
    source: Post,
    *,
    channels: Sequence[Channel],
    publish_at: datetime | None,
    lateness_limit: timedelta,
    quiet: Hours | None = None,
    user: Any,
) -> Post:
    """The newest wording of ``source`` as a draft of ``user``, with its media; texts of single channels go along where
    the copy goes there, too. Raises PermissionDenied for somebody who may not write posts."""
    said = source.get_latest_revision_as_object()
    post = Post(
        live=False, publish_at=publish_at, lateness_limit=lateness_limit, **{n: getattr(said, n) for n in COPIED}
    )
    post.quiet_from, post.quiet_until = quiet or (None, None)
    post.channels.set(channels)
    wanted = {channel.pk for channel in channels}
    post.media.set(
        [PostMedia(image_id=one.image_id, alt_text=one.alt_text, sort_order=at) for at, one in _rows(said.media)]
    )
    post.videos.set(
        [PostVideo(video_id=one.video_id, alt_text=one.alt_text, sort_order=at) for at, one in _rows(said.videos)]
    )
    post.documents.set([PostDocument(document_id=one.document_id, sort_order=at) for at, one in _rows(said.documents)])
    post.channel_texts.set(
        [
            ChannelText(channel_id=one.channel_id, text=one.text, sort_order=at)
            for at, one in _rows(said.channel_texts)
            if one.channel_id in wanted
        ]
    )
    copy: Post = CreateAction(post, user=user, clean=False).execute()
    log(copy, "desk.copy", user=user, data={"from": source.pk, "title": source.title})
    return copy


def _rows(children: Any) -> list[tuple[int, Any]]:
    return list(enumerate(children.all()))
