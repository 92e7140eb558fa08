"""sendMessage, sendPhoto, sendVideo, sendDocument, sendMediaGroup and sendPoll."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.store import Channel, MediaRef, Post
from sandbox.telegram.answers import Refusal, bad_request
from sandbox.telegram.chats import writable_chat
from sandbox.telegram.files import resolve_file, with_film
from sandbox.telegram.keyboards import read_keyboard
from sandbox.telegram.markup import Entity, MarkupError, parse_html, trimmed, utf16_length, with_found
from sandbox.telegram.messages import message_object
from sandbox.telegram.polls import read_poll

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ALBUM_LIMITS = (2, 10)
_PREVIEW_OPTIONS = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
_FAMILIES = {"photo": "visual", "video": "visual", "document": "document"}


def read_text(source: str, parse_mode: str, entities: str) -> tuple[str, list[Entity]]:
    """Return text without markup and its entities; raises Refusal for broken markup."""
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        try:
            text, marks = parse_html(source)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    else:
        text, marks = source, read_list(entities, "entities") if entities else []
        size = utf16_length(text)
        for mark in marks:
            span = (mark.get("offset"), mark.get("length")) if isinstance(mark, dict) else (None, None)
            if not isinstance(span[0], int) or not isinstance(span[1], int) or not 0 <= span[0] < sum(span) <= size:  # type: ignore[arg-type]
                raise bad_request("can't parse entities: an entity lies outside the text")
    text, marks = trimmed(text, marks)
    return text, with_found(text, marks)


def read_list(source: str, name: str) -> list[Any]:
    """Return a JSON array given as text; raises Refusal."""
    try:
        value = json.loads(source)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None
    if not isinstance(value, list):
        raise bad_request(f"can't parse {name} JSON object")
    return value


def message_text(call: Call) -> tuple[str, list[Entity]]:
    """Return the text of a text message, 1 to 4096 characters after parsing."""
    text, marks = read_text(call.value("text"), call.value("parse_mode"), call.value("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, marks


def caption_text(source: str, parse_mode: str, entities: str) -> tuple[str, list[Entity]]:
    """Return a caption, at most 1024 characters after parsing."""
    text, marks = read_text(source, parse_mode, entities)
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, marks


async def send_message(call: Call) -> dict[str, Any]:
    """sendMessage."""
    channel = writable_chat(call)
    text, marks = message_text(call)
    post = _store(call, channel, text, marks, (), "text", link=shown_link(call, text, marks))
    return message_object(call, channel, post)


async def send_photo(call: Call) -> dict[str, Any]:
    """sendPhoto."""
    return await _send_media(call, "photo")


async def send_video(call: Call) -> dict[str, Any]:
    """sendVideo."""
    return await _send_media(call, "video")


async def send_document(call: Call) -> dict[str, Any]:
    """sendDocument."""
    return await _send_media(call, "document")


async def send_poll(call: Call) -> dict[str, Any]:
    """sendPoll: a regular, anonymous poll; channels know no other."""
    channel = writable_chat(call)
    poll = read_poll(call)
    if channel.kind == "channel" and not call.truth("is_anonymous", True):
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    post = _store(call, channel, "", [], (), "poll", poll=poll)
    return message_object(call, channel, post)


async def _send_media(call: Call, kind: str) -> dict[str, Any]:
    channel = writable_chat(call)
    caption, marks = caption_text(call.value("caption"), call.value("parse_mode"), call.value("caption_entities"))
    ref = await resolve_file(call, kind, call.value(kind), call.uploads.get(kind))
    if kind == "video":
        ref = await with_film(call, ref, call.values)
    return message_object(call, channel, _store(call, channel, caption, marks, (ref,), kind))


async def send_media_group(call: Call) -> list[dict[str, Any]]:
    """sendMediaGroup; a fault may store only the first items and answer with an error."""
    channel = writable_chat(call)
    items = read_list(call.value("media"), "media")
    _check_album(items)
    ready = [await _album_item(call, number, item) for number, item in enumerate(items, start=1)]
    stored = len(ready)
    if call.fault is not None and call.fault.kind == "album_partial":
        stored = min(int(call.fault.params.get("n", 1)), len(ready) - 1)
    album = str(13_000_000_000_000_000 + call.world.store.next_number("telegram:album"))
    posts = [_store(call, channel, text, marks, (ref,), ref.kind, album=album) for text, marks, ref in ready[:stored]]
    if stored < len(ready):
        raise bad_request(f'failed to send message #{stored + 1} with the error message "MEDIA_EMPTY"')
    return [message_object(call, channel, post) for post in posts]


def _check_album(items: list[Any]) -> None:
    if len(items) < ALBUM_LIMITS[0]:
        raise bad_request("there are not enough messages to send as an album")
    if len(items) > ALBUM_LIMITS[1]:
        raise bad_request("too many messages to send as an album")
    if not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse media JSON object")
    families = [_FAMILIES.get(str(item.get("type"))) for item in items]
    if None in families or len(set(families)) > 1:
        raise bad_request("can't use the media of the specified type in the album")


async def _album_item(call: Call, number: int, item: dict[str, Any]) -> tuple[str, list[Entity], MediaRef]:
    marks_source = json.dumps(item["caption_entities"]) if item.get("caption_entities") else ""
    text, marks = caption_text(str(item.get("caption") or ""), str(item.get("parse_mode") or ""), marks_source)
    try:
        ref = await resolve_file(call, str(item["type"]), str(item.get("media") or ""), None)
        return text, marks, await with_film(call, ref, item) if ref.kind == "video" else ref
    except Refusal as refusal:
        reason = refusal.description.removeprefix("Bad Request: ")
        raise bad_request(f'failed to send message #{number} with the error message "{reason}"') from None


def _store(
    call: Call, channel: Channel, text: str, marks: list[Entity], media: tuple[MediaRef, ...], kind: str,
    album: str = "", link: str = "", poll: dict[str, Any] | None = None,
) -> Post:  # fmt: skip
    keyboard = None if album else read_keyboard(call)
    number = call.world.store.next_number(f"telegram:message:{channel.id}")
    return call.world.store.add_post(
        Post("telegram", channel.id, str(number), call.world.now(), text=text, entities=tuple(marks), media=media,
             album=album, kind=kind, link=link, poll=poll, silent=call.truth("disable_notification"),
             preview=card_of(call) if kind == "text" else {}, keyboard=keyboard)
    )  # fmt: skip


def _preview_options(call: Call) -> dict[str, Any]:
    try:
        options = json.loads(call.value("link_preview_options") or "{}")
    except ValueError:
        raise bad_request("can't parse link preview options JSON object") from None
    if not isinstance(options, dict) or set(options) - _PREVIEW_OPTIONS:
        raise bad_request("can't parse link preview options JSON object")
    return options


def card_of(call: Call) -> dict[str, Any]:
    """How the card of a link is to be drawn."""
    return {name: True for name, value in _preview_options(call).items() if value is True and name != "is_disabled"}


def shown_link(call: Call, text: str, marks: list[Entity]) -> str:
    """The address whose card the text shows; empty for none."""
    options = _preview_options(call)
    if options.get("is_disabled") or call.truth("disable_web_page_preview"):
        return ""
    if options.get("url"):
        return str(options["url"])
    units = text.encode("utf-16-le")
    for mark in marks:
        if mark["type"] == "text_link":
            return str(mark["url"])
        if mark["type"] == "url":
            return units[mark["offset"] * 2 : (mark["offset"] + mark["length"]) * 2].decode("utf-16-le")
    return ""
