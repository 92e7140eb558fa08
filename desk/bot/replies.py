"""What the bot answers to one update: decided with the update, said after its transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from desk.bot.models import BotButton
from publishers.adapters.telegram_chats import Keys, answer_press, change_keys, say
from publishers.contract import Access
from publishers.errors import PublishError

log = logging.getLogger(__name__)

TOAST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Toast:
    """A few words on the screen of who pressed."""

    press: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A message of its own, in Telegram's HTML."""

    chat_id: int
    text: str
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Asks why; the answer belongs to ``button``."""

    chat_id: int
    text: str
    button: int


@dataclass(frozen=True, slots=True)
class OtherKeys:
    """Other buttons under a message that is there."""

    chat_id: int
    message_id: int
    keys: Keys


Reply = Toast | Words | Question | OtherKeys


def carry_out(replies: list[Reply], access: Access, *, now: datetime) -> None:
    """Say everything; what cannot be said is left: what was decided stands, and people ask again."""
    for reply in replies:
        try:
            _say(reply, access, now=now)
        except PublishError as error:
            log.warning("bot.unsaid %s %s", type(reply).__name__, error.code.value)


def _say(reply: Reply, access: Access, *, now: datetime) -> None:
    match reply:
        case Toast():
            answer_press(access, reply.press, reply.text[:TOAST_LIMIT])
        case Words():
            say(access, reply.chat_id, reply.text, keys=reply.keys)
        case OtherKeys():
            change_keys(access, reply.chat_id, reply.message_id, reply.keys)
        case Question():
            number = say(access, reply.chat_id, reply.text, ask_reply=True)
            BotButton.objects.filter(pk=reply.button, used_at=None).update(question_id=number, asked_at=now)
