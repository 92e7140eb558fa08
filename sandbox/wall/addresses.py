"""Addresses of posts and media on the wall."""

from urllib.parse import quote

from sandbox.store import Channel, MediaRef, Post


def public_name(channel: Channel) -> str:
    """The channel's name in addresses: its username, else its id."""
    return channel.username or channel.id


def post_path(channel: Channel, post: Post) -> str:
    """The path of a post's own page."""
    return f"/wall/{channel.platform}/{public_name(channel)}/{quote(post.id, safe='')}"


def post_url(base_url: str, channel: Channel, post: Post) -> str:
    """The whole address of a post's own page."""
    return base_url + post_path(channel, post)


def media_path(ref: MediaRef) -> str:
    """The path of stored media."""
    return f"/wall/media/{ref.sha256}"


def media_url(base_url: str, ref: MediaRef) -> str:
    """The whole address of stored media."""
    return base_url + media_path(ref)
