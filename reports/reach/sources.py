"""Where the figures of each kind of channel are read."""

from __future__ import annotations

from publishers.metrics import Source

_OF_POSTS: dict[str, Source] = {
    "telegram": Source.TELEGRAM_PAGE,
    "facebook": Source.FACEBOOK,
    "instagram": Source.INSTAGRAM,
    "website": Source.WEBSITE,
}


def source_of(kind: str) -> str:
    """Of a post's figures; the kind itself for an adapter from elsewhere."""
    return _OF_POSTS.get(kind, kind)
