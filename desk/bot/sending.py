"""Sends what waits in the outbox, and takes the buttons from what is decided. Never inside a transaction."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import translation
from wagtail.models import TaskState

from content.markup.telegram_html import escape
from content.people import language_of
from desk.bot import outbox
from desk.bot.connecting import ONLY, access_of, is_cut_off, note_trouble, note_well, service_bot
from desk.bot.models import BotButton, BotMessage, ServiceBot, TelegramLink
from desk.bot.notice import approval_notice, ending, keys_of, link_row, with_ending
from desk.bot.steps import may_decide
from publishers.adapters.telegram_chats import Keys, reword, say
from publishers.contract import Access, Picture
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    TryLater,
)

log = logging.getLogger(__name__)

ROUND = timedelta(seconds=40)
"""How long one round may send; a call that begins at its end is over before the turn is."""
TURN = ROUND + timedelta(minutes=1)
BUTTONS_LIVE = timedelta(days=30)
MOST_FINISHES = 6
State = BotMessage.State


def send_waiting(*, now: datetime) -> int:
    """Send what is due, oldest first; how many messages were touched. One process sends at a time."""
    outbox.turn_to_letters(now=now)
    bot = service_bot()
    if bot is None or not something_waits(now) or (bot.held_until and bot.held_until > now) or not _take_turn(bot, now):
        return 0
    try:
        return _round(bot, access_of(bot), now=now)
    except Misconfigured as error:
        note_trouble(bot, error, now=now)
        return 0
    finally:
        ServiceBot.objects.filter(pk=bot.pk).update(sent_until=None)


def something_waits(now: datetime) -> bool:
    """Messages whose time has come, those that were lost while they were sent among them."""
    # two questions: SQLite reads the whole table for one with OR
    waiting = BotMessage.objects.filter(state__in=[State.WAITING, State.SENDING], not_before__lte=now)
    return waiting.exists() or BotMessage.objects.filter(finish_at__lte=now).exists()


def _take_turn(bot: ServiceBot, now: datetime) -> bool:
    free = ServiceBot.objects.filter(Q(sent_until=None) | Q(sent_until__lte=now), pk=ONLY)
    return bool(free.update(sent_until=now + TURN))


def _round(bot: ServiceBot, access: Access, *, now: datetime) -> int:
    end = time.monotonic() + ROUND.total_seconds()
    done = 0
    # what is decided comes first: nobody should press a button that decides nothing
    while time.monotonic() < end and (message := _next_to_finish(now)) is not None:
        done += 1
        if not _finish(message, bot, access, now=now):
            return done
    while time.monotonic() < end and (message := outbox.take_next(now=now)) is not None:
        done += 1
        if not _send(message, bot, access, now=now):
            return done
    return done


def _send(message: BotMessage, bot: ServiceBot, access: Access, *, now: datetime) -> bool:
    """Whether the bot can go on after this message."""
    link = TelegramLink.objects.filter(person=message.person, person__is_active=True).first()
    if link is None:
        outbox.close(message, State.UNDELIVERABLE, code="not_linked", letter=True)
        return True
    step = TaskState.objects.filter(pk=message.task_state_id).first() if message.task_state_id else None
    if message.kind == BotMessage.Kind.APPROVAL and (step is None or not may_decide(step, message.person)):
        outbox.close(message, State.DROPPED)
        return True
    try:
        with translation.override(language_of(message.person)):
            number = _say(message, step, link, access, now=now)
    except (TryLater, Misconfigured) as error:
        return _wait(message, bot, error, now=now)
    except AccountRejected as error:
        if is_cut_off(error):
            return _wait(message, bot, error, now=now)
        _note_blocked(link, error, now=now)
        outbox.close(message, State.UNDELIVERABLE, code=error.code.value, letter=True)
        return True
    except OutcomeUnknown as error:
        outbox.close(message, State.UNKNOWN, code=error.code.value, letter=True)
        return True
    except PublishError as error:
        log.warning("bot.refused message=%s %s", message.pk, error.code.value)
        outbox.close(message, State.UNDELIVERABLE, code=error.code.value, letter=True)
        return True
    BotMessage.objects.filter(pk=message.pk, state=State.SENDING).update(
        state=State.SENT,
        sent_at=now,
        chat_id=link.chat_id,
        message_id=number,
    )
    note_well(bot, now=now)
    return True


def _say(message: BotMessage, step: TaskState | None, link: TelegramLink, access: Access, *, now: datetime) -> int:
    """The number of the message; what it showed is set on it."""
    if step is None:
        keys: Keys = [link_row(message.link)] if message.link else []
        words = escape(message.text)
        if message.link and not keys[0]:  # an address that no button may open
            words = f"{words}\n\n{escape(message.link)}"
        return say(access, link.chat_id, words, keys=keys)
    _make_buttons(message, now=now)
    try:
        return _show(message, step, link, access, with_picture=True)
    except ContentRejected as refusal:
        if not message.has_picture:
            raise
        # certain: nothing is out, and the picture may be what Telegram does not like
        log.info("bot.without_picture message=%s %s", message.pk, refusal.code.value)
        return _show(message, step, link, access, with_picture=False)


def _show(message: BotMessage, step: TaskState, link: TelegramLink, access: Access, *, with_picture: bool) -> int:
    notice = approval_notice(step, with_picture=with_picture)
    picture: Picture | None = notice.picture
    message.text, message.has_picture = notice.text, picture is not None
    message.save(update_fields=["text", "has_picture"])  # its ending needs them even when our answer is lost
    return say(access, link.chat_id, notice.text, keys=keys_of(message), picture=picture)


def _make_buttons(message: BotMessage, *, now: datetime) -> None:
    """Before the first try: a press may come before the answer to our call does."""
    for deed in (BotButton.Deed.APPROVE, BotButton.Deed.RETURN):
        BotButton.objects.get_or_create(message=message, deed=deed, defaults={"expires_at": now + BUTTONS_LIVE})


def _wait(message: BotMessage, bot: ServiceBot, error: PublishError, *, now: datetime) -> bool:
    told = error.after if isinstance(error, TryLater) else None
    outbox.put_back(message, until=now + (told or outbox.wait_after(message.tries)), counts=told is None)
    _hold(bot, error, told, now=now)
    return False


def _hold(bot: ServiceBot, error: PublishError, told: timedelta | None, *, now: datetime) -> None:
    note_trouble(bot, error, now=now)
    if told is not None:
        ServiceBot.objects.filter(pk=bot.pk).update(held_until=now + told)


def _note_blocked(link: TelegramLink, error: AccountRejected, *, now: datetime) -> None:
    log.info("bot.blocked person=%s %s", link.person_id, error.code.value)
    TelegramLink.objects.filter(pk=link.pk, blocked_at=None).update(blocked_at=now)


def _next_to_finish(now: datetime) -> BotMessage | None:
    return BotMessage.objects.filter(finish_at__lte=now).exclude(state=State.SENDING).order_by("finish_at").first()


def _finish(message: BotMessage, bot: ServiceBot, access: Access, *, now: datetime) -> bool:
    """Rewording is safe to repeat; a message that cannot be reworded is left as it is after a few tries."""
    mine = BotMessage.objects.filter(pk=message.pk)
    step = TaskState.objects.filter(pk=message.task_state_id).first()
    if step is None or message.message_id is None or message.chat_id is None:
        mine.update(finish_at=None)
        return True
    try:
        with translation.override(language_of(message.person)):
            words = with_ending(message, ending(step))
        reword(access, message.chat_id, message.message_id, words, beside_picture=message.has_picture)
    except (TryLater, OutcomeUnknown, Misconfigured) as error:
        told = error.after if isinstance(error, TryLater) else None
        tries = message.finish_tries + (told is None)
        wait = told or outbox.wait_after(tries)
        mine.update(finish_tries=tries, finish_at=None if tries >= MOST_FINISHES else now + wait)
        _hold(bot, error, told, now=now)
        return isinstance(error, OutcomeUnknown)
    except PublishError as error:
        if is_cut_off(error):
            note_trouble(bot, error, now=now)
            mine.update(finish_at=now + outbox.LONGEST_WAIT)
            return False
        mine.update(finish_at=None)  # the person blocked the bot, or emptied the chat
        return True
    mine.update(finish_at=None)
    return True
