"""The Telegram channel: text, one photo or an album through a bot; read-back by the public preview page."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from telegram import InputMediaPhoto, LinkPreviewOptions
from telegram.constants import ChatMemberStatus, ChatType, ParseMode

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._pictures import read_pictures
from publishers.adapters._telegram_preview import look
from publishers.adapters._telegram_wire import QuietBot, call, send
from publishers.adapters._unchangeable import Unchangeable
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    NotFound,
    OutgoingPost,
    Published,
)
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)

_LOOK = timedelta(seconds=20)
# a group takes 20 messages a minute and a bot sends 30 a second: a little less, for calls arrive closer than they left
_PACE = timedelta(seconds=3.1)
_BOT_RATE = 25
_DEFAULT_LINK_BASE = "https://t.me"


class TelegramPublisher(Unchangeable):
    """A public or private channel or group in which our bot may post.

    ``Access.address``: ``@name`` or numeric id. ``Access.options``: ``silent`` (no notification), ``link_preview``
    (default true: a text shows the card of the post's link), ``link_base`` (where public links lead, default
    ``https://t.me``; a stand-in server has its own).
    """

    kind: ClassVar[str] = "telegram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["telegram"], repeat_safety="none", pace=_PACE, token_rate=_BOT_RATE, settle=timedelta(minutes=1)
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on Telegram. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Ask for the bot, the chat and the bot's rights there. Raises AccountRejected, Misconfigured, TryLater."""
        deadline = Deadline.after(_LOOK)
        chat_id = self._chat_id()

        async def ask(bot: QuietBot) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
            me = await bot.ask("getMe")
            chat = await bot.ask("getChat", chat_id=chat_id)
            return me, chat, await bot.ask("getChatMember", chat_id=chat_id, user_id=me["id"])

        try:
            me, chat, member = call(self._access, ask, deadline)
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
        name = str(chat.get("title") or chat.get("username") or self._access.address)
        return AccountReport(name, (f"bot {bot_name}", status, kind))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Send one message, one photo or one album. Raises PublishError only. Telegram has no use for ``key``."""
        chat_id = self._chat_id()
        if len(post.pictures) > 1:
            return self._send_album(chat_id, post, deadline)
        ask = self._photo(chat_id, post) if post.pictures else self._text(chat_id, post)
        return self._published([send(self._access, ask, deadline)])

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never needed: Telegram publishes in one step, so no token of ours exists."""
        raise Misconfigured(ReasonCode.INTERNAL, "telegram has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Look on the public preview page. A miss proves nothing, and a private chat has no such page. Never raises."""
        try:
            username = self._username()
        except PublishError as error:
            return CannotTell(error.code.value)
        if not username:
            return CannotTell("private chat")
        return look(self._access.endpoints.get("telegram_preview", ""), username, post, since, self._link_base())

    def _send_album(self, chat_id: int | str, post: OutgoingPost, deadline: Deadline) -> Published:
        media = [
            InputMediaPhoto(
                media=content,
                filename=picture.name,
                caption=post.text if number == 0 else None,
                parse_mode=ParseMode.HTML if number == 0 else None,
            )
            for number, (picture, content) in enumerate(read_pictures(post.pictures))
        ]

        async def ask(bot: QuietBot) -> object:
            return await bot.send_media_group(chat_id, media, disable_notification=self._silent())

        messages = send(self._access, ask, deadline, album=True)
        return self._published(messages if isinstance(messages, list) else [])

    def _photo(self, chat_id: int | str, post: OutgoingPost) -> Callable[[QuietBot], Awaitable[object]]:
        ((picture, content),) = read_pictures(post.pictures)

        async def ask(bot: QuietBot) -> object:
            return await bot.send_photo(
                chat_id,
                content,
                caption=post.text or None,
                parse_mode=ParseMode.HTML,
                filename=picture.name,
                disable_notification=self._silent(),
            )

        return ask

    def _text(self, chat_id: int | str, post: OutgoingPost) -> Callable[[QuietBot], Awaitable[object]]:
        preview = None
        if not self._access.options.get("link_preview", True):
            preview = LinkPreviewOptions(is_disabled=True)
        elif post.link:
            preview = LinkPreviewOptions(url=post.link)

        async def ask(bot: QuietBot) -> object:
            return await bot.send_message(
                chat_id,
                post.text,
                parse_mode=ParseMode.HTML,
                link_preview_options=preview,
                disable_notification=self._silent(),
            )

        return ask

    def _published(self, messages: Sequence[object]) -> Published:
        numbers = [_number_of(message) for message in messages]
        ids = tuple(str(number) for number in numbers if number is not None)
        if not ids or len(ids) < len(messages):
            raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no message in the answer")
        # id 0: Telegram put the message off by itself; it will be out, under an id nobody knows yet
        link = "" if ids[0] == "0" else self._link(messages[0], ids[0])
        return Published(ids[0], link, ids)

    def _link(self, message: object, number: str) -> str:
        described = message.get("chat") if isinstance(message, Mapping) else None
        chat: Mapping[str, Any] = described if isinstance(described, Mapping) else {}
        chat_id = self._chat_id()
        # the answer may leave the name out, but a chat that was written to by its name has one
        username = chat.get("username") or (chat_id.removeprefix("@") if isinstance(chat_id, str) else "")
        if username:
            return f"{self._link_base()}/{username}/{number}"
        inner = re.fullmatch(r"-100(\d+)", str(chat.get("id") or chat_id))
        return f"{self._link_base()}/c/{inner[1]}/{number}" if inner else ""

    def _chat_id(self) -> int | str:
        address = self._access.address.strip()
        named = re.fullmatch(r"(?:https?://)?(?:t\.me/)?@?([A-Za-z]\w{3,})", address)
        if re.fullmatch(r"-?\d+", address):
            return int(address)
        if named:
            return f"@{named[1]}"
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the address is neither @name nor a number")

    def _username(self) -> str | None:
        chat_id = self._chat_id()
        if isinstance(chat_id, str):
            return chat_id.removeprefix("@")

        async def ask(bot: QuietBot) -> str | None:
            username = (await bot.ask("getChat", chat_id=chat_id)).get("username")
            return str(username) if username else None

        return call(self._access, ask, Deadline.after(_LOOK))

    def _silent(self) -> bool | None:
        return True if self._access.options.get("silent") else None

    def _link_base(self) -> str:
        return str(self._access.options.get("link_base") or _DEFAULT_LINK_BASE).rstrip("/")


def _number_of(message: object) -> int | None:
    number = message.get("message_id") if isinstance(message, Mapping) else None
    return int(number) if re.fullmatch(r"\d{1,18}", str(number)) else None


def _may_post(chat_type: str, member: Mapping[str, Any]) -> bool:
    status = member.get("status")
    if status == ChatMemberStatus.OWNER:
        return True
    if chat_type == ChatType.CHANNEL:
        return status == ChatMemberStatus.ADMINISTRATOR and member.get("can_post_messages") is True
    if status == ChatMemberStatus.RESTRICTED:
        return member.get("can_send_messages") is True
    return status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
