"""Who a bot is, which chats it reaches and with which rights."""

from typing import Any

from sandbox.calls import Call, names_of
from sandbox.figures import members_of
from sandbox.store import Channel
from sandbox.telegram.answers import Refusal, bad_request, forbidden
from sandbox.telegram.messages import chat_object
from sandbox.telegram.people import BOTS, bot_object, is_blocked
from sandbox.world import BOT_TOKEN

_ADMINISTRATOR_RIGHTS = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
                         "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
                         "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories")  # fmt: skip

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def known_bot(call: Call) -> int:
    """Return the bot's id; raises Refusal for a malformed or revoked token."""
    token = call.request.match_info["token"]
    number, _, secret = token.partition(":")
    if not number.isdigit() or not secret:
        raise Refusal(401, "Unauthorized: invalid token specified")
    of_channels = {channel.token for channel in call.world.store.channels("telegram")}
    if token != BOT_TOKEN and token not in of_channels and call.world.store.record(BOTS, token) is None:
        raise Refusal(401, "Unauthorized")
    return int(number)


def names_of_chat(call: Call) -> frozenset[str]:
    """Every name by which a fault may aim at the chat of this call."""
    key = call.value("chat_id")
    channel = call.world.store.channel("telegram", key) if key else None
    return names_of(key) if channel is None else names_of(key, channel.id, channel.address)


def target_chat(call: Call) -> Channel:
    """Return the chat a call names; raises Refusal when the bot cannot see it."""
    key = call.value("chat_id").strip()
    if not key:
        raise bad_request("chat_id is empty")
    named_rightly = key.startswith("@") or key.lstrip("-").isdigit()
    channel = call.world.store.channel("telegram", key) if named_rightly else None
    if channel is None or (channel.username is None and not _is_member(call, channel)):
        raise bad_request("chat not found")
    return channel


def writable_chat(call: Call) -> Channel:
    """Return the chat a call names; raises Refusal when the bot may not post there."""
    channel = target_chat(call)
    if not _is_member(call, channel):
        if channel.kind == "channel":
            raise bad_request("need administrator rights in the channel chat")
        raise forbidden(f"bot is not a member of the {channel.kind} chat")
    if channel.kind == "private" and is_blocked(call.world, channel):
        raise forbidden("bot was blocked by the user")
    return channel


def _is_member(call: Call, channel: Channel) -> bool:
    return channel.token == call.request.match_info["token"]


async def get_me(call: Call) -> dict[str, Any]:
    """getMe."""
    return bot_object(known_bot(call))


async def get_chat(call: Call) -> dict[str, Any]:
    """getChat."""
    channel = target_chat(call)
    full = chat_object(channel)
    full.update({"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)})
    return full


async def get_chat_member(call: Call) -> dict[str, Any]:
    """getChatMember: the bot itself is an administrator where its token belongs, else it has left."""
    channel = target_chat(call)
    bot_id = known_bot(call)
    if call.value("user_id") != str(bot_id):
        raise bad_request("user not found")
    member: dict[str, Any] = {"user": bot_object(bot_id), "status": "left"}
    if _is_member(call, channel):
        member["status"] = "administrator"
        member.update(dict.fromkeys(_ADMINISTRATOR_RIGHTS, False))
        own = ("can_post_messages", "can_edit_messages") if channel.kind == "channel" else ("can_pin_messages",)
        member.update(dict.fromkeys((*own, "can_manage_chat", "can_delete_messages"), True))
    return member


async def get_chat_member_count(call: Call) -> int:
    """getChatMemberCount: as many as were wished for; else the bot and the owner, since nobody else reads a sandbox."""
    chat = target_chat(call)
    members = members_of(call.world, chat)
    return 2 if members is None else members
