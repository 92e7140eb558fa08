"""Asks Telegram for what people did, one process at a time, and has it done.

Any number of processes may run this: the lease in the bot's row says who asks, and passes on when its holder is gone.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from desk.bot.answering import LeaseLost, handle
from desk.bot.connecting import ONLY, access_of, is_cut_off, note_trouble, note_well, service_bot
from desk.bot.models import BotUpdate, ServiceBot
from desk.bot.replies import carry_out
from desk.bot.sending import send_waiting
from publishers.adapters.telegram_chats import updates
from publishers.errors import PublishError, TryLater
from publishers.stopping import Stopping
from scheduler.heartbeat import note_alive

log = logging.getLogger(__name__)

LONG_POLL = timedelta(seconds=20)
LEASE = timedelta(seconds=60)
"""Renewed with every question; longer than a question and the handling of its answers."""
IDLE = 5.0
"""Seconds until the next look when there is no bot, or another process asks."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 40.0
"""Seconds after trouble, twice as long each time; short enough for its sign of life."""
KEPT = timedelta(days=30)
"""How long the numbers of updates are kept; Telegram itself keeps them for a day."""
ALIVE_EVERY = timedelta(seconds=15)


class Poller:
    """``run`` until the event is set; the state between rounds is only how long trouble lasts."""

    def __init__(self, stopping: Stopping, *, long_poll: timedelta = LONG_POLL) -> None:
        self.stopping = stopping
        self.long_poll = long_poll
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.failures = 0
        self.alive_noted: datetime | None = None

    def run(self) -> None:
        log.info("bot.started %s", self.name)
        while not self.stopping.is_set():
            close_old_connections()
            self.stopping.wait(self.turn(timezone.now()))
        self.give_up()
        log.info("bot.stopped %s", self.name)
        connection.close()

    def turn(self, now: datetime) -> float:
        """One question and what follows from it; seconds to wait before the next."""
        try:
            self._note_alive(now)
            return self._turn(now)
        except (LeaseLost, DatabaseError) as error:
            log.warning("bot.again %s", type(error).__name__)
            return IDLE
        except Exception:
            # whatever it was, people must be able to press buttons again
            log.exception("bot.bug")
            return self._longer()

    def _turn(self, now: datetime) -> float:
        bot = service_bot()
        if bot is None or not self._take_lease(now):
            return IDLE
        bot.poller = self.name
        try:
            found = updates(access_of(bot), offset=bot.next_update, wait=self.long_poll, stopping=self.stopping)
        except PublishError as error:
            note_trouble(bot, error, now=now)
            told = error.after.total_seconds() if isinstance(error, TryLater) and error.after else 0.0
            wait = max(told, self._longer())
            log.warning("bot.trouble %s, next look in %.0f s", error.code.value, wait)
            return LONGEST_WAIT if is_cut_off(error) and not self._has_new_token(bot) else min(wait, LONGEST_WAIT)
        self.failures = 0
        if not self.stopping.is_set():
            note_well(bot, now=now)
        for update in found:
            self._handle(update, bot)
        return 0.0

    def _handle(self, update: object, bot: ServiceBot) -> None:
        now = timezone.now()
        replies = handle(update, bot, now=now)  # type: ignore[arg-type]
        carry_out(replies, access_of(bot), now=now)
        send_waiting(now=timezone.now())  # what was decided just now shows at once

    def _take_lease(self, now: datetime) -> bool:
        free = Q(poller=self.name) | Q(polled_until=None) | Q(polled_until__lte=now)
        return bool(
            ServiceBot.objects.filter(free, pk=ONLY).update(poller=self.name, polled_until=now + self.long_poll + LEASE)
        )

    def give_up(self) -> None:
        """The next process need not wait for the lease to end."""
        try:
            ServiceBot.objects.filter(pk=ONLY, poller=self.name).update(polled_until=None)
        except DatabaseError as error:
            log.warning("bot.again %s", type(error).__name__)

    def _has_new_token(self, bot: ServiceBot) -> bool:
        return not ServiceBot.objects.filter(pk=ONLY, stored_token=bot.stored_token).exists()

    def _longer(self) -> float:
        self.failures += 1
        return min(FIRST_WAIT * 2 ** (self.failures - 1), LONGEST_WAIT)

    def _note_alive(self, now: datetime) -> None:
        if self.alive_noted is None or not timedelta(0) <= now - self.alive_noted < ALIVE_EVERY:
            self.alive_noted = now
            note_alive("bot", now=now)


def forget_old_updates(*, now: datetime) -> None:
    BotUpdate.objects.filter(handled_at__lt=now - KEPT).delete()


def start_thread() -> tuple[threading.Thread, Stopping]:
    """Poll in a thread of this process, until the event is set."""
    stopping = Stopping()
    thread = threading.Thread(target=Poller(stopping).run, name="bot", daemon=True)
    thread.start()
    return thread, stopping
