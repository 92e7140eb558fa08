"""Instagram containers: what goes in is fetched and checked, and the life each leads on the sandbox's clock."""

import json
import re
from typing import Any

from sandbox.calls import Call
from sandbox.films import content_type
from sandbox.graph.answers import Refusal, invalid
from sandbox.pictures import Fetched, fetch, look_at
from sandbox.store import Channel, MediaRef

CAPTION_LIMIT = 2200
HASHTAG_LIMIT = 30
MENTION_LIMIT = 20
ALT_LIMIT = 1000
IMAGE_LIMIT = 8 * 1024 * 1024
VIDEO_LIMIT = 300 * 1024 * 1024
RATIOS = (0.8, 1.91)
RATIO_TOLERANCE = 0.005
CHILDREN_LIMITS = (2, 10)
CONTAINERS_PER_DAY = 400
LIFE = 86_400
_HASHTAG = re.compile(r"(?<!\w)#\w+")
_MENTION = re.compile(r"(?<!\w)@[\w.]+")


async def make_container(call: Call, account: Channel) -> dict[str, Any]:
    """POST /{ig}/media: an image, a carousel item, a carousel or a reel."""
    since = call.world.now() - LIFE
    if call.world.store.count_records("container", account.id, since) >= CONTAINERS_PER_DAY:
        raise Refusal(9, "Application request limit reached", 2207042)
    kind = call.value("media_type").upper()
    is_item = call.truth("is_carousel_item")
    body: dict[str, Any] = {"is_item": is_item, "caption": "" if is_item else _caption(call), "polls": 0, "media": []}
    if kind == "CAROUSEL":
        body["children"] = _children(call, account)
        body["media_type"] = "CAROUSEL_ALBUM"
    elif kind in {"", "IMAGE"}:
        body["media"] = [{**vars(await _image(call))}]
        body["media_type"] = "IMAGE"
    elif kind == "REELS" or (kind == "VIDEO" and is_item):
        body["media"] = [{**vars(await _video(call))}]
        body["media_type"] = "VIDEO"
    else:
        raise invalid("The media type is unknown or not supported", 2207023)
    if call.fault is not None and call.fault.kind == "container_error":
        body["error"] = int(call.fault.params.get("subcode", 2207032))
    container_id = str(call.world.store.next_number("instagram:object", 17_900_000_000_000_001))
    call.world.store.save_record("container", container_id, account.id, call.world.now(), body)
    return {"id": container_id}


def status_code(call: Call, body: dict[str, Any]) -> str:
    """The stage of a container's life at this moment."""
    age = call.world.now() - body["at"]
    if body.get("published_as"):
        return "PUBLISHED"
    if age >= LIFE:
        return "EXPIRED"
    if body["polls"] < call.world.settings.container_polls and age < call.world.settings.container_seconds:
        return "IN_PROGRESS"
    return "ERROR" if body.get("error") else "FINISHED"


