"""Requests to a WordPress site: route, fault, who signs in, deed."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.calls import Call, UnreadableBody, log_call, names_of, perform, read_call
from sandbox.store import Channel
from sandbox.wordpress import library, posts
from sandbox.wordpress.access import ROLES, Visitor, visitor_of
from sandbox.wordpress.answers import Refusal, no_route, not_found_page, refusal_answer, word_fault
from sandbox.wordpress.reading import chosen
from sandbox.world import WORLD

_ROUTE = re.compile(r"(/|/wp/v2/(?:users/me|posts|media|categories))(?:/(\d+))?/?")
_OPERATIONS = {
    ("/", "GET", False): "index", ("/wp/v2/users/me", "GET", False): "me",
    ("/wp/v2/posts", "GET", False): "post_list", ("/wp/v2/posts", "POST", False): "post_create",
    ("/wp/v2/posts", "GET", True): "post", ("/wp/v2/posts", "POST", True): "post_update",
    ("/wp/v2/posts", "PUT", True): "post_update", ("/wp/v2/posts", "DELETE", True): "post_delete",
    ("/wp/v2/media", "GET", False): "media_list", ("/wp/v2/media", "POST", False): "media_create",
    ("/wp/v2/categories", "GET", False): "category_list", ("/wp/v2/categories", "POST", False): "category_create",
}  # fmt: skip


async def handle(request: web.Request) -> web.StreamResponse:
    """Serve /wordpress/<site>/wp-json/…, or /wordpress/<site>/?rest_route=…, which works on every site."""
    world = request.app[WORLD]
    site = world.store.channel("wordpress", request.match_info["site"])
    route = request.match_info.get("route")
    if route is not None and not world.settings.wordpress_speaking_links:
        return not_found_page()
    route = request.query.get("rest_route") if route is None else route or "/"
    if site is None or not route:
        return not_found_page()
    try:
        call = await read_call(request, "wordpress")
    except UnreadableBody:
        return refusal_answer(Refusal("rest_invalid_json", "Invalid JSON body passed."))
    call.targets = names_of(site.id, site.address, site.username)
    found = _ROUTE.fullmatch(route)
    operation = _OPERATIONS.get((found[1], request.method, found[2] is not None)) if found else None
    if found is None or operation is None:
        response = refusal_answer(no_route())
        log_call(call, response)
        return response
    call.operation, number = operation, found[2]

    async def act(acting: Call) -> web.Response:
        if acting.fault is not None and acting.fault.kind == "interface_off":
            return not_found_page()
        try:
            visitor = visitor_of(acting, site)
            if number is not None:
                return _ON_ONE[operation](acting, site, visitor, number)
            answer = _ON_ALL[operation](acting, site, visitor)
            return answer if isinstance(answer, web.Response) else await answer
        except Refusal as refusal:
            return refusal_answer(refusal)

    return await perform(call, act, word_fault)


def _index(call: Call, site: Channel, _: Visitor) -> web.Response:
    home = f"{call.base_url}/wordpress/{site.id}"
    page = {"endpoints": {"authorization": f"{home}/wp-admin/authorize-application.php"}}
    off = call.fault is not None and call.fault.kind == "sign_in_off"
    index = {
        "name": site.title, "description": "", "url": home, "home": home, "gmt_offset": "5",
        "timezone_string": "Asia/Tashkent", "namespaces": ["oembed/1.0", "wp/v2"],
        # PHP writes an empty array where an object would be
        "authentication": [] if off else {"application-passwords": page}, "routes": {},
    }  # fmt: skip
    return web.json_response(chosen(call, index))


def _me(call: Call, _: Channel, visitor: Visitor) -> web.Response:
    if not visitor.name:
        raise Refusal("rest_not_logged_in", "You are not currently logged in.", 401)
    me: dict[str, Any] = {"id": 1, "name": visitor.name, "slug": visitor.name.lower(), "url": "", "description": ""}
    if call.value("context") == "edit":
        capabilities = dict.fromkeys(sorted({*ROLES[visitor.role], visitor.role}), True)
        me |= {"username": visitor.name, "roles": [visitor.role], "capabilities": capabilities}
    return web.json_response(chosen(call, me))


_ON_ALL: dict[str, Callable[[Call, Channel, Visitor], web.Response | Awaitable[web.Response]]] = {
    "index": _index,
    "me": _me,
    "post_list": posts.list_posts,
    "post_create": posts.create_post,
    "media_list": library.list_media,
    "media_create": library.create_media,
    "category_list": library.list_categories,
    "category_create": library.create_category,
}
_ON_ONE: dict[str, Callable[[Call, Channel, Visitor, str], web.Response]] = {
    "post": posts.show_post,
    "post_update": posts.update_post,
    "post_delete": posts.delete_post,
}
