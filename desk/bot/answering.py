"""One update: who it is from, what it does, and what is answered. Rows only; nothing is said here."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from content.markup.telegram_html import escape
from content.people import language_of
from desk.bot.commands import command_of, link_account, obey, welcome
from desk.bot.journal import Doer, is_noisy, note, was_told_lately
from desk.bot.models import BotUpdate, ServiceBot, TelegramLink
from desk.bot.people import language_like, may_use, unlink
from desk.bot.presses import answered, pressed
from desk.bot.replies import Reply, Toast, Words
from publishers.adapters.telegram_chats import Update

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another process asks for updates by now, or the bot is another one."""


def handle(update: Update, bot: ServiceBot, *, now: datetime) -> list[Reply]:
    """Do what the update asks, once, and step past it, in one transaction; what to say afterwards.

    Raises LeaseLost, DatabaseError: nothing was done then. An update we stumble over is stepped past, or it would
    come for ever.
    """
    try:
        return _handle(update, bot, now=now)
    except (LeaseLost, DatabaseError):
        raise
    except Exception:
        log.exception("bot.bug update=%s", update.number)
        with transaction.atomic():
            if not _step_past(update, bot, now=now):
                return []
            note(Doer(update.chat_id, update.name), "press" if update.press else "words", "bug", now=now)
        sentence = _("That did not work. Open the desk instead.")
        return [Toast(update.press, sentence)] if update.press else []


@transaction.atomic
def _handle(update: Update, bot: ServiceBot, *, now: datetime) -> list[Reply]:
    if not _step_past(update, bot, now=now):
        return []
    if not update.private or not (update.text or update.press):
        return []  # a group, or something that is neither words nor a press
    link = TelegramLink.objects.select_related("person").filter(chat_id=update.chat_id).first()
    if link is None or not may_use(link.person):
        with translation.override(language_like(update.language)):
            return _stranger(update, link, now=now)
    if link.blocked_at is not None:
        TelegramLink.objects.filter(pk=link.pk).update(blocked_at=None)  # who writes to us can be written to
    with translation.override(language_of(link.person)):
        return _acquaintance(update, Doer(update.chat_id, update.name, link.person), now=now)


def _step_past(update: Update, bot: ServiceBot, *, now: datetime) -> bool:
    """Whether the update is new; from now on it is not. Raises LeaseLost."""
    row = ServiceBot.objects.select_for_update().get(pk=bot.pk)
    if row.poller != bot.poller or row.stored_token != bot.stored_token:
        raise LeaseLost
    ServiceBot.objects.filter(pk=bot.pk).update(next_update=update.number + 1)
    try:
        with transaction.atomic():
            BotUpdate.objects.create(bot_id=bot.bot_id, number=update.number, handled_at=now)
    except IntegrityError:
        return False
    return True


def _acquaintance(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    if update.press:
        return pressed(update, doer, now=now)
    command, rest = command_of(update.text)
    if command == "start" and rest:
        return _with_code(rest, update, now=now)
    if not command and (replies := answered(update, doer, now=now)) is not None:
        return replies
    return obey(command, update, doer, now=now)


def _stranger(update: Update, link: TelegramLink | None, *, now: datetime) -> list[Reply]:
    """Somebody we do not know, or no longer. Politely, and not more than once an hour."""
    if link is not None and not link.person.is_active:
        unlink(link, by=None)
    if is_noisy(update.chat_id, now=now):
        return []
    command, rest = command_of(update.text)
    if command == "start" and rest:
        return _with_code(rest, update, now=now)
    told = was_told_lately(update.chat_id, now=now)
    sentence = _("This bot works for people of the press service. Connect under Account in the desk.")
    if not told:
        note(Doer(update.chat_id, update.name), command or "words", "stranger", now=now)
    if update.press:
        return [Toast(update.press, sentence)]
    return [] if told else [Words(update.chat_id, escape(sentence))]


def _with_code(code: str, update: Update, *, now: datetime) -> list[Reply]:
    doer, language, reply = link_account(code, update, now=now)
    if doer.person is None or not isinstance(reply, Words):
        return [reply]
    with translation.override(language):
        return [replace(reply, text=welcome(doer))]
