"""What Facebook shows of pages and their posts."""

from typing import Any

from sandbox.calls import Call
from sandbox.figures import members_of
from sandbox.graph.access import linked_account
from sandbox.graph.fields import Wanted, parse_fields, pick
from sandbox.graph.listing import list_posts
from sandbox.graph.times import graph_time
from sandbox.store import Channel, MediaRef, Post
from sandbox.wall.addresses import media_url, post_url, public_name
from sandbox.world import APP_ID, APP_NAME

POST_FIELDS = frozenset(
    {
        "id", "message", "story", "created_time", "updated_time", "permalink_url", "full_picture", "is_published",
        "scheduled_publish_time", "status_type", "attachments", "shares", "reactions", "comments", "likes", "from",
        "application", "is_hidden", "is_expired", "privacy", "place", "to", "message_tags", "properties", "insights",
    }
)  # fmt: skip
PAGE_FIELDS = frozenset(
    {
        "id", "name", "username", "link", "access_token", "tasks", "category", "about", "followers_count", "fan_count",
        "instagram_business_account", "is_published", "verification_status", "picture", "website",
    }
)  # fmt: skip
_DEFAULT_POST = (Wanted("id"), Wanted("message"), Wanted("created_time"))
_DEFAULT_PAGE = (Wanted("name"), Wanted("id"))


def page_object(call: Call, page: Channel, wanted: tuple[Wanted, ...] = ()) -> dict[str, Any]:
    """A Page node."""
    account = linked_account(call.world, page)
    followers = members_of(call.world, page) or 0
    node: dict[str, Any] = {
        "id": page.id, "name": page.title, "username": page.username, "access_token": page.token,
        "link": f"{call.base_url}/wall/facebook/{public_name(page)}", "category": "Government organization",
        "tasks": ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"], "is_published": True,
        "followers_count": followers, "fan_count": followers,
        "instagram_business_account": {"id": account.id} if account else None,
    }  # fmt: skip
    return pick(node, wanted or fields_of(call) or _DEFAULT_PAGE, "Page", PAGE_FIELDS)


def fields_of(call: Call) -> tuple[Wanted, ...]:
    """The fields a call asks for, empty when it leaves them to Graph."""
    return parse_fields(call.value("fields")) if call.value("fields") else ()


def post_object(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """A post with the fields asked for."""
    return pick(_node(call, page, post), fields_of(call) or _DEFAULT_POST, "Post", POST_FIELDS)


def list_page_posts(call: Call, page: Channel, states: tuple[str, ...]) -> dict[str, Any]:
    """A listing of the page's posts in these states."""
    posts = call.world.store.posts("facebook", page.id, states)
    return list_posts(call, posts, lambda post: post_object(call, page, post))


def _node(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    nobody = {"data": [], "summary": {"total_count": 0}}
    return {
        "id": post.id,
        "message": post.text or None,
        "created_time": graph_time(post.at),
        "updated_time": graph_time(post.edited_at or post.at),
        "permalink_url": post_url(call.base_url, page, post),
        "full_picture": media_url(call.base_url, post.media[0]) if post.media else None,
        "is_published": post.state == "live",
        "scheduled_publish_time": None if post.scheduled_at is None else int(post.scheduled_at),
        "status_type": "added_video"
        if post.kind in {"video", "live_video"}
        else "added_photos"
        if post.media
        else "shared_story"
        if post.link
        else "mobile_status_update",
        "attachments": _attachments(call, page, post),
        "from": {"id": page.id, "name": page.title},
        "application": None if post.by_hand else {"id": APP_ID, "name": APP_NAME},
        "reactions": nobody,
        "comments": nobody,
        "likes": nobody,
        "is_hidden": False,
        "is_expired": False,
    }


def _attachments(call: Call, page: Channel, post: Post) -> dict[str, Any] | None:
    address = post_url(call.base_url, page, post)
    if len(post.media) > 1:
        album = {"media_type": "album", "type": "album", "url": address, "target": {"id": post.id, "url": address}}
        return {"data": [{**album, "subattachments": {"data": [_photo(call, ref, address) for ref in post.media]}}]}
    if post.media:
        return {"data": [_photo(call, post.media[0], address)]}
    if post.link:
        return {"data": [{"media_type": "link", "type": "share", "url": post.link, "target": {"url": post.link}}]}
    return None


def _photo(call: Call, ref: MediaRef, address: str) -> dict[str, Any]:
    image = {"src": media_url(call.base_url, ref), "width": ref.width, "height": ref.height}
    return {
        "media_type": ref.kind,
        "type": ref.kind,
        "url": address,
        "target": {"url": address},
        "media": {"image": image},
    }
