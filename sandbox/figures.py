"""Figures that tests wish for: views and reactions of a post, members of a channel."""

from dataclasses import replace
from typing import Any

from sandbox.store import Channel
from sandbox.world import BadWish, World


def members_of(world: World, channel: Channel) -> int | None:
    """How many follow the channel; None when nobody said."""
    wished = world.store.fact(f"members:{channel.platform}:{channel.id}")
    return None if wished is None else int(wished)


def set_figures(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    """Set what a post or a channel shows; raises BadWish."""
    channel = world.store.channel(str(wish.get("platform")), str(wish.get("address")))
    if "members" in wish:
        if channel is None:
            raise BadWish("There is no such channel; platform and address name one.")
        members = _count(wish, "members")
        world.store.set_fact(f"members:{channel.platform}:{channel.id}", str(members))
        return {"members": members}
    reactions = wish.get("reactions", {})
    if not isinstance(reactions, dict):
        raise BadWish("reactions must be an object of signs and their counts.")
    counts = {str(sign): _count(reactions, sign) for sign in reactions}
    views = _count(wish, "views") if "views" in wish or not reactions else None
    post = world.store.post(channel.platform, channel.id, str(wish.get("id"))) if channel else None
    if post is None:
        raise BadWish("There is no such post; platform, address and id name one.")
    shown = replace(post, views=post.views if views is None else views, reactions=counts or post.reactions)
    world.store.save_post(shown)
    return {"views": shown.views, "reactions": shown.reactions}


def _count(wish: dict[str, Any], name: str) -> int:
    count = wish.get(name)
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise BadWish(f"{name} must be a whole number, 0 or more.")
    return count