def read_container(call: Call, container_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """GET /{container}: each read is one poll."""
    code = status_code(call, body)
    if code == "IN_PROGRESS":
        save(call, container_id, {**body, "polls": body["polls"] + 1})
    words = {
        "PUBLISHED": "Published: Media has been published.",
        "EXPIRED": "Expired: The container was not published within 24 hours.",
        "IN_PROGRESS": "In Progress: Media is still being processed.",
        "FINISHED": "Finished: Media has been uploaded and it is ready to be published.",
        "ERROR": f"Error: Media upload has failed with error code {body.get('error')}",
    }
    return {"status_code": code, "status": words[code], "id": container_id}


def save(call: Call, container_id: str, body: dict[str, Any]) -> None:
    """Store a changed container."""
    values = {name: value for name, value in body.items() if name not in {"channel", "at"}}
    call.world.store.save_record("container", container_id, body["channel"], body["at"], values)


def _caption(call: Call) -> str:
    caption = call.value("caption").strip()
    if len(caption) > CAPTION_LIMIT or len(_HASHTAG.findall(caption)) > HASHTAG_LIMIT:
        raise Refusal(36004, "The caption was too long.", 2207010)
    if len(_MENTION.findall(caption)) > MENTION_LIMIT:
        raise invalid("Cannot use more than 20 tagged usernames", 2207040)
    return caption


def _children(call: Call, account: Channel) -> list[str]:
    text = call.value("children").strip()
    try:
        ids = [str(item) for item in json.loads(text)] if text.startswith("[") else text.split(",")
    except ValueError:
        raise invalid("param children must be an array.") from None
    ids = [item.strip() for item in ids if item.strip()]
    if not CHILDREN_LIMITS[0] <= len(ids) <= CHILDREN_LIMITS[1]:
        raise invalid("A carousel needs from 2 to 10 items", 2207028)
    if len(set(ids)) < len(ids):
        raise invalid("param children names an item twice.")
    for child_id in ids:
        child = call.world.store.record("container", child_id)
        if child is None or child["channel"] != account.id:
            raise Refusal(24, f"The media with id {child_id} cannot be found", 2207006)
        if not child["is_item"]:
            raise invalid(f"The container {child_id} was not made as a carousel item")
        if status_code(call, child) in {"EXPIRED", "ERROR"}:
            raise Refusal(24, f"The container {child_id} is missing or has expired", 2207008)
    return ids


async def _image(call: Call) -> MediaRef:
    if not call.value("image_url"):
        raise invalid("The parameter image_url is required.")
    if len(call.value("alt_text")) > ALT_LIMIT:
        raise invalid(f"param alt_text must be at most {ALT_LIMIT} characters")
    fetched = await _fetched(
        call, call.value("image_url"), IMAGE_LIMIT, Refusal(36000, "The image is too large.", 2207004)
    )
    picture = look_at(fetched.content)
    if picture is None:
        raise _not_media()
    if picture.format != "JPEG":
        raise Refusal(36001, "The image format is not supported.", 2207005)
    ratio = picture.width / picture.height
    if not RATIOS[0] - RATIO_TOLERANCE <= ratio <= RATIOS[1] + RATIO_TOLERANCE:
        text = f"The submitted image with aspect ratio {ratio:.3f} cannot be published."
        raise Refusal(36003, text, 2207009)
    ref = MediaRef("", "photo", "image/jpeg", picture.width, picture.height, alt=call.value("alt_text"))
    return call.world.store.save_media(fetched.content, ref)


async def _video(call: Call) -> MediaRef:
    if not call.value("video_url"):
        raise invalid("The parameter video_url is required.")
    too_big = Refusal(352, "The video format is not supported.", 2207026)
    fetched = await _fetched(call, call.value("video_url"), VIDEO_LIMIT, too_big)
    kind = content_type(fetched.content)
    if not kind:
        raise Refusal(352, "The video format is not supported.", 2207026)
    if call.value("cover_url"):
        cover = await _fetched(call, call.value("cover_url"), IMAGE_LIMIT, _not_media())
        if look_at(cover.content) is None:
            raise _not_media()
    if not call.value("thumb_offset").isdigit() and call.value("thumb_offset"):
        raise Refusal(1, "The thumb offset is out of range.", 2207057)
    return call.world.store.save_media(fetched.content, MediaRef("", "video", kind))


async def _fetched(call: Call, url: str, limit: int, too_big: Refusal) -> Fetched:
    fetched = await fetch(call.world.client, url, seconds=call.world.settings.fetch_seconds, limit=limit)
    if fetched.failure == "timeout":
        raise Refusal(-2, "Downloading the media took too long.", 2207003)
    if fetched.failure == "size":
        raise too_big
    if fetched.failure:
        raise _not_media()
    return fetched


def _not_media() -> Refusal:
    return Refusal(9004, "Only photo or video can be accepted as media type.", 2207052)
