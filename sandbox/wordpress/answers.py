"""WordPress's error envelope, and how each fault is worded there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.calls import Call, odd_page
from sandbox.faults import Fault


@dataclass
class Refusal(Exception):
    """A call WordPress turns down; `data` goes beside the status."""

    code: str
    message: str
    status: int = 400
    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def invalid(name: str, words: str, code: str = "rest_invalid_param", status: int = 400) -> Refusal:
    """A parameter of the wrong value; `code` and `status` are those of the check that refused it."""
    details = {name: {"code": code, "message": words, "data": {"status": status} if status != 400 else None}}
    return Refusal(
        "rest_invalid_param", f"Invalid parameter(s): {name}", data={"params": {name: words}, "details": details}
    )


def no_route() -> Refusal:
    """Nothing answers at this route and method."""
    return Refusal("rest_no_route", "No route was found matching the URL and request method.", 404)


def refusal_answer(refusal: Refusal) -> web.Response:
    """The error envelope."""
    body = {
        "code": refusal.code,
        "message": refusal.message,
        "data": {"status": refusal.status, **refusal.data},
    }
    return web.json_response(body, status=refusal.status, headers=refusal.headers)


def not_found_page() -> web.Response:
    """What a theme shows for an address that leads nowhere."""
    page = "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>404</h1></body></html>"
    return web.Response(status=404, text=page, content_type="text/html")


def word_fault(call: Call, fault: Fault) -> web.Response:
    """Answer a call that a fault strikes."""
    if fault.kind in {"garbage", "html_error_page"}:
        return odd_page(fault)
    return refusal_answer(_refusal(fault))


def _refusal(fault: Fault) -> Refusal:
    params = fault.params
    match fault.kind:
        case "rate_limited":
            wait = params.get("retry_after")
            headers = {} if wait is None else {"Retry-After": str(wait)}
            return Refusal("too_many_requests", "Too many requests.", 429, headers=headers)
        case "revoke_token":
            return Refusal("incorrect_password", "The provided password is an invalid application password.", 401)
        case "refuse_auth":
            return Refusal("invalid_username", "Unknown username. Check again or try your email address.", 401)
        case "missing_rights":
            return Refusal("rest_cannot_create", "Sorry, you are not allowed to create posts as this user.", 403)
        case "chat_not_found":
            return no_route()
        case "content_rejected":
            return invalid("content", str(params.get("description", "content is not of type object.")))
        case "platform_error":
            words = str(params.get("description", "Refused by the sandbox."))
            return Refusal("sandbox_error", words, int(params.get("status", 400)))
        case _:
            return Refusal("internal_server_error", "<p>There has been a critical error on this website.</p>", 500)
