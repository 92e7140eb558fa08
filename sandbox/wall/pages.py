"""Serves the wall: the overview in columns, one channel, one post, and the published media."""

from dataclasses import replace
from pathlib import Path

from aiohttp import web

from sandbox.published import Shown, shown_posts
from sandbox.wall.cards import card, column
from sandbox.wall.chats import chats_column
from sandbox.wall.layout import page
from sandbox.world import WORLD, World

PLATFORM_NAMES = {
    "telegram": "Telegram", "facebook": "Facebook", "instagram": "Instagram", "wordpress": "WordPress",
    "webhook": "Webhook", "newspaper": "Gazeta",
}  # fmt: skip
LATEST = 60
_STYLE = Path(__file__).with_name("wall.css")


async def _overview(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    columns = "".join(
        column(platform, name, _latest(world, platform), world.now()) for platform, name in PLATFORM_NAMES.items()
    )
    return _answer(page("Sandbox", f'<main class="wall">{chats_column(world)}{columns}</main>', refresh_seconds=4))


async def _channel(request: web.Request) -> web.Response:
    world, platform = request.app[WORLD], request.match_info["platform"]
    found = world.store.channel(platform, request.match_info["name"]) if platform in PLATFORM_NAMES else None
    if found is None:
        return _missing()
    shown = _latest(world, platform, found.id)
    body = column(platform, found.title, shown, world.now())
    return _answer(page(found.title, f'<main class="wall single">{body}</main>', refresh_seconds=4))


async def _post(request: web.Request) -> web.Response:
    world, platform = request.app[WORLD], request.match_info["platform"]
    found = world.store.channel(platform, request.match_info["name"]) if platform in PLATFORM_NAMES else None
    wanted = request.match_info["post"]
    for item in shown_posts(world, platform, found.id) if found else []:
        if wanted in item.ids:
            _count_view(world, item)
            body = card(item, world.now())
            return _answer(page(item.channel.title, f'<main class="wall single {platform}">{body}</main>'))
    return _missing()


async def _media(request: web.Request) -> web.Response:
    kept = request.app[WORLD].store.media(request.match_info["sha256"])
    if kept is None:
        return _missing()
    content_type, content = kept
    shown_type = content_type if content_type.startswith(("image/", "video/")) else "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff",
               "Content-Security-Policy": "sandbox"}  # fmt: skip
    return web.Response(body=content, content_type=shown_type, headers=headers)


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=_STYLE.read_text(encoding="utf-8"), content_type="text/css")


def _latest(world: World, platform: str, key: str | None = None) -> list[Shown]:
    return shown_posts(world, platform, key)[-LATEST:][::-1]


def _count_view(world: World, item: Shown) -> None:
    post = world.store.post(item.channel.platform, item.channel.id, item.first.id)
    if post is not None:
        world.store.save_post(replace(post, views=post.views + 1))


def _missing() -> web.Response:
    return _answer(page("404", '<main class="wall single"><p class="empty">404</p></main>'), status=404)


def _answer(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})


def add_wall_routes(app: web.Application) -> None:
    """Register the wall's pages."""
    app.add_routes(
        [
            web.get("/", _overview),
            web.get("/wall.css", _style),
            web.get("/wall/media/{sha256}", _media),
            web.get("/wall/{platform}/{name}", _channel),
            web.get("/wall/{platform}/{name}/{post}", _post),
        ]
    )
