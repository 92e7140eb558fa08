"""The part of /__control__/ that plays people who chat with bots: write, press a button, block."""

from typing import Any

from aiohttp import web

from sandbox.control import answering
from sandbox.store import Channel, Post
from sandbox.telegram.acting import press, write
from sandbox.telegram.keyboards import QUERY, buttons_of
from sandbox.telegram.people import add_bot, bot_called, bot_name, private_chat, set_blocked
from sandbox.wall.addresses import media_path
from sandbox.world import WORLD, BadWish, World


def _bot(world: World, _: dict[str, Any]) -> dict[str, Any]:
    token = add_bot(world)
    return {"token": token, "username": bot_name(token), "id": int(token.partition(":")[0])}


def _write(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    token = bot_called(world, str(wish.get("bot", "")).lstrip("@"))
    if token is None:
        raise BadWish("There is no bot of this name.")
    person, name, language = (str(wish.get(key) or "") for key in ("person", "name", "language"))
    chat = private_chat(world, token, person, name, language)
    if chat.token != token:
        raise BadWish("This person chats with another bot.")
    post = write(
        world, chat, str(wish.get("text", "")), str(wish.get("reply_to") or ""), str(wish.get("chat_type") or "private")
    )
    return {"person": int(chat.id), "message_id": int(post.id)}


def _press(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    label, data = str(wish.get("button") or ""), str(wish.get("data") or "")
    return {"query": press(world, _chat(world, wish), str(wish.get("message_id")), label=label, data=data)}


def _block(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    chat, blocked = _chat(world, wish), bool(wish.get("blocked", True))
    set_blocked(world, chat, blocked)
    return {"person": int(chat.id), "blocked": blocked}


def _chat(world: World, wish: dict[str, Any]) -> Channel:
    chat = world.store.channel("telegram", str(wish.get("person")))
    if chat is None or chat.kind != "private":
        raise BadWish("There is no such person; whoever writes to a bot becomes one.")
    return chat


def _message(post: Post) -> dict[str, Any]:
    return {
        "message_id": int(post.id),
        "from_person": bool(post.sender),
        "text": post.text,
        "entities": list(post.entities),
        "buttons": [str(button["text"]) for button in buttons_of(post.keyboard)],
        "links": [str(button["url"]) for button in buttons_of(post.keyboard) if "url" in button],
        "data": [str(button["callback_data"]) for button in buttons_of(post.keyboard) if "callback_data" in button],
        "asks_for_reply": bool(post.keyboard and post.keyboard.get("force_reply")),
        "reply_to": int(post.reply_to) if post.reply_to else None,
        "media": [media_path(ref) for ref in post.media],
        "edited": post.edited_at is not None,
    }


async def _messages(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    posts = world.store.posts("telegram", request.match_info["person"])
    return web.json_response({"messages": [_message(post) for post in posts]})


async def _answer(request: web.Request) -> web.Response:
    query = request.app[WORLD].store.record(QUERY, request.match_info["query"])
    return web.json_response({"answer": query and query["answer"]})


def add_chat_routes(app: web.Application) -> None:
    """Register this part of the control interface."""
    app.add_routes(
        [
            web.post("/__control__/bots", answering(_bot)),
            web.post("/__control__/chats/write", answering(_write)),
            web.post("/__control__/chats/press", answering(_press)),
            web.post("/__control__/chats/block", answering(_block)),
            web.get("/__control__/chats/{person}", _messages),
            web.get("/__control__/presses/{query}", _answer),
        ]
    )
