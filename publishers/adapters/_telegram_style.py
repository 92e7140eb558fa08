"""How a post's messages appear: with or without a sound, with which card of a link. Pure."""

from __future__ import annotations

from typing import Any

from telegram import LinkPreviewOptions

from publishers.adapters._telegram_sending import Style
from publishers.contract import Access, OutgoingPost


def style_of(post: OutgoingPost, access: Access) -> Style:
    """What the post asks for, else what the account's options say."""
    silent = post.manners.silent or bool(access.options.get("silent"))
    return Style(silent or None, _preview(post, access))


def _preview(post: OutgoingPost, access: Access) -> LinkPreviewOptions | None:
    size = post.manners.link_preview
    if size == "none" or (size == "auto" and not access.options.get("link_preview", True)):
        return LinkPreviewOptions(is_disabled=True)
    wanted: dict[str, Any] = {"url": post.link} if post.link else {}
    if size in ("small", "large"):
        wanted[f"prefer_{size}_media"] = True
    if wanted and access.options.get("link_preview_above"):
        wanted["show_above_text"] = True
    return LinkPreviewOptions(**wanted) if wanted else None
