"""Bots beside those of channels, and the people who write to them: a private chat is a channel of the kind private."""

from typing import Any

from sandbox.store import Channel, Post
from sandbox.world import World

BOTS = "telegram:bot"
_PEOPLE = "telegram:person"
FIRST_PERSON = 700_000_001


def add_bot(world: World) -> str:
    """The token of a new bot that belongs to no channel."""
    number = world.store.next_number("telegram:bots")
    token = f"{300_000_000 + number}:sandbox-service-bot-for-testing-{number:07d}"
    world.store.save_record(BOTS, token, "", world.now(), {})
    return token


def bot_name(token: str) -> str:
    """A bot's username, without its @."""
    return f"sandbox_{token.partition(':')[0]}_bot"


def bot_called(world: World, username: str) -> str | None:
    """The token of the bot with this username."""
    tokens = {channel.token for channel in world.store.channels("telegram")} | set(world.store.record_ids(BOTS))
    return next((token for token in sorted(tokens) if bot_name(token).lower() == username.lower()), None)


def bot_object(bot_id: int) -> dict[str, Any]:
    """The User that a bot is."""
    return {
        "id": bot_id, "is_bot": True, "first_name": "Mediareja sandbox bot", "username": f"sandbox_{bot_id}_bot",
        "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
    }  # fmt: skip


def private_chat(world: World, token: str, person: str = "", name: str = "", language: str = "") -> Channel:
    """The chat of a person with the bot, begun now when there is none; without an id somebody new."""
    person = person or str(world.store.next_number("telegram:people", FIRST_PERSON))
    chat = world.store.channel("telegram", person)
    if chat is None:
        chat = Channel("telegram", person, person, token, name or f"Odam {int(person) - FIRST_PERSON + 1}", "private")
        world.store.add_channel(chat)
    if language:
        world.store.save_record(_PEOPLE, person, "", world.now(), _facts(world, chat) | {"language": language})
    return chat


def private_chats(world: World, token: str | None = None) -> list[Channel]:
    """Chats of people with the bot, or with any; the oldest first."""
    found = [chat for chat in world.store.channels("telegram") if chat.kind == "private"]
    return [chat for chat in found if token is None or chat.token == token]


def is_blocked(world: World, chat: Channel) -> bool:
    """Whether the person has blocked the bot."""
    return bool(_facts(world, chat).get("blocked"))


def set_blocked(world: World, chat: Channel, blocked: bool) -> None:
    """The person blocks the bot, or lets it write again."""
    world.store.save_record(_PEOPLE, chat.id, "", world.now(), _facts(world, chat) | {"blocked": blocked})


def person_object(world: World, chat: Channel) -> dict[str, Any]:
    """The User who writes in a private chat."""
    person = {"id": int(chat.id), "is_bot": False, "first_name": chat.title}
    language = _facts(world, chat).get("language")
    return person | ({"language_code": language} if language else {})


def short_message(world: World, chat: Channel, post: Post) -> dict[str, Any]:
    """The Message of a private chat as updates carry it, without files."""
    bot_id = int(chat.token.partition(":")[0])
    message: dict[str, Any] = {
        "message_id": int(post.id), "date": int(post.at), "text": post.text,
        "chat": {"id": int(chat.id), "type": "private", "first_name": chat.title},
        "from": person_object(world, chat) if post.sender else bot_object(bot_id),
    }  # fmt: skip
    if post.sender and post.text.startswith("/"):
        length = len(post.text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    answered = world.store.post("telegram", chat.id, post.reply_to) if post.reply_to else None
    if answered is not None:
        message["reply_to_message"] = short_message(world, chat, answered)
    return message


def _facts(world: World, chat: Channel) -> dict[str, Any]:
    return world.store.record(_PEOPLE, chat.id) or {}
