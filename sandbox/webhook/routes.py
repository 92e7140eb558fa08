"""Messages to a receiver: fault, signature, form, an id it has had, its files; then it is shown, changed or hidden."""

import hashlib
from dataclasses import replace
from typing import Any

from aiohttp import web

from sandbox.calls import Call, UnreadableBody, names_of, perform, read_call
from sandbox.pictures import fetch, look_at
from sandbox.store import Channel, MediaRef, Post
from sandbox.wall.addresses import post_url
from sandbox.webhook.answers import Refusal, refusal_answer, word_fault
from sandbox.webhook.messages import CHECK, UPDATED, WITHDRAWN, read_message
from sandbox.webhook.signatures import verified_id
from sandbox.world import WORLD

LARGEST_MESSAGE = 20_000
LARGEST_FILE = 50 * 1024 * 1024
_KINDS = {"pictures": "photo", "videos": "video", "documents": "document"}
_NOTHING = Post("webhook", "", "", 0.0)
_OPERATIONS = {CHECK: "check", UPDATED: "update", WITHDRAWN: "withdraw"}


async def handle(request: web.Request) -> web.StreamResponse:
    """Serve POST /webhook/<receiver>."""
    receiver = request.app[WORLD].store.channel("webhook", request.match_info["receiver"])
    if receiver is None:
        return refusal_answer(Refusal("Nobody receives at this address.", 404))
    if request.method != "POST":
        return refusal_answer(Refusal("Messages come by POST.", 405, {"Allow": "POST"}))
    if request.content_type != "application/json":
        return refusal_answer(Refusal("A message is application/json.", 415))
    try:
        call = await read_call(request, "webhook")
    except UnreadableBody as unreadable:
        return refusal_answer(Refusal(f"Unreadable: {unreadable}."))
    call.targets = names_of(receiver.id, receiver.address, receiver.username)
    call.operation = _OPERATIONS.get(call.value("type"), "deliver")

    async def act(acting: Call) -> web.Response:
        try:
            return await _take(acting, receiver)
        except Refusal as refusal:
            return refusal_answer(refusal)

    return await perform(call, act, word_fault)


async def _take(call: Call, receiver: Channel) -> web.Response:
    body = await call.request.read()
    if len(body) > LARGEST_MESSAGE:
        raise Refusal("The message is too long.", 413)
    message_id = verified_id(call.request.headers, body, receiver.token, call.world.now())
    kind, data = read_message(body)
    if kind == CHECK:
        return web.json_response({"name": receiver.title})
    known = _known(call, receiver, message_id)
    if known is None:
        media = [await _file(call, kind, file) for kind in _KINDS for file in data.get(kind, ())]
        # the same message may have come in again while its files were fetched
        known = _known(call, receiver, message_id) or _act(call, receiver, kind, data, tuple(media))
        _remember(call, receiver, "webhook_id", message_id, known)
    return web.json_response({"id": known.id, "link": post_url(call.base_url, receiver, known)} if known.id else {})


def _known(call: Call, receiver: Channel, message_id: str) -> Post | None:
    """What came of the message when it was first had."""
    record = call.world.store.record("webhook_id", f"{receiver.id}:{message_id}")
    if record is None:
        return None
    return call.world.store.post("webhook", receiver.id, record["post"]) or _NOTHING


def _remember(call: Call, receiver: Channel, kind: str, name: str, post: Post) -> None:
    call.world.store.save_record(kind, f"{receiver.id}:{name}", receiver.id, call.world.now(), {"post": post.id})


async def _file(call: Call, kind: str, file: dict[str, Any]) -> MediaRef:
    """The file as it was approved; raises Refusal for one that is not there, or is another one by now."""
    seconds = call.world.settings.fetch_seconds
    fetched = await fetch(call.world.client, file["url"], seconds=seconds, limit=LARGEST_FILE)
    if fetched.failure:
        raise Refusal(f"A file cannot be fetched: {fetched.failure}.", 422)
    seen = look_at(fetched.content) if kind == "pictures" else None
    if (kind == "pictures" and seen is None) or hashlib.sha256(fetched.content).hexdigest() != file["sha256"]:
        raise Refusal("A file is not the one of its checksum.", 422)
    size = (seen.width, seen.height) if seen else (0, 0)
    content_type = seen.content_type if seen else str(file["type"])
    words = str(file.get("alt") or file.get("title") or "")
    ref = MediaRef("", _KINDS[kind], content_type, *size, name=str(file.get("name", "")), alt=words)
    return call.world.store.save_media(fetched.content, ref)


def _act(call: Call, receiver: Channel, kind: str, data: dict[str, Any], media: tuple[MediaRef, ...]) -> Post:
    """Do what a new message says; the post it is about, or one without an id when a withdrawn one was never had."""
    record = call.world.store.record("webhook_post", f"{receiver.id}:{data['id']}")
    post = call.world.store.post("webhook", receiver.id, record["post"]) if record else None
    now = call.world.now()
    if kind == WITHDRAWN:
        return call.world.store.save_post(replace(post, state="deleted")) if post else _NOTHING
    said = {"text": data["text"], "link": data["link"] or "", "media": media, "title": data["title"]}
    if post is not None and post.state == "deleted":
        raise Refusal("This post was taken off.", 409)
    if post is not None:
        return call.world.store.save_post(replace(post, edited_at=now, **said))
    number = str(call.world.store.next_number(f"webhook:{receiver.id}"))
    made = call.world.store.add_post(Post("webhook", receiver.id, number, now, kind="article", **said))
    _remember(call, receiver, "webhook_post", data["id"], made)
    return made
