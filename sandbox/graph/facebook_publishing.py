"""What a Facebook page may be told to publish, schedule, change or delete."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sandbox.calls import Call
from sandbox.graph.answers import Refusal, invalid, missing_object
from sandbox.graph.times import read_time
from sandbox.pictures import fetch, look_at
from sandbox.store import Channel, MediaRef, Post, media_from

MESSAGE_LIMIT = 63_206
PHOTO_LIMIT = 10 * 1024 * 1024
PHOTOS_PER_POST = 10
SCHEDULE_WINDOW = (600, 30 * 86400)
_PHOTO_FORMATS = {"JPEG", "PNG", "GIF", "BMP", "TIFF"}


async def publish_feed(call: Call, page: Channel) -> dict[str, Any]:
    """POST /{page}/feed: text, link, or photos uploaded unpublished before."""
    message, link = _message(call), call.value("link")
    media = tuple(_attached(call, page, photo_id) for photo_id in _attached_ids(call))
    if not message and not link and not media:
        raise invalid("Missing message or attachment")
    if link and (urlsplit(link).scheme not in {"http", "https"} or not urlsplit(link).hostname):
        raise invalid("link URL is not properly formatted")
    kind = "photos" if media else "link" if link else "text"
    return {"id": _store(call, page, message, "" if media else link, media, kind).id}


async def upload_photo(call: Call, page: Channel) -> dict[str, Any]:
    """POST /{page}/photos: a post of its own, or with published=false a photo for a later one."""
    message = _message(call) or call.value("caption")
    ref = await _photo(call)
    published = boolean(call, "published", True)
    photo_id = str(call.world.store.next_number("facebook:photo", 122_000_000_000_001))
    body = {"published": published, "media": {**vars(ref)}}
    call.world.store.save_record("facebook_photo", photo_id, page.id, call.world.now(), body)
    if not published:
        return {"id": photo_id}
    return {"id": photo_id, "post_id": _store(call, page, message, "", (ref,), "photos").id}


async def edit_post(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """POST /{page_post}: new words, or a change of schedule."""
    require_own(post)
    changed = post
    if "message" in call.values:
        if not _message(call) and not post.media and not post.link:
            raise invalid("Missing message or attachment")
        changed = replace(changed, text=_message(call), edited_at=call.world.now())
    if call.value("attached_media"):
        raise invalid("Attached photos cannot be changed")
    if "scheduled_publish_time" in call.values:
        if post.state != "scheduled":
            raise invalid("Only a scheduled post has a time to change")
        changed = replace(changed, scheduled_at=_schedule(call))
    if boolean(call, "is_published", False):
        if post.state == "live":
            raise invalid("The post is published already")
        changed = replace(changed, state="live", at=call.world.now(), scheduled_at=None)
    if changed == post:
        raise invalid("Nothing to change was given")
    call.world.store.save_post(changed)
    return {"success": True}


async def delete_post(call: Call, page: Channel, post: Post) -> dict[str, Any]:
    """DELETE /{page_post}."""
    call.world.store.save_post(replace(post, state="deleted"))
    return {"success": True}


def require_own(post: Post) -> None:
    """Let an application edit only what it posted itself; raises Refusal."""
    if post.by_hand:
        raise invalid("A post can be edited only by the application that made it")


def boolean(call: Call, name: str, default: bool) -> bool:
    """Read true/false/1/0; raises Refusal for anything else, Python's True among them."""
    text = call.values.get(name)
    if text is None:
        return default
    if text not in {"true", "false", "1", "0"}:
        raise invalid(f"param {name} must be a boolean.")
    return text in {"true", "1"}


def _message(call: Call) -> str:
    message = call.value("message").strip()
    if len(message) > MESSAGE_LIMIT:
        raise invalid(f"message must be at most {MESSAGE_LIMIT} characters")
    return message


def _attached_ids(call: Call) -> list[str]:
    if "attached_media" in call.values:
        items = _json(call.value("attached_media"))
    else:
        indexed = sorted(
            (int(name[15:-1]), value)
            for name, value in call.values.items()
            if name.startswith("attached_media[") and name.endswith("]") and name[15:-1].isdigit()
        )
        items = [_json(value) for _, value in indexed]
    if not isinstance(items, list):
        raise invalid("param attached_media must be an array.")
    ids = [str(item.get("media_fbid", "")) if isinstance(item, dict) else "" for item in items]
    if not all(ids):
        raise invalid("param attached_media must be an array of objects with media_fbid.")
    if len(ids) > PHOTOS_PER_POST:
        raise invalid(f"param attached_media takes at most {PHOTOS_PER_POST} photos.")
    if len(set(ids)) < len(ids):
        raise invalid("param attached_media names a photo twice.")
    return ids


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise invalid("param attached_media must be an array.") from None


def _attached(call: Call, page: Channel, photo_id: str) -> MediaRef:
    record = call.world.store.record("facebook_photo", photo_id)
    if record is None or record["channel"] != page.id:
        raise missing_object(photo_id, "POST")
    if record["published"]:
        raise invalid(f"The photo {photo_id} was published on its own already")
    return media_from(record["media"])


async def _photo(call: Call) -> MediaRef:
    upload = call.uploads.get("source") or next(iter(call.uploads.values()), None)
    if upload is not None:
        content, name = upload.content, upload.name
    elif call.value("url"):
        seconds = call.world.settings.fetch_seconds
        fetched = await fetch(call.world.client, call.value("url"), seconds=seconds, limit=PHOTO_LIMIT)
        if fetched.failure:
            raise Refusal(324, "(#324) Missing or invalid image file")
        content, name = fetched.content, call.value("url").rsplit("/", 1)[-1]
    else:
        raise Refusal(324, "(#324) Requires upload file")
    picture = look_at(content) if len(content) <= PHOTO_LIMIT else None
    if picture is None or picture.format not in _PHOTO_FORMATS:
        raise Refusal(324, "(#324) Missing or invalid image file")
    ref = MediaRef("", "photo", picture.content_type, picture.width, picture.height, name=name,
                   alt=call.value("alt_text_custom"))  # fmt: skip
    return call.world.store.save_media(content, ref)


def _store(call: Call, page: Channel, text: str, link: str, media: tuple[MediaRef, ...], kind: str) -> Post:
    state, scheduled_at = "live", None
    if not boolean(call, "published", True):
        state = "unpublished"
        if call.value("scheduled_publish_time"):
            state, scheduled_at = "scheduled", _schedule(call)
    elif call.value("scheduled_publish_time"):
        raise invalid("A scheduled post must have published=false")
    number = call.world.store.next_number("facebook:post", 122_100_000_000_001)
    return call.world.store.add_post(
        Post("facebook", page.id, f"{page.id}_{number}", call.world.now(), state, text, link=link, media=media,
             scheduled_at=scheduled_at, kind=kind)
    )  # fmt: skip


def _schedule(call: Call) -> float:
    at = read_time(call.value("scheduled_publish_time"), "scheduled_publish_time")
    now = call.world.now()
    if at is None or not now + SCHEDULE_WINDOW[0] <= at <= now + SCHEDULE_WINDOW[1]:
        raise invalid("The specified scheduled publish time is invalid.")
    return at
