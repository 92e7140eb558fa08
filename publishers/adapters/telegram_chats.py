"""Private chats of one bot: what people wrote or pressed, and what is said to them. No post goes out here.

Every function is one call to the Bot API and raises PublishError only, by what is certain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode, UpdateType

from publishers.adapters._pictures import read_file
from publishers.adapters._telegram_errors import already_gone, already_so
from publishers.adapters._telegram_wire import QuietBot, call, send
from publishers.contract import Access, Deadline, Picture
from publishers.errors import ContentRejected, OutcomeUnknown, ReasonCode
from publishers.stopping import Stopping

CAPTION_LIMIT, TEXT_LIMIT = 1024, 4096
_QUICK = timedelta(seconds=15)
_UPLOAD = timedelta(seconds=45)
_GRACE = timedelta(seconds=10)
"""For the answer of a long poll to arrive."""
_NO_CARD = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class BotFacts:
    number: int
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Update:
    """What somebody did; also something we do not understand, which is told apart by neither text nor press."""

    number: int
    chat_id: int = 0
    private: bool = False
    name: str = ""
    """The person's own, for people to recognise."""
    username: str = ""
    language: str = ""
    message_id: int = 0
    text: str = ""
    reply_to: int = 0
    """The message this one answers; 0: none."""
    press: str = ""
    """Id by which a press is answered; empty: this is no press."""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a message: it tells us ``data``, or opens ``link``."""

    label: str
    data: str = ""
    link: str = ""


Keys = Sequence[Sequence[Key]]


def who(access: Access) -> BotFacts:
    """Whose token it is."""
    me = call(access, lambda bot: bot.ask("getMe"), Deadline.after(_QUICK))
    return BotFacts(int(me["id"]), str(me.get("username") or ""), str(me.get("first_name") or ""))


def offer_commands(access: Access, commands: Sequence[tuple[str, str]], *, language: str = "") -> None:
    """The commands, with what each does, that Telegram offers in the bot's chats to people whose app speaks the
    ``language``; '': to all others."""
    call(access, lambda bot: bot.set_my_commands(commands, language_code=language or None), Deadline.after(_QUICK))


def updates(access: Access, *, offset: int, wait: timedelta, stopping: Stopping) -> list[Update]:
    """What happened since ``offset`` (the number after the last one handled), the oldest first; waits for something
    to happen. Ends at once, with nothing, when ``stopping`` is set."""

    async def ask(bot: QuietBot) -> Sequence[Any]:
        found = bot.ask_list(
            "getUpdates",
            offset=offset or None,
            timeout=int(wait.total_seconds()),
            allowed_updates=[UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY],
        )
        return await _unless(stopping, found)

    found = call(access, ask, Deadline.after(wait + _GRACE))
    read = (_update(each) for each in found if isinstance(each, Mapping))
    return [update for update in read if update is not None]


def say(
    access: Access, chat_id: int, text: str, *, keys: Keys = (), ask_reply: bool = False, picture: Picture | None = None
) -> int:
    """Write to a person; the number of the message. ``text`` is Telegram's HTML, beside a picture at most
    CAPTION_LIMIT. ``ask_reply``: the person's next words are an answer to it."""
    markup = ForceReply(selective=True) if ask_reply else _markup(keys)
    if picture is None:
        raw = send(
            access,
            lambda bot: bot.send_message(
                chat_id, text, parse_mode=ParseMode.HTML, reply_markup=markup, link_preview_options=_NO_CARD
            ),
            Deadline.after(_QUICK),
        )
    else:
        file = InputFile(read_file(picture), filename=picture.name)
        raw = send(
            access,
            lambda bot: bot.send_photo(chat_id, file, caption=text, parse_mode=ParseMode.HTML, reply_markup=markup),
            Deadline.after(_UPLOAD),
        )
    if not isinstance(raw, Mapping) or not isinstance(raw.get("message_id"), int):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no number of the message")
    return int(raw["message_id"])


def reword(access: Access, chat_id: int, message_id: int, text: str, *, beside_picture: bool) -> None:
    """Other words in a message, and no buttons. A message that is gone, or reads so already, is left alone."""

    def ask(bot: QuietBot) -> Awaitable[object]:
        common: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "parse_mode": ParseMode.HTML}
        if beside_picture:
            return bot.edit_message_caption(caption=text, **common)
        return bot.edit_message_text(text, link_preview_options=_NO_CARD, **common)

    _edit(access, ask)


def change_keys(access: Access, chat_id: int, message_id: int, keys: Keys) -> None:
    """Other buttons under a message. As ``reword`` where there is nothing to change."""
    _edit(
        access,
        lambda bot: bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=_markup(keys)),
    )


def answer_press(access: Access, press: str, text: str) -> None:
    """A few words on the screen of who pressed. Too late is no matter."""
    with suppress(ContentRejected):
        send(access, lambda bot: bot.answer_callback_query(press, text or None), Deadline.after(_QUICK))


def _edit(access: Access, ask: Any) -> None:
    try:
        send(access, ask, Deadline.after(_QUICK))
    except ContentRejected as refusal:
        if not (already_so(refusal) or already_gone(refusal) or refusal.code is ReasonCode.TOO_OLD):
            raise


def _markup(keys: Keys) -> InlineKeyboardMarkup | None:
    rows = [[_button(key) for key in row] for row in keys if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(key: Key) -> InlineKeyboardButton:
    if key.link:
        return InlineKeyboardButton(key.label, url=key.link)
    return InlineKeyboardButton(key.label, callback_data=key.data)


async def _unless(stopping: Stopping, work: Awaitable[Sequence[Any]]) -> Sequence[Any]:
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    with stopping.calling(lambda: loop.call_soon_threadsafe(task.cancel)):
        try:
            return await task
        except asyncio.CancelledError:
            if not stopping.is_set():
                raise  # the deadline has come
            return ()


def _update(raw: Mapping[str, Any]) -> Update | None:
    """None without a number: such a thing could not be confirmed."""
    number = raw.get("update_id")
    if not isinstance(number, int):
        return None
    press, message = _part(raw, "callback_query"), _part(raw, "message")
    if press:
        message = _part(press, "message")
    sender, chat = _part(press or message, "from"), _part(message, "chat")
    chat_id = chat.get("id", sender.get("id"))
    if not isinstance(chat_id, int) or sender.get("is_bot"):
        return Update(number)
    return Update(
        number,
        chat_id,
        private=chat.get("type") == "private" and chat_id == sender.get("id"),
        name=" ".join(filter(None, (str(sender.get(part) or "") for part in ("first_name", "last_name")))),
        username=str(sender.get("username") or ""),
        language=str(sender.get("language_code") or ""),
        message_id=_whole(message.get("message_id")),
        text="" if press else str(message.get("text") or ""),
        reply_to=_whole(_part(message, "reply_to_message").get("message_id")),
        press=str(press.get("id") or ""),
        data=str(press.get("data") or ""),
    )


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = whole.get(name)
    return found if isinstance(found, Mapping) else {}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
