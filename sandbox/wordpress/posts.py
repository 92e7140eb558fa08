"""Posts of a WordPress site: listed by slug and status, created, changed, moved to the trash."""

import json
import re
from dataclasses import replace
from typing import Any

from aiohttp import web

from sandbox.calls import Call, hidden
from sandbox.store import Channel, MediaRef, Post, media_from
from sandbox.wall.addresses import post_url
from sandbox.wordpress.access import Visitor
from sandbox.wordpress.answers import Refusal, invalid
from sandbox.wordpress.reading import chosen, instant_of, number_of, slug_of, time_words, words_of

STATUSES = ("publish", "future", "draft", "pending", "private")
_LISTED = (*STATUSES, "trash", "auto-draft", "inherit", "any")
_STATES = {"publish": "live", "future": "scheduled", "trash": "deleted"}
_EVERY_STATE = ("live", "scheduled", "unpublished", "deleted")
_FIGURE = re.compile(r'\s*<figure\b.*?</figure>|\s*<div class="wp-block-file">.*?</div>', re.DOTALL)
_SOURCE = re.compile(r'<(?:img|video|a)\b[^>]*\b(?:src|href)="[^"]*/wall/media/([0-9a-f]{64})"')


def list_posts(call: Call, site: Channel, visitor: Visitor) -> web.Response:
    """Answer GET /posts."""
    wanted = words_of(call, "status") or ["publish"]
    for status in wanted:
        if status != "publish" and not visitor.can("edit_posts"):
            raise invalid("status", "Status is forbidden.", "rest_forbidden_status", visitor.forbidden)
        if status not in _LISTED:
            raise invalid("status", f"status[0] is not one of {', '.join(_LISTED)}.", "rest_not_in_enum")
    if call.value("context") == "edit":
        visitor.must("edit_posts", "rest_forbidden_context", "edit posts in this post type")
    slugs, size = words_of(call, "slug"), number_of(call, "per_page", 10, 100)
    found = [
        (post, body)
        for post, body in _all_posts(call, site)
        if (_status(post, body) in wanted or ("any" in wanted and _status(post, body) in STATUSES))
        and (not slugs or body["slug"] in slugs)
        and not hidden(call, post.seq, post.at)
    ]
    found.sort(key=lambda pair: (pair[0].at, pair[0].seq), reverse=True)
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size))}
    objects = [chosen(call, _object(call, site, *pair)) for pair in found[:size]]
    return web.json_response(objects, headers=headers)


def show_post(call: Call, site: Channel, visitor: Visitor, number: str) -> web.Response:
    """Answer GET /posts/<id>."""
    post, body = _found(call, site, number)
    if _status(post, body) != "publish":
        visitor.must("edit_posts", "rest_forbidden", "do that")
    return web.json_response(chosen(call, _object(call, site, post, body)))


def create_post(call: Call, site: Channel, visitor: Visitor) -> web.Response:
    """Answer POST /posts."""
    if call.value("id"):
        raise Refusal("rest_post_exists", "Cannot create existing post.")
    visitor.must("edit_posts", "rest_cannot_create", "create posts as this user")
    body = _changed(call, visitor, {"title": "", "content": "", "excerpt": "", "slug": "", "status": "draft",
                                    "featured_media": 0, "categories": [1]})  # fmt: skip
    if not (body["title"] or body["content"] or body["excerpt"]):
        raise Refusal("empty_content", "Content, title, and excerpt are empty.")
    number = str(call.world.store.next_number(f"wp:{site.id}"))
    post = call.world.store.add_post(Post("wordpress", site.id, number, call.world.now(), kind="article"))
    post = _save(call, site, post, body)
    headers = {"Location": f"{call.base_url}/wordpress/{site.id}/wp-json/wp/v2/posts/{number}"}
    return web.json_response(chosen(call, _object(call, site, post, body)), status=201, headers=headers)


def update_post(call: Call, site: Channel, visitor: Visitor, number: str) -> web.Response:
    """Answer POST /posts/<id>."""
    post, body = _found(call, site, number)
    right = "edit_published_posts" if _status(post, body) == "publish" else "edit_posts"
    visitor.must(right, "rest_cannot_edit", "edit this post")
    if _status(post, body) == "trash":
        body["slug"] = body["slug"].removesuffix("__trashed")
    body = _changed(call, visitor, {**body, "status": _status(post, body)})
    post = _save(call, site, replace(post, edited_at=call.world.now()), body)
    return web.json_response(chosen(call, _object(call, site, post, body)))


def delete_post(call: Call, site: Channel, visitor: Visitor, number: str) -> web.Response:
    """Answer DELETE /posts/<id>: into the trash, with `force` for good."""
    post, body = _found(call, site, number)
    visitor.must("delete_published_posts", "rest_cannot_delete", "delete this post")
    if call.truth("force"):
        previous = _object(call, site, post, body)
        _save(call, site, post, {**body, "status": "gone", "slug": ""})
        return web.json_response({"deleted": True, "previous": previous})
    if _status(post, body) == "trash":
        raise Refusal("rest_already_trashed", "The post has already been deleted.", 410)
    body = {**body, "status": "trash", "slug": f"{body['slug']}__trashed"}
    post = _save(call, site, post, body)
    return web.json_response(chosen(call, _object(call, site, post, body)))


