"""Telegram's envelopes: results, refusals, and how each fault is worded there."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.calls import Call, odd_page
from sandbox.faults import Fault

PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 404: "Not Found: ", 409: "Conflict: "}


@dataclass
class Refusal(Exception):
    """A call the Bot API turns down: HTTP status and the whole description."""

    status: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)


def bad_request(text: str) -> Refusal:
    """A 400 with the usual prefix."""
    return Refusal(400, PREFIXES[400] + text)


def forbidden(text: str) -> Refusal:
    """A 403 with the usual prefix."""
    return Refusal(403, PREFIXES[403] + text)


def too_many(seconds: int) -> Refusal:
    """A 429 naming the whole seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def result_answer(result: Any) -> web.Response:
    """The envelope of a success."""
    return web.json_response({"ok": True, "result": result})


def refusal_answer(refusal: Refusal) -> web.Response:
    """The envelope of a refusal, with the Retry-After header where there is one."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.status, headers=headers)


def word_fault(call: Call, fault: Fault) -> web.Response:
    """Answer a call that a fault strikes."""
    if fault.kind in {"garbage", "html_error_page"}:
        return odd_page(fault)
    return refusal_answer(_refusal(call, fault))


def _refusal(call: Call, fault: Fault) -> Refusal:
    params = fault.params
    match fault.kind:
        case "rate_limited":
            if params.get("retry_after") is None:
                return Refusal(429, "Too Many Requests")
            return too_many(int(params["retry_after"]))
        case "revoke_token" | "refuse_auth":
            return Refusal(401, "Unauthorized")
        case "missing_rights":
            return _missing_rights(call, params.get("variant"))
        case "chat_not_found":
            return bad_request("chat not found")
        case "migrated":
            new_id = int(params.get("new_chat_id", -1001999999999))
            refusal = bad_request("group chat was upgraded to a supergroup chat")
            refusal.parameters["migrate_to_chat_id"] = new_id
            return refusal
        case "content_rejected":
            return bad_request(str(params.get("description", "MEDIA_EMPTY")).removeprefix(PREFIXES[400]))
        case "platform_error":
            status = int(params.get("status", 400))
            return Refusal(status, str(params.get("description", f"{PREFIXES.get(status, '')}refused by the sandbox")))
        case _:
            return Refusal(500, "Internal Server Error: restart")


def _missing_rights(call: Call, variant: Any) -> Refusal:
    match variant:
        case "kicked":
            return forbidden("bot was kicked from the channel chat")
        case "not_member":
            return forbidden("bot is not a member of the channel chat")
        case "no_write_access":
            return bad_request("have no write access to the chat")
        case _ if call.operation == "pinChatMessage":
            return bad_request("not enough rights to manage pinned messages in the chat")
        case _:
            return bad_request("need administrator rights in the channel chat")
