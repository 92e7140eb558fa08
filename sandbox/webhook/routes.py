"""Messages to a receiver: fault, signature, form, an id it has had, its pictures; then it is shown."""

import hashlib
from typing import Any

from aiohttp import web

from sandbox.calls import Call, UnreadableBody, names_of, perform, read_call
from sandbox.pictures import fetch, look_at
from sandbox.store import Channel, MediaRef, Post
from sandbox.wall.addresses import post_url
from sandbox.webhook.answers import Refusal, refusal_answer, word_fault
from sandbox.webhook.messages import CHECK, read_message
from sandbox.webhook.signatures import verified_id
from sandbox.world import WORLD

LARGEST_MESSAGE = 200_000
LARGEST_PICTURE = 20 * 1024 * 1024


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
    call.operation = "check" if call.value("type") == CHECK else "deliver"

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
        media = [await _picture(call, picture) for picture in data["pictures"]]
        # the same message may have come in again while its pictures were fetched
        known = _known(call, receiver, message_id) or _show(call, receiver, message_id, data, tuple(media))
    return web.json_response({"id": known.id, "link": post_url(call.base_url, receiver, known)})


def _known(call: Call, receiver: Channel, message_id: str) -> Post | None:
    record = call.world.store.record("webhook_id", f"{receiver.id}:{message_id}")
    return call.world.store.post("webhook", receiver.id, record["post"]) if record else None


async def _picture(call: Call, picture: dict[str, Any]) -> MediaRef:
    """The picture as it was approved; raises Refusal for one that is not there, or is another one by now."""
    seconds = call.world.settings.fetch_seconds
    fetched = await fetch(call.world.client, picture["url"], seconds=seconds, limit=LARGEST_PICTURE)
    if fetched.failure:
        raise Refusal(f"A picture cannot be fetched: {fetched.failure}.", 422)
    seen = look_at(fetched.content)
    if seen is None or hashlib.sha256(fetched.content).hexdigest() != picture["sha256"]:
        raise Refusal("A picture is not the one of its checksum.", 422)
    ref = MediaRef("", "photo", seen.content_type, seen.width, seen.height, alt=picture["alt"])
    return call.world.store.save_media(fetched.content, ref)


def _show(call: Call, receiver: Channel, message_id: str, data: dict[str, Any], media: tuple[MediaRef, ...]) -> Post:
    number, now = str(call.world.store.next_number(f"webhook:{receiver.id}")), call.world.now()
    post = call.world.store.add_post(
        Post(
            "webhook", receiver.id, number, now, text=data["text"], link=data["link"] or "", media=media,
            kind="article", title=data["title"],
        )
    )  # fmt: skip
    record_id = f"{receiver.id}:{message_id}"
    call.world.store.save_record("webhook_id", record_id, receiver.id, now, {"post": number})
    return post
