"""Who asks Telegram, how often, and what trouble does to it."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from time_machine import travel

from config.doctor.bot import check
from desk.bot.answering import LeaseLost, handle
from desk.bot.connecting import connect, service_bot
from desk.bot.models import BotPress, BotUpdate, ServiceBot, TelegramLink
from desk.bot.polling import IDLE, LONGEST_WAIT, Poller, forget_old_updates
from publishers.adapters.telegram_chats import Update
from publishers.stopping import Stopping
from tests.at_the_database import failing
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import NOW
from tests.processes.program import wait_until

pytestmark = pytest.mark.django_db


def poller() -> Poller:
    return Poller(Stopping(), long_poll=timedelta(0))


def test_one_process_asks_and_the_other_takes_over_when_it_is_gone(bot: Telegram) -> None:
    # given a process that asks
    first, second = poller(), poller()
    assert first.turn(NOW) == 0.0

    # then another one waits
    assert second.turn(NOW + timedelta(seconds=30)) == IDLE
    assert ServiceBot.objects.get().poller == first.name

    # when the first one has not been heard of for as long as its lease
    assert second.turn(NOW + timedelta(seconds=61)) == 0.0

    # then the second one asks, and the first one, come back, waits
    assert ServiceBot.objects.get().poller == second.name
    assert first.turn(NOW + timedelta(seconds=62)) == IDLE


def test_a_process_that_stops_leaves_its_place_at_once(bot: Telegram) -> None:
    first, second = poller(), poller()
    first.turn(NOW)

    first.give_up()

    assert second.turn(NOW) == 0.0


def test_what_a_process_read_before_it_lost_its_lease_is_left_to_the_other(bot: Telegram, approver: User) -> None:
    # given an update that the first process has read
    person = bot.linked(approver)
    row = service_bot()
    assert row is not None
    row.poller = "gone"

    # when it comes to handle it although another process has taken over
    with pytest.raises(LeaseLost):
        handle(Update(999, person, private=True, text="/stop"), row, now=timezone.now())

    # then nothing was done
    assert not BotUpdate.objects.filter(number=999).exists()
    assert not BotPress.objects.filter(deed="stop").exists()


def test_a_second_program_at_the_same_bot_is_told_of(bot: Telegram) -> None:
    # given another program that asks for the same bot's messages
    bot.fault(
        "platform_error",
        "getUpdates",
        status=409,
        description="Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        times=None,
    )

    # when we ask
    one = poller()
    waits = [one.turn(NOW + timedelta(minutes=minute)) for minute in range(8)]

    # then we wait longer each time, and the settings page says why
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert waits[-1] == LONGEST_WAIT
    assert ServiceBot.objects.get().health_code == "not_ready"
    bot.clear_faults()
    assert one.turn(NOW + timedelta(minutes=9)) == 0.0
    assert ServiceBot.objects.get().health_code == ""
    assert one.failures == 0


def test_a_revoked_token_is_told_once_and_a_new_one_works_at_once(bot: Telegram, approver: User, root: User) -> None:
    # given a token that was revoked
    bot.fault("revoke_token", "getUpdates")
    one = poller()

    # when we go on asking
    assert one.turn(NOW) == LONGEST_WAIT
    one.turn(NOW + timedelta(minutes=1))

    # then administrators hear of it once
    assert [(letter.subject, letter.bcc) for letter in mail.outbox] == [
        ("Telegram no longer lets the bot of the service in", ["root@example.org"])
    ]
    assert bot.token not in mail.outbox[0].body

    # when a new token is pasted
    bot.clear_faults()
    made = requests.post(f"{bot.url}/__control__/bots", json={}, timeout=30).json()
    connect(made["token"], sandbox=True)

    # then it is the one that is asked about, from its first update on
    assert one.turn(NOW + timedelta(minutes=2)) == 0.0
    row = ServiceBot.objects.get()
    assert (row.username, row.health_code, row.next_update, row.told_at) == (made["username"], "", 0, None)


def test_a_network_that_is_away_waits_and_grows(bot: Telegram, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    one = poller()

    assert [one.turn(NOW) for _ in range(3)] == [1.0, 2.0, 4.0]
    assert ServiceBot.objects.get().health_code == "unreachable"


def test_an_update_we_stumble_over_does_not_come_for_ever(bot: Telegram, approver: User) -> None:
    # given a row that our own code stumbles over while it does what one update asks
    person = bot.linked(approver)
    with failing(TelegramLink._meta.db_table, RuntimeError("a bug")):
        bot.write(person, "/help")

    # then it is written down, and the next one is heard
    assert BotPress.objects.filter(outcome="bug").count() == 1
    bot.write(person, "/help")
    assert "/waiting" in bot.said(person)[-1]


def test_old_numbers_of_updates_are_forgotten(bot: Telegram) -> None:
    for days in (40, 1):
        BotUpdate.objects.create(bot_id=1, number=days, handled_at=NOW - timedelta(days=days))

    forget_old_updates(now=NOW)

    assert [row.number for row in BotUpdate.objects.all()] == [1]


def test_without_a_bot_nothing_is_asked() -> None:
    assert poller().turn(NOW) == IDLE


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_stop_ends_a_long_poll_at_once(bot: Telegram) -> None:
    # given a process in the middle of a long poll
    stopping = Stopping()
    one = Poller(stopping, long_poll=timedelta(seconds=20))
    ServiceBot.objects.update(polled_until=None)
    thread = threading.Thread(target=one.run)
    thread.start()
    wait_until(bot.is_read, "a long poll at the sandbox")

    # when it is told to stop
    began = time.monotonic()
    stopping.set()
    thread.join(5)

    # then it is gone, with its lease
    assert not thread.is_alive()
    assert time.monotonic() - began < 2
    assert ServiceBot.objects.get().polled_until is None


def test_the_doctor_and_the_health_page_know_the_bot(bot: Telegram, client: Any) -> None:
    # given a bot that nobody runs
    assert [finding.check for finding in check(NOW)] == ["bot.runs"]
    assert client.get("/healthz").json()["bot"] == {"ok": False, "seen_seconds_ago": None}

    # when somebody does
    with travel(NOW):
        bot.listen()

        # then both say so
        assert [(finding.check, finding.level) for finding in check(timezone.now())] == [("bot.works", "ok")]
        assert client.get("/healthz").json()["bot"]["ok"] is True
