"""Turns stored posts and channels into the Bot API's Message and Chat objects."""

from typing import Any

from sandbox.calls import Call
from sandbox.store import Channel, Post
from sandbox.telegram.files import file_id
from sandbox.telegram.people import short_message


def chat_object(channel: Channel) -> dict[str, Any]:
    """The Chat of a channel, a group or a person."""
    if channel.kind == "private":
        return {"id": int(channel.id), "type": "private", "first_name": channel.title}
    chat: dict[str, Any] = {"id": int(channel.id), "type": channel.kind, "title": channel.title}
    if channel.username:
        chat["username"] = channel.username
    return chat


def message_object(call: Call, channel: Channel, post: Post) -> dict[str, Any]:
    """The Message of a post."""
    chat = chat_object(channel)
    message: dict[str, Any] = {"message_id": int(post.id), "date": int(post.at), "chat": chat}
    if channel.kind == "channel":
        message["sender_chat"] = chat
    if channel.kind == "private":
        message["from"] = short_message(call.world, channel, post)["from"]
    if post.keyboard and "inline_keyboard" in post.keyboard:
        message["reply_markup"] = post.keyboard
    if post.edited_at is not None:
        message["edit_date"] = int(post.edited_at)
    if post.album:
        message["media_group_id"] = post.album
    if post.poll is not None:
        message["poll"] = _poll_object(post)
        return message
    words, marks = ("caption", "caption_entities") if post.media else ("text", "entities")
    if post.text or not post.media:
        message[words] = post.text
        if post.entities:
            message[marks] = list(post.entities)
    for ref in post.media:
        described = {"file_id": file_id(call, ref), "file_unique_id": ref.sha256[:16], "file_size": ref.size}
        if ref.kind == "photo":
            message["photo"] = [{**described, "width": ref.width, "height": ref.height}]
        elif ref.kind == "video":
            message["video"] = {**described, "width": ref.width, "height": ref.height, "duration": ref.seconds}
        else:
            message["document"] = {**described, "file_name": ref.name, "mime_type": ref.content_type}
    return message


def _poll_object(post: Post) -> dict[str, Any]:
    poll = post.poll or {}
    return {
        "id": f"{post.channel}{post.id}".replace("-", ""), "question": poll["question"], "type": "regular",
        "options": [{"persistent_id": str(number), "text": text, "voter_count": 0}
                    for number, text in enumerate(poll["options"])],
        "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
        "allows_multiple_answers": poll["multiple"], "allows_revoting": True, "members_only": False,
    }  # fmt: skip
