"""How a receiver refuses, and how each fault is worded there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.calls import Call, odd_page
from sandbox.faults import Fault


@dataclass
class Refusal(Exception):
    """A message the receiver turns down."""

    message: str
    status: int = 400
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal_answer(refusal: Refusal) -> web.Response:
    """The status with a sentence."""
    return web.json_response({"message": refusal.message}, status=refusal.status, headers=refusal.headers)


def word_fault(call: Call, fault: Fault) -> web.Response:
    """Answer a message that a fault strikes."""
    if fault.kind in {"garbage", "html_error_page"}:
        return odd_page(fault)
    return refusal_answer(_refusal(fault))


def _refusal(fault: Fault) -> Refusal:
    params = fault.params
    wait = {"Retry-After": str(params["retry_after"])} if "retry_after" in params else {}
    match fault.kind:
        case "rate_limited":
            return Refusal("Too many messages.", 429, wait)
        case "overloaded":
            return Refusal("Down for maintenance.", int(params.get("status", 503)), wait)
        case "switched_off":
            return Refusal("This webhook is switched off.", 410)
        case "revoke_token" | "refuse_auth":
            return Refusal("No signature is of a key of ours.", 401)
        case "missing_rights":
            return Refusal("This sender may not publish here.", 403)
        case "chat_not_found":
            return Refusal("Nobody receives at this address.", 404)
        case "content_rejected":
            return Refusal(str(params.get("description", "The text is not taken.")), 422)
        case "platform_error":
            return Refusal(str(params.get("description", "Refused by the sandbox.")), int(params.get("status", 400)))
        case _:
            return Refusal("Something broke.", 500)
