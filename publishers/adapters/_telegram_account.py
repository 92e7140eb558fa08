"""The chat an account stands for: its id, its public name, its links, and what our bot may do there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType

from publishers.adapters._telegram_wire import QuietBot, call
from publishers.contract import Access, AccountReport, Deadline
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    ReasonCode,
    TryLater,
)

_LOOK = timedelta(seconds=20)
_DEFAULT_LINK_BASE = "https://t.me"


def account_report(access: Access) -> AccountReport:
    """Ask for the bot, the chat and the bot's rights there. Raises AccountRejected, Misconfigured, TryLater."""
    chat_id = chat_id_of(access)

    async def ask(bot: QuietBot) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
        me = await bot.ask("getMe")
        chat = await bot.ask("getChat", chat_id=chat_id)
        return me, chat, await bot.ask("getChatMember", chat_id=chat_id, user_id=me["id"])

    try:
        me, chat, member = call(access, ask, Deadline.after(_LOOK))
    except OutcomeUnknown as error:
        # nothing was to be published: a lost answer only means asking again
        raise TryLater(ReasonCode.UNREACHABLE, error.detail) from None
    except ContentRejected as error:
        # there is no post: what was refused is the bot's place in the chat
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, error.detail) from None
    bot_name, status = f"@{me.get('username', me['id'])}", str(member.get("status"))
    if not _may_post(str(chat.get("type")), member):
        raise AccountRejected(ReasonCode.RIGHTS_MISSING, f"{bot_name} is {status}, without the right to post")
    kind = "public" if chat.get("username") else "private"
    name = str(chat.get("title") or chat.get("username") or access.address)
    return AccountReport(name, (f"bot {bot_name}", status, kind))


def chat_id_of(access: Access) -> int | str:
    """The chat as the Bot API names it. Raises Misconfigured for an address that is none."""
    address = access.address.strip()
    named = re.fullmatch(r"(?:https?://)?(?:t\.me/)?@?([A-Za-z]\w{3,})", address)
    if re.fullmatch(r"-?\d+", address):
        return int(address)
    if named:
        return f"@{named[1]}"
    raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the address is neither @name nor a number")


def username_of(access: Access) -> str | None:
    """The chat's public name without its @, asked for when only its number is known. Raises PublishError."""
    chat_id = chat_id_of(access)
    if isinstance(chat_id, str):
        return chat_id.removeprefix("@")

    async def ask(bot: QuietBot) -> str | None:
        username = (await bot.ask("getChat", chat_id=chat_id)).get("username")
        return str(username) if username else None

    return call(access, ask, Deadline.after(_LOOK))


def link_of(access: Access, message: object, number: str) -> str:
    """Where readers find the message; empty in a basic group, which has no links."""
    described = message.get("chat") if isinstance(message, Mapping) else None
    chat: Mapping[str, Any] = described if isinstance(described, Mapping) else {}
    chat_id = chat_id_of(access)
    # the answer may leave the name out, but a chat that was written to by its name has one
    username = chat.get("username") or (chat_id.removeprefix("@") if isinstance(chat_id, str) else "")
    if username:
        return f"{link_base_of(access)}/{username}/{number}"
    inner = re.fullmatch(r"-100(\d+)", str(chat.get("id") or chat_id))
    return f"{link_base_of(access)}/c/{inner[1]}/{number}" if inner else ""


def link_base_of(access: Access) -> str:
    return str(access.options.get("link_base") or _DEFAULT_LINK_BASE).rstrip("/")


def _may_post(chat_type: str, member: Mapping[str, Any]) -> bool:
    status = member.get("status")
    if status == ChatMemberStatus.OWNER:
        return True
    if chat_type == ChatType.CHANNEL:
        return status == ChatMemberStatus.ADMINISTRATOR and member.get("can_post_messages") is True
    if status == ChatMemberStatus.RESTRICTED:
        return member.get("can_send_messages") is True
    return status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
