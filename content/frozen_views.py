"""A frozen form as its channel will show it: the previews' templates, fed from what is stored, not from the draft."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from content.formats import added_kinds
from content.models import Post, Rendition
from content.preview_words import shown_words
from content.previews import LAID_OUT_AS


def layout_of(kind: str) -> str:
    """Which template lays out channels of this kind."""
    return "text" if kind in added_kinds() else LAID_OUT_AS.get(kind, kind)


def frozen_view(rendition: Rendition, version: Post, *, number: int) -> SafeString:
    """HTML of one form. ``version``: the post as submitted, for its time; number: tells it from others on the page."""
    words = shown_words(
        rendition.channel.kind,
        rendition.title,
        rendition.text,
        rendition.follow_up,
        rendition.summary,
        rendition.link,
        has_media=bool(rendition.pictures or rendition.videos or rendition.documents),
        link_preview=rendition.manners.get("link_preview", ""),
    )
    return render_to_string(
        f"content/previews/{layout_of(rendition.channel.kind)}.html",
        words
        | {
            "post": version,
            "channel": rendition.channel,
            "number": number,
            "all_shown": True,  # nobody approves what stands behind a fold unseen
            "pictures": [_picture(row) for row in rendition.pictures],
            "videos": [_video(row) for row in rendition.videos],
            "documents": [{**row, "url": default_storage.url(row["name"])} for row in rendition.documents],
            "poll": rendition.poll,
            "note": rendition.note,
            "manners": rendition.manners,
        },
    )


def _picture(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "url": default_storage.url(row["name"]), "shape": f"{row['width']} / {row['height']}"}


def _video(row: dict[str, Any]) -> dict[str, Any]:
    cover = row.get("cover")
    return _picture(row) | {"poster": default_storage.url(cover["name"]) if cover else ""}
