"""What a person does in a private chat with a bot: writes, presses a button, blocks it."""

from typing import Any

from sandbox.store import Channel, Post
from sandbox.telegram.keyboards import QUERY, buttons_of
from sandbox.telegram.markup import trimmed, with_found
from sandbox.telegram.people import person_object, set_blocked, short_message
from sandbox.telegram.updates import add_update
from sandbox.world import BadWish, World


def write(world: World, chat: Channel, text: str, reply_to: str = "", chat_type: str = "private") -> Post:
    """The person writes to the bot, perhaps in answer to one of its messages."""
    text, marks = trimmed(text, [])
    if not text:
        raise BadWish("text must not be empty.")
    if reply_to and world.store.post("telegram", chat.id, reply_to) is None:
        raise BadWish("There is no such message to answer.")
    set_blocked(world, chat, False)  # who writes to a bot lets it answer
    number = world.store.next_number(f"telegram:message:{chat.id}")
    post = world.store.add_post(
        Post("telegram", chat.id, str(number), world.now(), text=text, entities=tuple(with_found(text, marks)),
             sender=chat.id, reply_to=reply_to)
    )  # fmt: skip
    message = short_message(world, chat, post)
    message["chat"]["type"] = chat_type
    add_update(world, chat.token, {"message": message})
    return post


def press(world: World, chat: Channel, message_id: str, *, label: str = "", data: str = "") -> str:
    """The person presses the button with this label (or this data, as a forged press would); the press's id."""
    post = world.store.post("telegram", chat.id, message_id)
    if post is None or post.sender:
        raise BadWish("There is no such message of the bot.")
    if not data:
        shown = {str(button["text"]): button for button in buttons_of(post.keyboard)}
        if label not in shown or "callback_data" not in shown[label]:
            raise BadWish(f"The message has no such button; it has: {', '.join(shown) or 'none'}.")
        data = str(shown[label]["callback_data"])
    query = str(4_000_000_000_000_000_000 + world.store.next_number("telegram:queries"))
    world.store.save_record(QUERY, query, chat.id, world.now(), {"chat": chat.id, "answer": None})
    body: dict[str, Any] = {
        "id": query, "from": person_object(world, chat), "chat_instance": chat.id, "data": data,
        "message": short_message(world, chat, post),
    }  # fmt: skip
    add_update(world, chat.token, {"callback_query": body})
    return query
