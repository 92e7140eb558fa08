"""A person's private chat with a bot on the wall, with buttons that work and a line to write in."""

import html
import json
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from sandbox.store import Channel, Post
from sandbox.telegram.acting import press, write
from sandbox.telegram.keyboards import buttons_of
from sandbox.telegram.markup import page_html
from sandbox.telegram.people import bot_called, bot_name, is_blocked, private_chat, private_chats, set_blocked
from sandbox.wall.addresses import media_path
from sandbox.wall.cards import TASHKENT
from sandbox.wall.layout import page
from sandbox.world import WORLD, BadWish, World

TOAST_SECONDS = 12.0


def chat_path(chat: Channel) -> str:
    """Where a person's chat is on the wall."""
    return f"/wall/chats/{chat.id}"


async def _bot_page(request: web.Request) -> web.Response:
    """What t.me shows of a bot: here whom to be, and a button to begin."""
    world, start = request.app[WORLD], request.query.get("start", "")
    token = bot_called(world, request.match_info["name"])
    if token is None:
        return _missing()
    people = "".join(
        f'<button name="person" value="{chat.id}">{html.escape(chat.title)}</button>'
        for chat in private_chats(world, token)
    )
    body = (
        f'<main class="wall single telegram"><section class="column"><h2>@{html.escape(bot_name(token))}</h2>'
        '<p>Kim boʻlib yozasiz?<br><span lang="ru">Кем вы будете?</span> · <span lang="en">Who are you?</span></p>'
        f'<form class="keys" method="post" action="/wall/chats"><input type="hidden" name="token" '
        f'value="{html.escape(bot_name(token))}"><input type="hidden" name="start" value="{html.escape(start)}">'
        f'{people}<button name="person" value="">Yangi odam · Новый человек · Somebody new</button></form>'
        "</section></main>"
    )
    return _answer(page(f"@{bot_name(token)}", body))


def chats_column(world: World) -> str:
    """The chats of people with bots, for the overview; empty without any."""
    rows = "".join(
        f'<li><a href="{chat_path(chat)}">{html.escape(chat.title)}</a> · @{html.escape(bot_name(chat.token))}</li>'
        for chat in private_chats(world)
    )
    if not rows:
        return ""
    return f'<section class="chats"><h2>Botlar bilan suhbatlar</h2><ul>{rows}</ul></section>'


async def _begin(request: web.Request) -> web.Response:
    form = await request.post()
    world = request.app[WORLD]
    token = bot_called(world, str(form.get("token", "")))
    if token is None:
        return _missing()
    chat = private_chat(world, token, str(form.get("person") or ""))
    write(world, chat, " ".join(["/start", str(form.get("start") or "")]))
    raise web.HTTPSeeOther(chat_path(chat))


async def _chat_page(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    chat = _chat(request)
    if chat is None:
        return _missing()
    posts = world.store.posts("telegram", chat.id)
    messages = "".join(_bubble(world, chat, post) for post in posts)
    blocked = is_blocked(world, chat)
    body = (
        f'<main class="wall single telegram"><section class="column"><h2>{html.escape(chat.title)} · '
        f'@{html.escape(bot_name(chat.token))}</h2><div class="feed talk">{messages}</div>'
        f"{_toast(world, chat)}</section></main>"
        f'<form class="write" method="post" action="{chat_path(chat)}/write">'
        '<input name="text" autofocus autocomplete="off" aria-label="Xabar" placeholder="Xabar, masalan /help">'
        "<button>Yuborish</button></form>"
        f'<form class="write" method="post" action="{chat_path(chat)}/block"><button name="blocked" '
        f'value="{"" if blocked else "1"}">{"Blokdan chiqarish" if blocked else "Botni bloklash"}</button></form>'
    )
    return _answer(page(chat.title, body, refresh_seconds=1))


def _bubble(world: World, chat: Channel, post: Post) -> str:
    pictures = "".join(f'<img src="{media_path(ref)}" alt="" loading="lazy">' for ref in post.media)
    keys = "".join(_key(chat, post, button) for button in buttons_of(post.keyboard))
    keys = f'<div class="keys">{keys}</div>' if keys else ""
    side = "mine" if post.sender else "theirs"
    edited = "tahrirlangan · " if post.edited_at is not None else ""
    moment = datetime.fromtimestamp(post.at, TASHKENT)
    return (
        f'<article class="talk {side}" data-id="{post.id}"><div class="bubble">{pictures}'
        f'<div class="words" dir="auto">{page_html(post.text, list(post.entities))}</div>'
        f"<footer>{edited}{moment:%d.%m · %H:%M}</footer></div>{keys}</article>"
    )


def _key(chat: Channel, post: Post, button: dict[str, str]) -> str:
    label = html.escape(button["text"])
    if "url" in button:
        return f'<a class="key" href="{html.escape(button["url"])}" target="_blank" rel="noopener">{label} ↗</a>'
    return (
        f'<form method="post" action="{chat_path(chat)}/press"><input type="hidden" name="message_id" '
        f'value="{post.id}"><button name="data" value="{html.escape(button["callback_data"])}">{label}</button></form>'
    )


def _toast(world: World, chat: Channel) -> str:
    at, text = json.loads(world.store.fact(f"telegram:toast:{chat.id}") or '[0, ""]')
    fresh = text and world.now() - at < TOAST_SECONDS
    return f'<p class="toast" role="status">{html.escape(text)}</p>' if fresh else ""


async def _write(request: web.Request) -> web.Response:
    form, chat = await request.post(), _chat(request)
    if chat is not None:
        with suppress(BadWish):  # an empty line says nothing
            world = request.app[WORLD]
            write(world, chat, str(form.get("text", "")), _question(world, chat))
    raise web.HTTPSeeOther(f"/wall/chats/{request.match_info['person']}")


def _question(world: World, chat: Channel) -> str:
    """The bot's message that a person's app answers by itself: the newest, when it forces a reply."""
    newest = next(reversed(world.store.posts("telegram", chat.id)), None)
    return newest.id if newest and newest.keyboard and newest.keyboard.get("force_reply") else ""


async def _press(request: web.Request) -> web.Response:
    form, chat = await request.post(), _chat(request)
    if chat is not None:
        with suppress(BadWish):  # the message is gone: the page shows it
            press(request.app[WORLD], chat, str(form.get("message_id", "")), data=str(form.get("data", "")))
    raise web.HTTPSeeOther(f"/wall/chats/{request.match_info['person']}")


async def _block(request: web.Request) -> web.Response:
    form, chat = await request.post(), _chat(request)
    if chat is not None:
        set_blocked(request.app[WORLD], chat, bool(form.get("blocked")))
    raise web.HTTPSeeOther(f"/wall/chats/{request.match_info['person']}")


def _chat(request: web.Request) -> Channel | None:
    found = request.app[WORLD].store.channel("telegram", request.match_info["person"])
    return found if found is not None and found.kind == "private" else None


def _missing() -> web.Response:
    return _answer(page("404", '<main class="wall single"><p class="empty">404</p></main>'), 404)


def _answer(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})


def add_wall_chats(app: web.Application) -> None:
    """Register the chats of the wall."""
    app.add_routes(
        [
            web.get("/wall/bots/{name}", _bot_page),
            web.post("/wall/chats", _begin),
            web.get("/wall/chats/{person}", _chat_page),
            web.post("/wall/chats/{person}/write", _write),
            web.post("/wall/chats/{person}/press", _press),
            web.post("/wall/chats/{person}/block", _block),
        ]
    )