def _changed(call: Call, visitor: Visitor, body: dict[str, Any]) -> dict[str, Any]:
    """The post's body with what the call gives; raises Refusal."""
    status = call.value("status") or body["status"]
    if call.value("status") and status not in STATUSES:
        raise invalid("status", f"status is not one of {', '.join(STATUSES)}.", "rest_not_in_enum")
    if status in {"publish", "future"}:
        visitor.must("publish_posts", "rest_cannot_publish", "publish posts in this post type")
    if status == "private":
        visitor.must("publish_posts", "rest_cannot_publish", "create private posts in this post type")
    at = instant_of(call, "date_gmt")
    if at is not None:
        body["at"] = at
    if status in {"publish", "future"}:
        status = "future" if body.get("at", 0) > call.world.now() else "publish"
    for name in ("title", "content", "excerpt"):
        if name in call.values:
            text = call.value(name)
            body[name] = json.loads(text).get("raw", "") if text.startswith('{"') else text
    if "categories" in call.values:
        if not all(word.isdigit() for word in words_of(call, "categories")):
            raise invalid("categories", "categories[0] is not of type integer.", "rest_invalid_type")
        body["categories"] = [int(word) for word in words_of(call, "categories")]
    body["featured_media"] = number_of(call, "featured_media", body["featured_media"])
    return {**body, "status": status, "slug": slug_of(call.value("slug") or body["slug"] or body["title"])}


def _save(call: Call, site: Channel, post: Post, body: dict[str, Any]) -> Post:
    """Store the post under a slug that no other has, which the answer alone tells."""
    taken = {other["slug"] for kept, other in _all_posts(call, site) if kept.id != post.id}
    wanted, number = body["slug"] or post.id, 2
    body["slug"] = wanted
    while body["slug"] in taken:
        body["slug"], number = f"{wanted}-{number}", number + 1
    at = body.setdefault("at", call.world.now())
    post = replace(
        post,
        at=at,
        state=_STATES.get(body["status"], "unpublished"),
        scheduled_at=at,
        title=body["title"],
        text=_FIGURE.sub("", body["content"]).strip(),
        media=_media(call, site, body),
    )
    call.world.store.save_record("wp_post", f"{site.id}:{post.id}", site.id, call.world.now(), {"body": body})
    return call.world.store.save_post(post)


def _media(call: Call, site: Channel, body: dict[str, Any]) -> tuple[MediaRef, ...]:
    """The featured picture, then those in the text, films and documents."""
    featured = call.world.store.record("wp_media", f"{site.id}:{body['featured_media']}")
    in_text = [
        call.world.store.record("wp_media_file", f"{site.id}:{sha256}") for sha256 in _SOURCE.findall(body["content"])
    ]
    return tuple(media_from(record["ref"]) for record in (featured, *in_text) if record is not None)


def _all_posts(call: Call, site: Channel) -> list[tuple[Post, dict[str, Any]]]:
    posts = call.world.store.posts("wordpress", site.id, _EVERY_STATE)
    pairs = [(post, _body(call, site, post)) for post in posts]
    return [(post, body) for post, body in pairs if body.get("slug") and body["status"] != "gone"]


def _body(call: Call, site: Channel, post: Post) -> dict[str, Any]:
    record = call.world.store.record("wp_post", f"{site.id}:{post.id}")
    return dict(record["body"]) if record else {}


def _found(call: Call, site: Channel, number: str) -> tuple[Post, dict[str, Any]]:
    post = call.world.store.post("wordpress", site.id, number)
    body = _body(call, site, post) if post else {}
    if post is None or body.get("status", "gone") == "gone":
        raise Refusal("rest_post_invalid_id", "Invalid post ID.", 404)
    return post, body


def _status(post: Post, body: dict[str, Any]) -> str:
    """The status now: a future post is published when its time has come, a removed one lies in the trash."""
    return {"live": "publish", "deleted": "trash"}.get(post.state, str(body["status"]))


def _object(call: Call, site: Channel, post: Post, body: dict[str, Any]) -> dict[str, Any]:
    when = time_words(post.at)
    texts = {name: {"raw": body[name], "rendered": body[name]} for name in ("title", "content", "excerpt")}
    return {
        "id": int(post.id), "date": when, "date_gmt": when, "modified_gmt": time_words(post.edited_at or post.at),
        "slug": body["slug"], "status": _status(post, body), "type": "post",
        "link": post_url(call.base_url, site, post), **texts, "author": 1, "featured_media": body["featured_media"],
        "categories": body["categories"], "tags": [], "meta": {},
    }  # fmt: skip
