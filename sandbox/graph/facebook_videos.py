"""Films of a Facebook page and its broadcasts: uploaded, published, scheduled, changed, listed."""

import json
from dataclasses import replace
from typing import Any

from sandbox.calls import Call
from sandbox.films import content_type
from sandbox.graph.answers import Refusal, invalid
from sandbox.graph.facebook_publishing import boolean, require_own
from sandbox.graph.facebook_reading import fields_of
from sandbox.graph.fields import Wanted, pick
from sandbox.graph.listing import list_posts
from sandbox.graph.times import graph_time, read_time
from sandbox.pictures import fetch, look_at
from sandbox.store import Channel, MediaRef, Post
from sandbox.wall.addresses import post_path

VIDEO_LIMIT = 1024 * 1024 * 1024
LIVE_AHEAD = 7 * 86_400
VIDEO_FIELDS = frozenset(
    {
        "id", "title", "description", "created_time", "updated_time", "published", "permalink_url", "status", "length",
        "from", "source",
    }
)  # fmt: skip
LIVE_FIELDS = frozenset(
    {
        "id", "title", "description", "status", "creation_time", "planned_start_time", "permalink_url",
        "secure_stream_url", "stream_url", "from",
    }
)  # fmt: skip
_DEFAULT_VIDEO = (Wanted("id"), Wanted("description"), Wanted("updated_time"))
_DEFAULT_LIVE = (Wanted("id"), Wanted("title"), Wanted("status"))


async def upload_video(call: Call, page: Channel) -> dict[str, Any]:
    """POST /{page}/videos: out at once, or with published=false a film to be published by its id."""
    content = await _content(call)
    if not content_type(content):
        raise Refusal(352, "(#352) The video file you selected is in a format that we don't support.")
    thumb = call.uploads.get("thumb")
    if thumb is not None and look_at(thumb.content) is None:
        raise invalid("param thumb must be an image.")
    ref = call.world.store.save_media(content, MediaRef("", "video", content_type(content)))
    state = "live" if boolean(call, "published", True) else "unpublished"
    return {"id": _add(call, page, "video", state, media=(ref,)).id}


async def edit_video(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """POST /{video}: new words, or published=true, which may be repeated."""
    require_own(post)
    if boolean(call, "published", False) and post.state != "live":
        post = replace(post, state="live", at=call.world.now())
    elif "published" not in call.values and not {"description", "title"} & set(call.values):
        raise invalid("Nothing to change was given")
    return _save_words(call, post)


async def schedule_live(call: Call, page: Channel) -> dict[str, Any]:
    """POST /{page}/live_videos: a broadcast announced for a time within seven days."""
    if not call.world.settings.live_allowed:
        text = "(#200) The account must be 60 days old and the Page must have at least 100 followers to go live."
        raise Refusal(200, text, 1363144, status=403)
    if call.value("status") != "SCHEDULED_UNPUBLISHED":
        raise invalid("The sandbox broadcasts nothing: status must be SCHEDULED_UNPUBLISHED")
    start, now = _start(call), call.world.now()
    if not now < start <= now + LIVE_AHEAD:
        raise invalid("The start time of a scheduled broadcast must lie within the next 7 days")
    made = _add(call, page, "live_video", "live", scheduled_at=start)
    return {"id": made.id, "secure_stream_url": f"rtmps://live.sandbox.invalid:443/rtmp/FB-{made.id}-0-sandbox"}


async def edit_live(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """POST /{live_video}: new words."""
    require_own(post)
    if not {"description", "title"} & set(call.values):
        raise invalid("Nothing to change was given")
    return _save_words(call, post)


def video_object(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """GET /{video}."""
    node = {
        "id": post.id, "title": post.title or None, "description": post.text or None,
        "created_time": graph_time(post.at), "updated_time": graph_time(post.edited_at or post.at),
        "published": post.state == "live", "permalink_url": post_path(page, post), "status": {"video_status": "ready"},
        "from": {"id": page.id, "name": page.title},
    }  # fmt: skip
    return pick(node, fields_of(call) or _DEFAULT_VIDEO, "Video", VIDEO_FIELDS)


def live_object(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """GET /{live_video}."""
    node = {
        "id": post.id, "title": post.title or None, "description": post.text or None, "status": "SCHEDULED_UNPUBLISHED",
        "creation_time": graph_time(post.at), "permalink_url": call.base_url + post_path(page, post),
        "planned_start_time": None if post.scheduled_at is None else graph_time(post.scheduled_at),
        "from": {"id": page.id, "name": page.title},
    }  # fmt: skip
    return pick(node, fields_of(call) or _DEFAULT_LIVE, "LiveVideo", LIVE_FIELDS)


def list_videos(call: Call, page: Channel) -> dict[str, Any]:
    """GET /{page}/videos: what was uploaded, published or not."""
    posts = call.world.store.posts("facebook", page.id, ("live", "unpublished"))
    films = [post for post in posts if post.kind == "video"]
    return list_posts(call, films, lambda post: video_object(call, page, post))


def list_live(call: Call, page: Channel) -> dict[str, Any]:
    """GET /{page}/live_videos."""
    posts = [post for post in call.world.store.posts("facebook", page.id) if post.kind == "live_video"]
    return list_posts(call, posts, lambda post: live_object(call, page, post))


def _add(call: Call, page: Channel, kind: str, state: str, **more: Any) -> Post:
    number = str(call.world.store.next_number("facebook:video", 1_220_000_000_000_001))
    post = Post("facebook", page.id, number, call.world.now(), state, call.value("description").strip(), kind=kind,
                title=call.value("title").strip(), **more)  # fmt: skip
    return call.world.store.add_post(post)


def _save_words(call: Call, post: Post) -> dict[str, Any]:
    text, title = call.values.get("description", post.text), call.values.get("title", post.title)
    if (text, title) != (post.text, post.title):
        post = replace(post, text=text, title=title, edited_at=call.world.now())
    call.world.store.save_post(post)
    return {"success": True}


async def _content(call: Call) -> bytes:
    upload = call.uploads.get("source")
    if upload is not None:
        if len(upload.content) > VIDEO_LIMIT:
            raise Refusal(352, "(#352) The video file is too large.")
        return upload.content
    if not call.value("file_url"):
        raise invalid("No video file was given: source or file_url is required.")
    seconds = call.world.settings.fetch_seconds
    fetched = await fetch(call.world.client, call.value("file_url"), seconds=seconds, limit=VIDEO_LIMIT)
    if fetched.failure:
        raise Refusal(389, "(#389) Unable to fetch video file from URL.")
    return fetched.content


def _start(call: Call) -> float:
    try:
        params = json.loads(call.value("event_params"))
    except ValueError:
        raise invalid("param event_params must be an object.") from None
    start = read_time(str(params.get("start_time", "")), "start_time") if isinstance(params, dict) else None
    if start is None:
        raise invalid("param event_params must hold start_time.")
    return start
