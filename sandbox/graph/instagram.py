"""Publishing Instagram containers, and what Instagram shows of an account and its media."""

import base64
from dataclasses import replace
from typing import Any

from sandbox.calls import Call
from sandbox.figures import members_of
from sandbox.graph.access import Bearer
from sandbox.graph.answers import Refusal, invalid
from sandbox.graph.facebook_reading import fields_of
from sandbox.graph.fields import Wanted, pick
from sandbox.graph.instagram_containers import LIFE, read_container, save, status_code
from sandbox.graph.listing import list_posts
from sandbox.graph.times import graph_time, read_time
from sandbox.store import Channel, MediaRef, Post, media_from
from sandbox.wall.addresses import media_url, post_url

MEDIA_FIELDS = frozenset(
    {
        "id", "caption", "permalink", "timestamp", "media_type", "media_product_type", "shortcode", "media_url",
        "thumbnail_url", "children", "username", "owner", "like_count", "comments_count", "is_comment_enabled",
        "alt_text", "ig_id",
    }
)  # fmt: skip
ACCOUNT_FIELDS = frozenset(
    {
        "id", "username", "name", "followers_count", "follows_count", "media_count", "biography", "website",
        "profile_picture_url", "ig_id", "user_id", "account_type",
    }
)  # fmt: skip
CONTAINER_FIELDS = frozenset({"id", "status", "status_code"})
LIMIT_FIELDS = frozenset({"quota_usage", "config"})


async def publish_container(call: Call, account: Channel) -> dict[str, Any]:
    """POST /{ig}/media_publish with `creation_id`."""
    container_id = call.value("creation_id")
    if not container_id:
        raise invalid("The parameter creation_id is required.")
    body = call.world.store.record("container", container_id)
    if body is None or body["channel"] != account.id:
        raise Refusal(24, "The requested container is missing or has expired", 2207008)
    if body["is_item"]:
        raise invalid("A carousel item cannot be published on its own")
    match status_code(call, body):
        case "EXPIRED":
            raise Refusal(24, "The requested container is missing or has expired", 2207008)
        case "IN_PROGRESS" | "ERROR":
            raise Refusal(9007, "Media ID is not available", 2207027)
        case "PUBLISHED" if call.world.settings.second_publish == "refused":
            raise Refusal(24, "The requested container is missing or has expired", 2207008)
    if _used(call, account, call.world.now() - LIFE) >= call.world.settings.publishing_quota:
        raise Refusal(9, "Application request limit reached", 2207042)
    media_id = str(call.world.store.next_number("instagram:object", 17_900_000_000_000_001))
    post = Post("instagram", account.id, media_id, call.world.now(), text=body["caption"], kind=body["media_type"],
                media=tuple(_media(call, body)))  # fmt: skip
    call.world.store.add_post(post)
    save(call, container_id, {**body, "published_as": media_id})
    return {"id": media_id}


def container_object(call: Call, container_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """GET /{container}?fields=status_code,status."""
    wanted = fields_of(call)
    pick({}, wanted, "ContainerMedia", CONTAINER_FIELDS)
    return pick(read_container(call, container_id, body), wanted or (Wanted("id"),), "Container", CONTAINER_FIELDS)


def publishing_limit(call: Call, account: Channel) -> dict[str, Any]:
    """GET /{ig}/content_publishing_limit."""
    since = read_time(call.value("since"), "since") or call.world.now() - LIFE
    config = {"quota_total": call.world.settings.publishing_quota, "quota_duration": LIFE}
    node = {"quota_usage": _used(call, account, since), "config": config}
    return {"data": [pick(node, fields_of(call) or (Wanted("quota_usage"),), "IGLimit", LIMIT_FIELDS)]}


def account_object(call: Call, account: Channel) -> dict[str, Any]:
    """GET /{ig}."""
    node = {
        "id": account.id, "username": account.username or account.title, "name": account.title,
        "followers_count": members_of(call.world, account) or 0,
        "follows_count": 0, "media_count": len(call.world.store.posts("instagram", account.id)),
        "user_id": account.id, "account_type": "BUSINESS",
    }  # fmt: skip
    return pick(node, fields_of(call) or (Wanted("id"),), "IGUser", ACCOUNT_FIELDS)


def media_object(call: Call, account: Channel, post: Post) -> dict[str, Any]:
    """GET /{media}."""
    return pick(_node(call, account, post), fields_of(call) or (Wanted("id"),), "IGMedia", MEDIA_FIELDS)


def list_media(call: Call, account: Channel) -> dict[str, Any]:
    """GET /{ig}/media, newest first."""
    posts = call.world.store.posts("instagram", account.id)
    return list_posts(call, posts, lambda post: media_object(call, account, post))


async def delete_media(call: Call, bearer: Bearer, post: Post) -> dict[str, Any]:
    """DELETE /{media}: a user's token only, carousels only as a whole."""
    if bearer.kind == "page":
        raise Refusal(10, "(#10) Application does not have permission for this action", status=403)
    call.world.store.save_post(replace(post, state="deleted"))
    return {"success": True, "deleted_id": post.id}


def _used(call: Call, account: Channel, since: float) -> int:
    return sum(post.at >= since for post in call.world.store.posts("instagram", account.id, ("live", "deleted")))


def _media(call: Call, body: dict[str, Any]) -> list[MediaRef]:
    refs = [media_from(item) for item in body["media"]]
    for child_id in body.get("children", []):
        child = call.world.store.record("container", child_id)
        refs += [media_from(item) for item in child["media"]] if child else []
    return refs


def _node(call: Call, account: Channel, post: Post) -> dict[str, Any]:
    shortcode = base64.urlsafe_b64encode(int(post.id).to_bytes(8, "big")).decode().rstrip("=")
    children = None
    if post.kind == "CAROUSEL_ALBUM":
        children = {
            "data": [
                {"id": f"{post.id}{number:02d}", "media_type": "IMAGE" if ref.kind == "photo" else "VIDEO",
                 "media_url": media_url(call.base_url, ref)}
                for number, ref in enumerate(post.media, start=1)
            ]
        }  # fmt: skip
    return {
        "id": post.id,
        "caption": post.text or None,
        "permalink": post_url(call.base_url, account, post),
        "timestamp": graph_time(post.at),
        "media_type": post.kind,
        "media_product_type": "REELS" if post.kind == "VIDEO" else "FEED",
        "shortcode": shortcode,
        "media_url": media_url(call.base_url, post.media[0]) if post.kind != "CAROUSEL_ALBUM" else None,
        "alt_text": post.media[0].alt or None,
        "children": children,
        "username": account.username or account.title,
        "owner": {"id": account.id},
        "like_count": 0,
        "comments_count": 0,
        "is_comment_enabled": True,
    }
