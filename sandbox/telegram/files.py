"""Resolves what a bot sends as a file: an upload, an address Telegram fetches, or a file id of this bot."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.calls import Call, Upload
from sandbox.pictures import Picture, fetch, look_at
from sandbox.store import MediaRef, media_from
from sandbox.telegram.answers import Refusal, bad_request

PHOTO_UPLOAD_LIMIT = 10 * 1024 * 1024
OTHER_UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_FETCH_LIMIT = 5 * 1024 * 1024
OTHER_FETCH_LIMIT = 20 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
_FETCHED_DOCUMENTS = {"image/gif", "application/pdf", "application/zip"}


async def resolve_file(call: Call, kind: str, given: str, upload: Upload | None) -> MediaRef:
    """Return stored media of `kind` (photo, video, document); raises Refusal with Telegram's words."""
    if upload is None and given.startswith("attach://"):
        upload = call.uploads.get(given.removeprefix("attach://"))
    if upload is not None:
        limit = PHOTO_UPLOAD_LIMIT if kind == "photo" else OTHER_UPLOAD_LIMIT
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > limit:
            raise bad_request("file is too big")
        return _kept(call, kind, upload.content, upload.content_type, upload.name)
    if given.startswith(("http://", "https://")):
        return await _fetched(call, kind, given)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    known = call.world.store.record("telegram_file", given)
    if known is None or known["channel"] != _bot_id(call) or known["kind"] != kind:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return media_from(known["media"])


async def with_film(call: Call, ref: MediaRef, facts: Mapping[str, Any]) -> MediaRef:
    """Return the video with the sides, the length and the cover the caller gave; raises Refusal."""
    numbers = [_whole_number(facts.get(name)) for name in ("width", "height", "duration")]
    cover, given = "", str(facts.get("cover") or "")
    if given or "cover" in call.uploads:
        cover = (await resolve_file(call, "photo", given, call.uploads.get("cover"))).sha256
    return replace(ref, width=numbers[0], height=numbers[1], seconds=numbers[2], cover=cover)


def _whole_number(value: Any) -> int:
    if value in (None, ""):
        return 0
    if not str(value).isdigit():
        raise bad_request("can't parse a video's width, height or duration")
    return int(value)


def file_id(call: Call, ref: MediaRef) -> str:
    """Return the id under which this bot may send the media again."""
    made = f"sandbox{_bot_id(call)}-{ref.kind}-{ref.sha256[:24]}"
    if call.world.store.record("telegram_file", made) is None:
        body = {"kind": ref.kind, "media": {**vars(ref)}}
        call.world.store.save_record("telegram_file", made, _bot_id(call), call.world.now(), body)
    return made


def _bot_id(call: Call) -> str:
    return call.request.match_info["token"].partition(":")[0]


async def _fetched(call: Call, kind: str, url: str) -> MediaRef:
    limit = PHOTO_FETCH_LIMIT if kind == "photo" else OTHER_FETCH_LIMIT
    fetched = await fetch(call.world.client, url, seconds=call.world.settings.fetch_seconds, limit=limit)
    if fetched.failure == "address":
        raise bad_request("wrong HTTP URL specified")
    if fetched.failure == "size":
        raise bad_request("file is too big")
    if fetched.failure:
        raise bad_request("failed to get HTTP URL content")
    if kind == "photo" and not fetched.content_type.startswith("image/"):
        raise bad_request("wrong type of the web page content")
    if kind == "document" and fetched.content_type not in _FETCHED_DOCUMENTS:
        raise bad_request("wrong type of the web page content")
    return _kept(call, kind, fetched.content, fetched.content_type, url.rsplit("/", 1)[-1])


def _kept(call: Call, kind: str, content: bytes, content_type: str, name: str) -> MediaRef:
    picture: Picture | None = None
    if kind == "photo":
        picture = look_at(content)
        if picture is None:
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
        if picture.width + picture.height > MAX_SIDES or longer > MAX_RATIO * shorter:
            raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        content_type = picture.content_type
    ref = MediaRef(
        sha256="", kind=kind, content_type=content_type or "application/octet-stream", name=name,
        width=picture.width if picture else 0, height=picture.height if picture else 0,
    )  # fmt: skip
    return call.world.store.save_media(content, ref)
