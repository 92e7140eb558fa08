"""Graph's error envelope, usage headers, and how each fault is worded there."""

import json
import math
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from aiohttp import web

from sandbox.calls import Call, odd_page
from sandbox.faults import Fault

OLDEST_VERSION = 21
NEWEST_VERSION = 26


@dataclass
class Refusal(Exception):
    """A call Graph turns down."""

    code: int
    message: str
    subcode: int | None = None
    status: int = 400
    kind: str = "OAuthException"
    transient: bool = False
    user_message: str = ""


def invalid(text: str, subcode: int | None = None) -> Refusal:
    """Code 100, an invalid parameter."""
    return Refusal(100, f"(#100) {text}", subcode)


def missing_object(name: str, method: str = "GET") -> Refusal:
    """Code 100 subcode 33: there is no such object, or this token may not see it."""
    return Refusal(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{name}' does not exist, cannot be loaded due to missing"
        " permissions, or does not support this operation",
        33,
        kind="GraphMethodException",
    )


def refusal_answer(refusal: Refusal) -> web.Response:
    """The error envelope; optional keys are left out as Graph does."""
    error: dict[str, Any] = {"message": refusal.message, "type": refusal.kind, "code": refusal.code}
    if refusal.subcode is not None:
        error["error_subcode"] = refusal.subcode
    error["is_transient"] = refusal.transient
    if refusal.user_message:
        error["error_user_title"] = "Sandbox"
        error["error_user_msg"] = refusal.user_message
    error["fbtrace_id"] = f"A{uuid4().hex[:20]}"
    return web.json_response({"error": error}, status=refusal.status)


def add_headers(call: Call, response: web.StreamResponse, version: str) -> None:
    """Add the version that answered and the usage figures (percent, minutes)."""
    settings = call.world.settings
    percent, minutes = settings.usage_percent, settings.usage_minutes
    if call.fault is not None and call.fault.kind == "rate_limited":
        percent, minutes = 100, math.ceil((call.fault.params.get("retry_after") or 0) / 60)
    usage = {"call_count": percent, "total_cputime": percent, "total_time": percent}
    kind = "pages" if call.platform == "facebook" else "instagram"
    target = min(call.targets, default="0")
    response.headers["facebook-api-version"] = settings.answering_version or version
    response.headers["x-fb-trace-id"] = uuid4().hex[:16]
    response.headers["X-App-Usage"] = json.dumps(usage)
    response.headers["X-Business-Use-Case-Usage"] = json.dumps(
        {target: [{"type": kind, **usage, "estimated_time_to_regain_access": minutes}]}
    )


def word_fault(call: Call, fault: Fault) -> web.Response:
    """Answer a call that a fault strikes."""
    if fault.kind in {"garbage", "html_error_page"}:
        return odd_page(fault)
    return refusal_answer(_refusal(call, fault))


def _refusal(call: Call, fault: Fault) -> Refusal:
    params = fault.params
    on_instagram = call.platform == "instagram"
    match fault.kind:
        case "rate_limited":
            code = int(params.get("code", 80002 if on_instagram else 80001))
            whose = "Instagram" if on_instagram else "Page"
            return Refusal(code, f"(#{code}) There have been too many calls from this {whose} account. Wait a bit and"
                                 " try again.")  # fmt: skip
        case "revoke_token" | "refuse_auth":
            subcode = int(params.get("subcode", 460 if fault.kind == "revoke_token" else 467))
            return Refusal(190, "Error validating access token: the session has been invalidated.", subcode, status=401)
        case "missing_rights":
            code = 10 if on_instagram else 200
            return Refusal(code, f"(#{code}) Application does not have permission for this action", status=403)
        case "chat_not_found":
            return missing_object(min(call.targets, default="0"), call.request.method)
        case "content_rejected" if on_instagram:
            return Refusal(36003, str(params.get("description", "The aspect ratio is not supported.")), 2207009)
        case "content_rejected":
            return invalid(str(params.get("description", "Invalid parameter")))
        case "quota_reached":
            return Refusal(9, "Application request limit reached", 2207042)
        case "spam_block_but_live":
            return Refusal(4, "Application request limit reached", 2207051, status=403)
        case "duplicate_content":
            return Refusal(506, "(#506) Duplicate status message")
        case "blocked_for_abuse":
            return Refusal(368, "The action attempted has been deemed abusive or is otherwise disallowed",
                           params.get("subcode", 1390008))  # fmt: skip
        case "platform_error":
            code = int(params.get("code", 1))
            return Refusal(code, str(params.get("description", f"(#{code}) refused by the sandbox")),
                           params.get("subcode"), status=int(params.get("status", 400)))  # fmt: skip
        case "accept_then_500":
            text = "An unexpected error has occurred. Please retry your request later."
            return Refusal(2, text, status=500, transient=True)
        case _:
            return Refusal(1, "An unknown error occurred", status=500, transient=True)
