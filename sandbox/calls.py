"""One API call on its way through the sandbox: its parameters in every encoding, its log line, its fault."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.faults import Fault
from sandbox.masking import mask_text, mask_values
from sandbox.world import WORLD, World


class UnreadableBody(ValueError):
    """The body does not hold what its content type promises."""


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass
class Call:
    """A request with the world it reaches; `values` are texts, nested ones still JSON."""

    request: web.Request
    world: World
    platform: str
    values: dict[str, str]
    uploads: dict[str, Upload] = field(default_factory=dict)
    operation: str = ""
    targets: frozenset[str] = frozenset()
    fault: Fault | None = None

    @property
    def base_url(self) -> str:
        """Address at which the caller reached the sandbox, without a slash at the end."""
        return f"{self.request.scheme}://{self.request.host}"

    def value(self, name: str) -> str:
        """A parameter's text, empty when absent."""
        return self.values.get(name, "")

    def truth(self, name: str, default: bool = False) -> bool:
        """A parameter as yes or no."""
        text = self.values.get(name)
        return default if text is None or text == "" else text.lower() in {"true", "1", "yes"}


async def read_call(request: web.Request, platform: str) -> Call:
    """Collect query, form, JSON and multipart parameters; raises UnreadableBody."""
    values = dict(request.query)
    uploads: dict[str, Upload] = {}
    kind = request.content_type
    if kind == "application/json" and request.can_read_body:
        values.update(_json_values(await request.text()))
    elif kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        try:
            form = await request.post()
        except ValueError:
            raise UnreadableBody("the form cannot be read") from None
        for name, value in form.items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            elif isinstance(value, bytes | bytearray):
                uploads[name] = Upload(name, "application/octet-stream", bytes(value))
            else:
                values[name] = value
    if any(not value.isascii() and _has_lone_surrogate(value) for value in values.values()):
        raise UnreadableBody("strings must be encoded in UTF-8")
    return Call(request, request.app[WORLD], platform, values, uploads)


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _json_values(text: str) -> dict[str, str]:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise UnreadableBody("the JSON cannot be read") from None
    if not isinstance(body, dict):
        raise UnreadableBody("the JSON is not an object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }


def log_call(call: Call, response: web.StreamResponse | None) -> None:
    """Add the call to the world's request log, tokens masked."""
    call.world.requests.append(
        {
            "at": call.world.now(),
            "platform": call.platform,
            "operation": call.operation,
            "target": min(call.targets, default=None),
            "method": call.request.method,
            "path": mask_text(call.request.path),
            "values": mask_values(call.values),
            "uploads": {name: len(upload.content) for name, upload in call.uploads.items()},
            "status": None if response is None else response.status,
            "fault": None if call.fault is None else call.fault.kind,
        }
    )


Act = Callable[[Call], Awaitable[web.Response]]
Voice = Callable[[Call, Fault], web.Response]
_DROPS_AFTER = {"accept_then_drop", "publish_sets_published_without_answer"}
_LIES_AFTER = {"accept_then_500", "garbage", "spam_block_but_live"}
_LEFT_TO_THE_ACT = {"album_partial", "container_error", "sign_in_dropped", "sign_in_off", "interface_off"}


async def perform(call: Call, act: Act, voice: Voice) -> web.StreamResponse:
    """Carry a call out, through whatever fault strikes it; `voice` words a fault in the platform's language."""
    fault = call.fault = call.world.faults.take(call.platform, call.operation, call.targets)
    if fault is None or fault.kind in _LEFT_TO_THE_ACT:
        response = await act(call)
    elif fault.kind in {"delay", "hold_until_released"}:
        before = fault.params.get("when", "after") == "before"
        if before:
            await wait_out(call.world, fault)
        response = await act(call)
        if not before:
            await wait_out(call.world, fault)
    elif fault.kind in _DROPS_AFTER | _LIES_AFTER or fault.params.get("stored"):
        response = await act(call)
        if response.status < 400:
            if fault.kind in _DROPS_AFTER:
                return _drop(call)
            response = voice(call, fault)
    elif fault.kind == "drop_before":
        return _drop(call)
    else:
        response = voice(call, fault)
    log_call(call, response)
    return response


def _drop(call: Call) -> web.StreamResponse:
    log_call(call, None)
    if call.request.transport is not None:
        call.request.transport.close()
    return web.Response()


async def wait_out(world: World, fault: Fault) -> None:
    """Wait as long as the fault says, or until it is released."""
    event = world.release if fault.kind == "hold_until_released" else world.stopping
    world.held += 1
    try:
        await asyncio.wait_for(event.wait(), fault.params.get("seconds"))
    except TimeoutError:
        return
    finally:
        world.held -= 1


def odd_page(fault: Fault) -> web.Response:
    """Answer that belongs to no platform's envelope: a proxy's error page, or rubbish with a good status."""
    if fault.kind == "garbage":
        body = str(fault.params.get("body", "<html><body>It works!</body></html>"))
        response = web.Response(body=body.encode())
        response.headers["Content-Type"] = str(fault.params.get("content_type", "text/html"))
        return response
    status = int(fault.params.get("status", 502))
    page = f"<html><head><title>{status}</title></head><body><h1>{status} Bad Gateway</h1></body></html>"
    return web.Response(status=status, text=page, content_type="text/html")


def hidden(call: Call, seq: int, at: float) -> bool:
    """Tell whether a listing fault still hides a post from this read."""
    return call.world.faults.hides(call.platform, call.operation, call.targets, seq, call.world.now() - at)


def names_of(*names: Any) -> frozenset[str]:
    """The names under which a fault may aim at a target, in lower case."""
    return frozenset(str(name).lower() for name in names if name)
