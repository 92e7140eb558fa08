"""Whose token a Graph call carries, what it may touch, and the proof an application may demand."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from sandbox.calls import Call
from sandbox.graph.answers import Refusal
from sandbox.store import Channel
from sandbox.world import APP_ID, APP_NAME, APP_SECRET, USER_TOKEN, World

SCOPES = ["pages_show_list", "pages_manage_posts", "pages_read_engagement", "publish_video", "read_insights",
          "instagram_basic", "instagram_content_publish", "instagram_manage_contents"]  # fmt: skip


@dataclass(frozen=True)
class Bearer:
    """The holder of a token: the user, the application, or one channel."""

    kind: str
    channel: Channel | None = None


def token_of(call: Call) -> str:
    """The access token from parameter or header."""
    header = call.request.headers.get("Authorization", "")
    return call.value("access_token") or header.removeprefix("Bearer ").strip()


def bearer_of(world: World, token: str) -> Bearer | None:
    """Return who holds a token, or None."""
    if token == USER_TOKEN:
        return Bearer("user")
    if token == f"{APP_ID}|{APP_SECRET}":
        return Bearer("app")
    for channel in (*world.store.channels("facebook"), *world.store.channels("instagram")):
        if channel.token == token:
            return Bearer(channel.kind, channel)
    return None


def authenticate(call: Call) -> Bearer:
    """Return the holder of the call's token; raises Refusal 104, 190 or 100."""
    token = token_of(call)
    if not token:
        raise Refusal(104, "An access token is required to request this resource.")
    bearer = bearer_of(call.world, token)
    if bearer is None:
        raise Refusal(190, "Invalid OAuth access token - Cannot parse access token", status=401)
    if call.world.settings.require_appsecret_proof and bearer.kind != "app":
        wanted = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, call.value("appsecret_proof").lower()):
            raise Refusal(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")
    return bearer


def may_write(bearer: Bearer, channel: Channel, linked: Channel | None = None) -> None:
    """Let only the channel's own token (on Instagram also its page's or the user's) write; raises Refusal."""
    if bearer.channel in {channel, linked} and bearer.channel is not None:
        return
    if bearer.kind == "user" and channel.platform == "instagram":
        return
    if bearer.kind == "user":
        raise Refusal(190, "A Page access token is required for this request", 2069032)
    raise Refusal(200, "(#200) The token does not belong to this object", status=403)


def may_read(bearer: Bearer, channel: Channel, linked: Channel | None = None) -> None:
    """Let the user's token and the channel's own read; raises Refusal."""
    if bearer.kind == "user" or (bearer.channel is not None and bearer.channel in {channel, linked}):
        return
    raise Refusal(10, "(#10) This endpoint requires the 'pages_read_engagement' permission", status=403)


def linked_page(world: World, account: Channel) -> Channel | None:
    """The Facebook page an Instagram account hangs on: the one at the same place in the order of adding."""
    accounts, pages = world.store.channels("instagram"), world.store.channels("facebook")
    place = [channel.id for channel in accounts].index(account.id)
    return pages[place] if place < len(pages) else None


def linked_account(world: World, page: Channel) -> Channel | None:
    """The Instagram account of a page, by the same rule."""
    return next((a for a in world.store.channels("instagram") if linked_page(world, a) == page), None)


def token_facts(call: Call) -> dict[str, Any]:
    """The data of /debug_token for `input_token`."""
    bearer = bearer_of(call.world, call.value("input_token"))
    if bearer is None:
        error = {"code": 190, "message": "Invalid OAuth access token.", "subcode": 467}
        return {"is_valid": False, "scopes": [], "error": error}
    facts: dict[str, Any] = {
        "app_id": APP_ID, "type": "PAGE" if bearer.kind == "page" else "USER", "application": APP_NAME,
        "is_valid": True, "expires_at": 0, "data_access_expires_at": int(call.world.now()) + 90 * 86400,
        "issued_at": int(call.world.now()) - 86400, "scopes": SCOPES, "user_id": "300000000000001",
        "granular_scopes": [{"scope": scope, "target_ids": _targets(call.world, scope)} for scope in SCOPES],
    }  # fmt: skip
    if bearer.channel is not None:
        facts["profile_id"] = bearer.channel.id
    return facts


def was_granted(world: World, channel: Channel) -> bool:
    """Whether the person who allowed the app chose this page or account: all of them, but where `granted_for` names
    some."""
    return not world.settings.granted_for or channel.id in world.settings.granted_for.split(",")


def _targets(world: World, scope: str) -> list[str]:
    if world.settings.granted_for:
        return world.settings.granted_for.split(",")
    platform = "instagram" if scope.startswith("instagram_") else "facebook"
    return [channel.id for channel in world.store.channels(platform)]
