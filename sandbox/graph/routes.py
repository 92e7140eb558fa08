"""Graph requests: version, token and node, then fault and deed, then envelope and headers."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.calls import Call, UnreadableBody, log_call, names_of, perform, read_call
from sandbox.figures import members_of
from sandbox.graph import facebook_publishing, facebook_reading, facebook_videos, instagram, instagram_containers
from sandbox.graph.access import Bearer, authenticate, linked_page, may_read, may_write, token_facts, was_granted
from sandbox.graph.answers import (
    NEWEST_VERSION,
    OLDEST_VERSION,
    Refusal,
    add_headers,
    invalid,
    missing_object,
    refusal_answer,
    word_fault,
)
from sandbox.graph.fields import parse_fields
from sandbox.graph.insights import insights
from sandbox.store import Channel, Post
from sandbox.world import World

_VERSION = re.compile(r"v(\d+)\.\d+")


@dataclass
class Node:
    """What the first part of a path names."""

    kind: str
    id: str
    channel: Channel | None = None
    post: Post | None = None
    body: dict[str, Any] | None = None


_OPERATIONS: dict[tuple[str, str, str], str] = {
    ("page", "GET", ""): "page", ("page", "POST", "feed"): "feed", ("page", "POST", "photos"): "photos",
    ("page", "GET", "feed"): "feed_list", ("page", "GET", "posts"): "posts",
    ("page", "GET", "published_posts"): "published_posts", ("page", "GET", "scheduled_posts"): "scheduled_posts",
    ("page", "GET", "insights"): "insights",
    ("page", "POST", "videos"): "videos", ("page", "GET", "videos"): "videos_list",
    ("page", "POST", "live_videos"): "live_videos", ("page", "GET", "live_videos"): "live_list",
    ("video", "GET", ""): "video", ("video", "POST", ""): "video_edit", ("video", "DELETE", ""): "video_delete",
    ("live", "GET", ""): "live", ("live", "POST", ""): "live_edit", ("live", "DELETE", ""): "live_delete",
    ("post", "GET", ""): "post", ("post", "POST", ""): "post_edit", ("post", "DELETE", ""): "post_delete",
    ("post", "GET", "insights"): "insights",
    ("account", "GET", ""): "account", ("account", "POST", "media"): "media",
    ("account", "GET", "media"): "media_list", ("account", "POST", "media_publish"): "media_publish",
    ("account", "GET", "content_publishing_limit"): "content_publishing_limit",
    ("account", "GET", "insights"): "insights",
    ("container", "GET", ""): "container", ("media", "GET", ""): "media_item",
    ("media", "DELETE", ""): "media_delete", ("media", "GET", "insights"): "insights",
    ("user", "GET", ""): "me", ("user", "GET", "accounts"): "accounts", ("debug", "GET", ""): "debug_token",
}  # fmt: skip
_WRITES = {
    "feed", "photos", "post_edit", "post_delete", "videos", "video_edit", "video_publish", "video_delete",
    "live_videos", "live_edit", "live_delete", "media", "media_publish",
}  # fmt: skip
_KINDS_OF_POSTS = {"video": "video", "live_video": "live"}


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one Graph request."""
    parts = [part for part in request.match_info["path"].split("/") if part]
    version, parts = _split_version(parts)
    try:
        call = await read_call(request, "facebook")
    except UnreadableBody as error:
        return refusal_answer(invalid(f"The request cannot be read: {error}"))
    try:
        response = await _answer(call, parts)
    except Refusal as refusal:
        response = refusal_answer(refusal)
        log_call(call, response)
    add_headers(call, response, version)
    return response


def _split_version(parts: list[str]) -> tuple[str, list[str]]:
    match = _VERSION.fullmatch(parts[0]) if parts else None
    if match is None:
        return f"v{OLDEST_VERSION}.0", parts
    number = int(match.group(1))
    if number > NEWEST_VERSION:
        return f"v{NEWEST_VERSION}.0", parts
    return f"v{max(number, OLDEST_VERSION)}.0", parts[1:]


async def _answer(call: Call, parts: list[str]) -> web.StreamResponse:
    method = call.value("method").upper() if call.request.method == "POST" and call.value("method") else ""
    method = method or call.request.method
    if not 1 <= len(parts) <= 2 or _VERSION.fullmatch(parts[0]):
        raise Refusal(2500, f"Unknown path components: /{'/'.join(parts)}")
    first, edge = parts[0], parts[1] if len(parts) == 2 else ""
    aimed = _find(call.world, first)
    if aimed.channel is not None:
        call.platform = aimed.channel.platform
        call.targets = names_of(aimed.id, aimed.channel.id, aimed.channel.address)
    call.operation = _OPERATIONS.get((aimed.kind, method, edge), f"{method} {edge or aimed.kind}")
    bearer = authenticate(call)
    node = _own(call, bearer) if first == "me" else aimed
    if first == "me" and node.channel is not None:
        call.platform, call.targets = node.channel.platform, names_of(node.id, node.channel.address)
    operation = _OPERATIONS.get((node.kind, method, edge))
    if operation is None:
        if node.kind != "unknown" and edge and method == "GET":
            raise invalid(f"Tried accessing nonexisting field ({edge}) on node type ({node.kind.capitalize()})")
        raise missing_object(first, method)
    if operation == "video_edit" and "published" in call.values:
        operation = "video_publish"
    call.operation = operation
    _permit(call, bearer, node)

    async def act(acting: Call) -> web.Response:
        try:
            return web.json_response(await _DEEDS[operation](acting, node, bearer))
        except Refusal as refusal:
            return refusal_answer(refusal)

    return await perform(call, act, word_fault)


