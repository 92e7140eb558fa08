"""The control interface at /__control__/: what tests and the embedded start switch, add, read and reset."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiohttp import web

from sandbox.faults import PLATFORMS, UnknownFault, parse_fault
from sandbox.figures import set_figures
from sandbox.published import shown_json, shown_posts
from sandbox.world import WORLD, BadWish, World

_Deed = Callable[[World, dict[str, Any]], Any]


def answering(deed: _Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(deed(request.app[WORLD], await _wish(request)))
        except (BadWish, UnknownFault) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handler


async def _wish(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    if not text.strip():
        return {}
    try:
        wish = await request.json()
    except ValueError:
        raise BadWish("The body is not JSON.") from None
    if not isinstance(wish, dict):
        raise BadWish("The body must be a JSON object.")
    return wish


def _add_channel(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    channel = world.add_channel(wish)
    return {
        "platform": channel.platform, "address": channel.address, "id": channel.id, "title": channel.title,
        "kind": channel.kind, "token": channel.token,
    }  # fmt: skip


def _add_fault(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    fault = parse_fault(wish)
    world.faults.active.append(fault)
    return fault.to_json()


def _clear_faults(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    world.faults.clear(None if wish.get("target") is None else str(wish["target"]))
    return {"faults": [fault.to_json() for fault in world.faults.active]}


def _release(world: World, _: dict[str, Any]) -> dict[str, Any]:
    held = world.held
    world.release_held()
    return {"released": held}


def _set_clock(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    if set(wish) == {"advance"}:
        world.advance(_seconds(wish, "advance"))
    elif set(wish) == {"stand_at"}:
        world.clock.stand(_seconds(wish, "stand_at"))
    else:
        raise BadWish("The clock takes advance or stand_at.")
    return {"now": world.now(), "clock_offset": world.clock.offset}


def _seconds(wish: dict[str, Any], name: str) -> float:
    seconds = wish[name]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise BadWish(f"{name} must be a number of seconds, 0 or more.")
    return float(seconds)


def _reset(world: World, _: dict[str, Any]) -> dict[str, Any]:
    world.reset()
    return world.to_json()


def _settings(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    world.settings.change(wish)
    settings: dict[str, Any] = world.to_json()["settings"]
    return settings


def _remove(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    """Somebody takes a post away on the platform itself, an album as a whole."""
    channel = world.store.channel(str(wish.get("platform")), str(wish.get("address")))
    post = world.store.post(channel.platform, channel.id, str(wish.get("id"))) if channel else None
    if channel is None or post is None:
        raise BadWish("There is no such post; platform, address and id name one.")
    album = [
        each for each in world.store.posts(channel.platform, channel.id) if post.album and each.album == post.album
    ]
    removed = album or [post]
    for each in removed:
        world.store.save_post(replace(each, state="deleted"))
    return {"removed": [each.id for each in removed]}


def _by_hand(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    """The post counts as made on the platform itself, by no application."""
    channel = world.store.channel(str(wish.get("platform")), str(wish.get("address")))
    post = world.store.post(channel.platform, channel.id, str(wish.get("id"))) if channel else None
    if post is None:
        raise BadWish("There is no such post; platform, address and id name one.")
    world.store.save_post(replace(post, by_hand=True))
    return {"by_hand": post.id}


def _state(world: World, _: dict[str, Any]) -> dict[str, Any]:
    return world.to_json()


async def _published(request: web.Request) -> web.Response:
    platform, address = request.query.get("platform"), request.query.get("address")
    if platform is not None and platform not in PLATFORMS:
        return web.json_response({"error": f"Unknown platform {platform!r}."}, status=400)
    base_url = f"{request.scheme}://{request.host}"
    shown = shown_posts(request.app[WORLD], platform, address)
    return web.json_response({"published": [shown_json(base_url, item) for item in shown]})


async def _requests(request: web.Request) -> web.Response:
    wanted = {name: request.query[name] for name in ("platform", "operation") if name in request.query}
    logged = [
        entry for entry in request.app[WORLD].requests if all(entry[name] == value for name, value in wanted.items())
    ]
    return web.json_response({"requests": logged})


def add_control_routes(app: web.Application) -> None:
    """Register the control interface."""
    app.add_routes(
        [
            web.post("/__control__/channels", answering(_add_channel)),
            web.post("/__control__/faults", answering(_add_fault)),
            web.delete("/__control__/faults", answering(_clear_faults)),
            web.post("/__control__/release", answering(_release)),
            web.post("/__control__/clock", answering(_set_clock)),
            web.post("/__control__/reset", answering(_reset)),
            web.post("/__control__/settings", answering(_settings)),
            web.post("/__control__/figures", answering(set_figures)),
            web.post("/__control__/remove", answering(_remove)),
            web.post("/__control__/by_hand", answering(_by_hand)),
            web.get("/__control__/state", answering(_state)),
            web.get("/__control__/published", _published),
            web.get("/__control__/requests", _requests),
        ]
    )
