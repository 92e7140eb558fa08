"""editMessageText, editMessageCaption, editMessageMedia, editMessageReplyMarkup, deleteMessage and pinChatMessage."""

import json
from dataclasses import replace
from typing import Any

from sandbox.calls import Call
from sandbox.store import Channel, Post
from sandbox.telegram.answers import bad_request
from sandbox.telegram.chats import writable_chat
from sandbox.telegram.files import resolve_file, with_film
from sandbox.telegram.keyboards import read_keyboard
from sandbox.telegram.messages import message_object
from sandbox.telegram.sending import caption_text, card_of, message_text, read_list, shown_link

TWO_DAYS = 48 * 3600

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
_FAMILIES = {"photo": "visual", "video": "visual", "document": "document"}


def _target_post(call: Call, deed: str) -> tuple[Channel, Post]:
    channel = writable_chat(call)
    post = call.world.store.post("telegram", channel.id, call.value("message_id"))
    if post is None or post.state != "live":
        raise bad_request(f"message to {deed} not found")
    return channel, post


def _edited(call: Call, channel: Channel, old: Post, new: Post) -> dict[str, Any]:
    _refuse_old(call, old, "edited")
    if old.sender:
        raise bad_request("message can't be edited")
    new = replace(new, keyboard=read_keyboard(call))
    if new == old:
        raise bad_request(_UNCHANGED)
    return message_object(call, channel, call.world.store.save_post(replace(new, edited_at=call.world.now())))


async def edit_message_text(call: Call) -> dict[str, Any]:
    """editMessageText."""
    channel, post = _target_post(call, "edit")
    if post.media or post.poll:
        raise bad_request("there is no text in the message to edit")
    text, marks = message_text(call)
    link, card = shown_link(call, text, marks), card_of(call)
    return _edited(call, channel, post, replace(post, text=text, entities=tuple(marks), link=link, preview=card))


async def edit_message_caption(call: Call) -> dict[str, Any]:
    """editMessageCaption."""
    channel, post = _target_post(call, "edit")
    if not post.media:
        raise bad_request("there is no caption in the message to edit")
    text, marks = caption_text(call.value("caption"), call.value("parse_mode"), call.value("caption_entities"))
    return _edited(call, channel, post, replace(post, text=text, entities=tuple(marks)))


async def edit_message_media(call: Call) -> dict[str, Any]:
    """editMessageMedia; an album item stays in its family."""
    channel, post = _target_post(call, "edit")
    if post.poll:
        raise bad_request("message can't be edited")
    try:
        item = json.loads(call.value("media") or "null")
    except ValueError:
        item = None
    if not isinstance(item, dict) or item.get("type") not in _FAMILIES:
        raise bad_request("can't parse media JSON object")
    if post.album and _FAMILIES[item["type"]] != _FAMILIES.get(post.kind):
        raise bad_request("can't use the media of the specified type in the album")
    marks_source = json.dumps(item["caption_entities"]) if item.get("caption_entities") else ""
    text, marks = caption_text(str(item.get("caption") or ""), str(item.get("parse_mode") or ""), marks_source)
    ref = await resolve_file(call, item["type"], str(item.get("media") or ""), None)
    if item["type"] == "video":
        ref = await with_film(call, ref, item)
    changed = replace(post, text=text, entities=tuple(marks), media=(ref,), kind=item["type"], link="")
    return _edited(call, channel, post, changed)


async def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    """editMessageReplyMarkup: other buttons, or none."""
    channel, post = _target_post(call, "edit")
    return _edited(call, channel, post, post)


async def delete_message(call: Call) -> bool:
    """deleteMessage."""
    _, post = _target_post(call, "delete")
    _refuse_old(call, post, "deleted")
    call.world.store.save_post(replace(post, state="deleted"))
    return True


async def delete_messages(call: Call) -> bool:
    """deleteMessages: one to a hundred; those that are not there are passed over."""
    channel = writable_chat(call)
    numbers = read_list(call.value("message_ids"), "message_ids")
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified" if not numbers else "too many message identifiers")
    found = [call.world.store.post("telegram", channel.id, str(number)) for number in numbers]
    live = [post for post in found if post is not None and post.state == "live"]
    for post in live:
        _refuse_old(call, post, "deleted")
    for post in live:
        call.world.store.save_post(replace(post, state="deleted"))
    return True


def _refuse_old(call: Call, post: Post, deed: str) -> None:
    """Under the switch `telegram_48_hours` a message can be deleted for two days, and edited as long."""
    if call.world.settings.telegram_48_hours and call.world.now() - post.at >= TWO_DAYS:
        raise bad_request(f"message can't be {deed}")


async def pin_chat_message(call: Call) -> bool:
    """pinChatMessage; the fault missing_rights takes the right away."""
    _, post = _target_post(call, "pin")
    call.world.store.save_post(replace(post, pinned=True))
    return True