def _find(world: World, name: str) -> Node:
    if name == "debug_token":
        return Node("debug", name)
    if name == "me":
        return Node("user", name)
    for platform, kind in (("facebook", "page"), ("instagram", "account")):
        channel = world.store.channel(platform, name)
        if channel is not None and (platform == "facebook" or channel.id == name):
            return Node(kind, channel.id, channel)
    for platform, kind in (("facebook", "post"), ("instagram", "media")):
        if (post := world.store.post_by_id(platform, name)) is not None and post.state != "deleted":
            return Node(
                _KINDS_OF_POSTS.get(post.kind, kind), post.id, world.store.channel(platform, post.channel), post
            )
    if (body := world.store.record("container", name)) is not None:
        return Node("container", name, world.store.channel("instagram", body["channel"]), body=body)
    return Node("unknown", name)


def _own(call: Call, bearer: Bearer) -> Node:
    if bearer.channel is None:
        return Node("user", "me")
    return Node(bearer.channel.kind, bearer.channel.id, bearer.channel)


def _permit(call: Call, bearer: Bearer, node: Node) -> None:
    if node.channel is None:
        return
    linked = linked_page(call.world, node.channel) if node.channel.platform == "instagram" else None
    check = may_write if call.operation in _WRITES else may_read
    check(bearer, node.channel, linked)
    if check is may_write and not was_granted(call.world, node.channel):
        raise Refusal(200, "(#200) The permission was not granted for this object", status=403)


Deed = Callable[[Call, Any, Bearer], Awaitable[dict[str, Any]]]


async def _insights(call: Call, node: Any, _: Bearer) -> dict[str, Any]:
    posts = [node.post] if node.post else call.world.store.posts(call.platform, node.channel.id)
    followers = None if node.post else members_of(call.world, node.channel)
    return insights(call, f"{call.platform}_{node.kind}", node.id, posts, followers)


async def _me(call: Call, _node: Any, bearer: Bearer) -> dict[str, Any]:
    if bearer.kind != "user":
        raise Refusal(2500, "An active access token must be used to query information about the current user.")
    return {"id": "300000000000001", "name": "Sandbox user"}


async def _accounts(call: Call, _node: Any, bearer: Bearer) -> dict[str, Any]:
    if bearer.kind != "user":
        raise invalid("Tried accessing nonexisting field (accounts) on node type (Page)")
    wanted = facebook_reading.fields_of(call) or parse_fields("access_token,category,name,tasks,id")
    return {
        "data": [facebook_reading.page_object(call, page, wanted) for page in call.world.store.channels("facebook")]
    }


def _reading(show: Callable[..., dict[str, Any]], *names: str) -> Deed:
    async def deed(call: Call, node: Any, _: Bearer) -> dict[str, Any]:
        return show(call, *(getattr(node, name) for name in names))

    return deed


def _writing(act: Callable[..., Awaitable[dict[str, Any]]], *names: str) -> Deed:
    async def deed(call: Call, node: Any, _: Bearer) -> dict[str, Any]:
        return await act(call, *(getattr(node, name) for name in names))

    return deed


def _posts_in(*states: str) -> Deed:
    async def deed(call: Call, node: Any, _: Bearer) -> dict[str, Any]:
        return facebook_reading.list_page_posts(call, node.channel, states)

    return deed


async def _delete_media(call: Call, node: Any, bearer: Bearer) -> dict[str, Any]:
    return await instagram.delete_media(call, bearer, node.post)


async def _debug(call: Call, _node: Any, _bearer: Bearer) -> dict[str, Any]:
    return {"data": token_facts(call)}


_DEEDS: dict[str, Deed] = {
    "page": _reading(facebook_reading.page_object, "channel"),
    "feed": _writing(facebook_publishing.publish_feed, "channel"),
    "photos": _writing(facebook_publishing.upload_photo, "channel"),
    "feed_list": _posts_in("live"),
    "posts": _posts_in("live"),
    "published_posts": _posts_in("live"),
    "scheduled_posts": _posts_in("scheduled"),
    "post": _reading(facebook_reading.post_object, "channel", "post"),
    "post_edit": _writing(facebook_publishing.edit_post, "channel", "post"),
    "post_delete": _writing(facebook_publishing.delete_post, "channel", "post"),
    "videos": _writing(facebook_videos.upload_video, "channel"),
    "videos_list": _reading(facebook_videos.list_videos, "channel"),
    "video": _reading(facebook_videos.video_object, "channel", "post"),
    "video_edit": _writing(facebook_videos.edit_video, "channel", "post"),
    "video_publish": _writing(facebook_videos.edit_video, "channel", "post"),
    "video_delete": _writing(facebook_publishing.delete_post, "channel", "post"),
    "live_videos": _writing(facebook_videos.schedule_live, "channel"),
    "live_list": _reading(facebook_videos.list_live, "channel"),
    "live": _reading(facebook_videos.live_object, "channel", "post"),
    "live_edit": _writing(facebook_videos.edit_live, "channel", "post"),
    "live_delete": _writing(facebook_publishing.delete_post, "channel", "post"),
    "account": _reading(instagram.account_object, "channel"),
    "media": _writing(instagram_containers.make_container, "channel"),
    "media_list": _reading(instagram.list_media, "channel"),
    "media_publish": _writing(instagram.publish_container, "channel"),
    "content_publishing_limit": _reading(instagram.publishing_limit, "channel"),
    "container": _reading(instagram.container_object, "id", "body"),
    "media_item": _reading(instagram.media_object, "channel", "post"),
    "media_delete": _delete_media,
    "insights": _insights,
    "me": _me,
    "accounts": _accounts,
    "debug_token": _debug,
}
