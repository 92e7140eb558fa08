"""Which faults may strike: all that the sandbox knows, drawn at random; what is left out is named with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.faults import KINDS, READS, WRITES, UnknownFault, parse_fault

NEVER_CALLED = {
    "telegram": {
        *("editMessageText", "editMessageCaption", "editMessageMedia"),  # corrections
        *("deleteMessage", "deleteMessages"),  # withdrawals
        *("sendVideo", "sendDocument", "sendPoll", "pinChatMessage"),  # the storm's posts carry words and pictures
        "getChatMemberCount",  # figures
    },
    "facebook": {
        *("post_edit", "post_delete", "video_edit", "video_delete", "live_edit", "live_delete"),  # later changes
        *("videos", "video", "videos_list", "video_publish", "live_videos", "live", "live_list"),  # films, broadcasts
        *("posts", "feed_list", "scheduled_posts"),  # listings that hold less than published_posts
        *("accounts", "debug_token"),  # asked with the application's secret, when a page is connected
        "insights",  # figures
    },
    "instagram": {"media_delete", "insights"},  # withdrawals, figures
    "wordpress": {"post_delete"},  # withdrawals
    "webhook": {"update", "withdraw"},  # later changes
    "newspaper": set(),
}
"""Calls that publishing does not make."""

BREAKS_THE_PROTOCOL = {
    # RFC 5321: a refusal after the final dot means that the letter was not taken, and must be sent again
    ("newspaper", "accept_then_500"),
}
"""Lies no client can see through: the platform says for certain "not out", and it is."""

LONGEST_LAG = {"telegram": 3600, "facebook": 600, "instagram": 600, "wordpress": 60}
"""Seconds. A listing that hides a post for longer than an adapter looks cannot be told from a post that is not there;
WordPress reads its own table, which a cache in front of it can hold back only for a moment."""

_OLD_TOKEN = (458, 459, 460, 463, 464, 467, 492)
_RUBBISH = ("<html><body>It works!</body></html>", "", "{}", "[]", "null", '{"ok": true}', '{"id": null}', "\x00\xff")
_PAGES = (403, 404, 413, 502, 503, 504)
_ERRORS: dict[str, tuple[dict[str, Any], ...]] = {
    "telegram": (
        {"status": 500, "stored": True},
        {"status": 502},
        {"status": 504, "stored": True},
        {"status": 400, "description": "Bad Request: wrong file identifier/HTTP URL specified"},
        {"status": 403, "description": "Forbidden: bot was kicked from the channel chat"},
        {"status": 404, "description": "Not Found"},
        {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"status": 413, "description": "Request Entity Too Large"},
    ),
    "facebook": (
        {"code": 1, "status": 500, "stored": True},
        {"code": 2, "status": 503, "stored": True},
        {"code": 100, "subcode": 33},
        {"code": 102, "status": 401},
        {"code": 200, "status": 403},
        {"code": 1609005},
        {"code": 3, "status": 403},
        {"code": 341, "status": 403},
    ),
    "instagram": (
        {"code": -1, "subcode": 2207001, "status": 500, "stored": True},
        {"code": 2, "status": 500, "stored": True},
        {"code": 24, "subcode": 2207008},
        {"code": 9007, "subcode": 2207027},
        {"code": 9004, "subcode": 2207052},
        {"code": 25, "subcode": 2207050},
        {"code": 100, "subcode": 33},
        {"code": -2, "subcode": 2207003},
        {"code": 10, "status": 403},
    ),
    "wordpress": (
        {"status": 500, "stored": True},
        {"status": 503, "stored": True},
        {"status": 409, "stored": True},
        {"status": 418},
        {"status": 403},
        {"status": 404},
        {"status": 400},
        {"status": 501},
    ),
    "webhook": (
        *({"status": status} for status in (301, 302, 400, 401, 403, 404, 410, 422, 429, 502, 504)),
        {"status": 500, "stored": True},
    ),
    "newspaper": tuple({"status": status} for status in (421, 450, 452, 550, 552, 553, 554)),
}


@dataclass(frozen=True, slots=True)
class Strike:
    """A kind of fault at one operation of a platform."""

    platform: str
    operation: str
    kind: str

    @property
    def lasts(self) -> bool:
        """Until somebody mends it."""
        return KINDS[self.kind].lasting


def strikes_on(platform: str) -> list[Strike]:
    """All that may strike there, in a fixed order."""
    found = []
    for kind, rule in KINDS.items():
        if platform not in rule.platforms or (platform, kind) in BREAKS_THE_PROTOCOL:
            continue
        for operation in sorted((WRITES[platform] | READS[platform]) - NEVER_CALLED[platform]):
            strike = Strike(platform, operation, kind)
            if _exists(strike):
                found.append(strike)
    return found


def draw(rng: Random, platform: str, secret: str) -> tuple[Strike, dict[str, Any]]:
    """One fault, kinds alike often, with its parameters; what names ``secret`` must be masked on our side."""
    possible = strikes_on(platform)
    kind = rng.choice(list(dict.fromkeys(strike.kind for strike in possible)))
    strike = rng.choice([strike for strike in possible if strike.kind == kind])
    return strike, _params(rng, strike, secret)


def _exists(strike: Strike) -> bool:
    needed = {"delay": {"seconds": 1}, "listing_lag": {"seconds": 1}}.get(strike.kind, {})
    try:
        parse_fault({"platform": strike.platform, "operation": strike.operation, "kind": strike.kind, **needed})
    except UnknownFault:
        return False
    return True


def _params(rng: Random, strike: Strike, secret: str) -> dict[str, Any]:
    on_graph = strike.platform in ("facebook", "instagram")
    match strike.kind:
        case "delay":
            return {"seconds": 0.02, "when": rng.choice(("before", "after"))}
        case "hold_until_released":
            return {"when": rng.choice(("before", "after"))}
        case "rate_limited":
            wait = {"retry_after": rng.choice((1, 7, 60, 900))} if rng.random() < 0.6 else {}
            limits = {"facebook": (4, 17, 32, 613, 80001), "instagram": (4, 17, 613, 80002)}
            return wait | ({"code": rng.choice(limits[strike.platform])} if on_graph else {})
        case "overloaded":
            return {"retry_after": rng.choice((1, 30, 600))} if rng.random() < 0.6 else {}
        case "revoke_token" | "refuse_auth":
            return {"subcode": rng.choice(_OLD_TOKEN)} if on_graph else {}
        case "missing_rights" if strike.platform == "telegram":
            return {"variant": rng.choice(("kicked", "not_member", "no_write_access"))}
        case "album_partial":
            return {"n": rng.choice((1, 2))}
        case "garbage":
            return {"body": rng.choice(_RUBBISH), "content_type": rng.choice(("text/html", "", "application/json"))}
        case "html_error_page":
            return {"status": rng.choice(_PAGES)}
        case "container_error":
            return {"subcode": rng.choice((2207001, 2207020, 2207026, 2207032, 2207053))}
        case "blocked_for_abuse":
            return {"subcode": rng.choice((1390008, 1404082, 4854002))}
        case "platform_error":
            error = rng.choice(_ERRORS[strike.platform])
            return {"description": f"Refused, for {secret} is odd"} | error if rng.random() < 0.5 else dict(error)
        case "listing_lag":
            longest = LONGEST_LAG[strike.platform]
            return {"seconds": rng.randint(1, longest)} if rng.random() < 0.7 else {"reads": 1}
        case _:
            return {}
