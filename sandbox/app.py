"""Puts the sandbox's servers together into one aiohttp application."""

import logging
from collections.abc import AsyncIterator

from aiohttp import ClientSession, web
from aiohttp.typedefs import Handler

from sandbox.control import add_control_routes
from sandbox.control_chats import add_chat_routes
from sandbox.graph.routes import handle as handle_graph
from sandbox.masking import mask_text
from sandbox.published import publish_due
from sandbox.telegram import preview
from sandbox.telegram.answers import Refusal, refusal_answer
from sandbox.telegram.routes import handle as handle_bot
from sandbox.telegram.routes import not_found
from sandbox.wall.chats import add_wall_chats
from sandbox.wall.pages import add_wall_routes
from sandbox.webhook.routes import handle as handle_webhook
from sandbox.wordpress.routes import handle as handle_wordpress
from sandbox.world import WORLD, World

LARGEST_BODY = 50 * 1024 * 1024
logger = logging.getLogger("sandbox.access")


def build_app(world: World) -> web.Application:
    """Return the application that serves a world; closing it closes the world's store."""
    app = web.Application(middlewares=[_log_and_catch], client_max_size=LARGEST_BODY)
    app[WORLD] = world
    app.cleanup_ctx.append(_client_session)
    app.on_shutdown.append(_let_go)
    app.on_response_prepare.append(_drop_empty_type)
    add_control_routes(app)
    add_chat_routes(app)
    add_wall_chats(app)
    add_wall_routes(app)
    app.add_routes(
        [
            web.route("*", "/bot{token}/{method}", handle_bot),
            web.route("*", "/bot{rest:.*}", not_found),
            web.get("/t.me/s/{username}", preview.channel_page),
            web.get("/t.me/c/{username}/{post}", preview.private_post_page),
            web.get("/t.me/{username}/{post}", preview.post_page),
            web.get("/t.me/{username}", preview.profile_page),
            web.route("*", "/graph/{path:.*}", handle_graph),
            web.route("*", "/wordpress/{site}/wp-json{route:.*}", handle_wordpress),
            web.route("*", "/wordpress/{site}/", handle_wordpress),
            web.route("*", "/webhook/{receiver}", handle_webhook),
        ]
    )
    return app


@web.middleware
async def _log_and_catch(request: web.Request, handler: Handler) -> web.StreamResponse:
    publish_due(request.app[WORLD])
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPRequestEntityTooLarge:
        status = 413
        if request.path.startswith("/bot"):
            return refusal_answer(Refusal(413, "Request Entity Too Large"))
        raise
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        logger.info("%s %s %s", request.method, mask_text(request.path), status)


async def _client_session(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as session:
        app[WORLD].client = session
        yield
    app[WORLD].store.close()


async def _let_go(app: web.Application) -> None:
    app[WORLD].stopping.set()
    app[WORLD].release_held()


async def _drop_empty_type(_: web.Request, response: web.StreamResponse) -> None:
    if response.headers.get("Content-Type") == "":
        del response.headers["Content-Type"]
