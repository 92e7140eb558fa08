"""Every post as readers see it, albums as one, scheduled ones out when their time has come."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sandbox.store import Channel, MediaRef, Post
from sandbox.telegram.markup import Entity
from sandbox.wall.addresses import post_url
from sandbox.world import World


@dataclass(frozen=True)
class Shown:
    """A post or a whole album: the first message, all message ids, all media."""

    channel: Channel
    first: Post
    ids: tuple[str, ...]
    media: tuple[MediaRef, ...]

    @property
    def entities(self) -> list[Entity]:
        """The marks of the words."""
        return list(self.first.entities)


def publish_due(world: World) -> None:
    """Publish the scheduled posts whose time has come."""
    for post in world.store.posts(states=("scheduled",)):
        if post.scheduled_at is not None and post.scheduled_at <= world.now():
            world.store.save_post(replace(post, state="live", at=post.scheduled_at))


def shown_posts(world: World, platform: str | None = None, key: str | None = None) -> list[Shown]:
    """Return what is out, oldest first; `key` is a channel's address or id."""
    publish_due(world)
    shown = []
    for channel in world.store.channels(platform):
        if channel.kind == "private":  # what a bot writes to a person is published nowhere
            continue
        if key is not None and key.lower().lstrip("@") not in {channel.id, channel.address.lower().lstrip("@")}:
            continue
        groups: dict[str, list[Post]] = {}
        for post in world.store.posts(channel.platform, channel.id):
            groups.setdefault(f"album {post.album}" if post.album else post.id, []).append(post)
        for posts in groups.values():
            captioned = next((post for post in posts if post.text), posts[0])
            edited = max((post.edited_at for post in posts if post.edited_at is not None), default=None)
            pinned = any(post.pinned for post in posts)
            first = replace(posts[0], text=captioned.text, entities=captioned.entities, edited_at=edited, pinned=pinned)
            media = tuple(ref for post in posts for ref in post.media)
            shown.append(Shown(channel, first, tuple(post.id for post in posts), media))
    return sorted(shown, key=lambda item: (item.first.at, item.first.seq))


def shown_json(base_url: str, shown: Shown) -> dict[str, Any]:
    """Return a shown post as the control interface lists it."""
    post = shown.first
    return {
        "platform": shown.channel.platform,
        "address": shown.channel.address,
        "channel_id": shown.channel.id,
        "id": post.id,
        "ids": list(shown.ids),
        "kind": "album" if post.album else post.kind,
        "title": post.title,
        "text": post.text,
        "entities": shown.entities,
        "media": [ref.sha256 for ref in shown.media],
        "media_kinds": [ref.kind for ref in shown.media],
        "alt": [ref.alt for ref in shown.media],
        "seconds": [ref.seconds for ref in shown.media],
        "poll": post.poll,
        "silent": post.silent,
        "shared_link": post.link,
        "preview": post.preview,
        "link": post_url(base_url, shown.channel, post),
        "at": _iso(post.at),
        "edited_at": None if post.edited_at is None else _iso(post.edited_at),
        "pinned": post.pinned,
        "views": post.views,
    }


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
