"""Bursts at the platform's pace: the sandbox counts as Telegram does and answers 429 to what is too much."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import time_machine
from django.core.cache import cache
from redis import Redis

from publishers import delivering, enqueuing, gate, outbox
from publishers.accounts import add_channel
from publishers.credentials import decrypt
from publishers.models import ChannelAccount, Delivery, StateChange
from publishers.queries import next_delivery_instant
from publishers.registry import capabilities_of
from sandbox.thread import start_sandbox
from tests.publishers.stage import Stage
from tests.publishers.written import opened
from tests.sandbox.clients import Client

BURST = 200
CHATS = 60


@pytest.fixture
def strict() -> Iterator[Client]:
    running = start_sandbox(pacing=True)
    with requests.Session() as session:
        yield Client(running.url, session)
    running.stop()


@pytest.fixture
def stage(db: None, settings: Any, strict: Client, media_host: tuple[str, Path]) -> Stage:
    cache.clear()
    settings.SANDBOX_URL = strict.url
    settings.SITE_URL, settings.MEDIA_ROOT = media_host
    return Stage.build(strict, base_url=settings.SITE_URL)


@pytest.fixture
def door() -> Iterator[None]:
    """No count of another test's calls is left."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    gate._script.cache_clear()
    gate._own_turns.__init__()  # type: ignore[misc]


def refusals(client: Client) -> int:
    return sum(call["status"] == 429 for call in client.calls(platform="telegram"))


def test_two_hundred_posts_to_one_chat_drain_without_one_429(
    stage: Stage, now: datetime, door: None, strict: Client
) -> None:
    # given a group, which takes twenty a minute besides the one a second of every chat
    wish = {"platform": "telegram", "kind": "supergroup", "title": "Sinov", "own_token": True}
    made = strict.control("channels", wish)
    channel = add_channel(
        stage.organization, kind="telegram", name="Sinov", address=str(made["id"]), secret=made["token"], sandbox=True
    ).channel
    first = stage.delivery(channel, publish_at=now)
    post, rendition = first.post, first.rendition
    for number in range(1, BURST):  # as many channels' worth of one approved form; what is said does not matter here
        post.pk, post.key = None, f"{number:016x}"
        post.save()
        rendition.pk, rendition.post = None, post
        rendition.save()
        enqueuing.enqueue([rendition], now=now)
    # when: time jumps from one instant beat is wanted at to the next
    at = now
    with time_machine.travel(at, tick=False) as clock:
        while (wanted := next_delivery_instant()) is not None:
            at = max(at, wanted)
            clock.move_to(at)
            strict.control("clock", {"stand_at": at.timestamp()})
            for claim in outbox.claim(now=at, lease=timedelta(minutes=2), limit=500):
                delivering.carry_out(claim.delivery_id, claim.lease_token)
    # then
    assert refusals(strict) == 0
    assert Delivery.objects.filter(state="published").count() == BURST
    assert len(strict.published("telegram", str(made["id"]))) == BURST
    pace = capabilities_of("telegram").pace
    assert at - now == (BURST - 1) * pace


def test_one_bots_many_chats_share_its_calls_a_second(stage: Stage, now: datetime, door: None, strict: Client) -> None:
    """More threads than the platform takes a second call through one door, at once."""
    token = strict.control("channels", {"platform": "telegram", "address": "@bir_bot", "own_token": True})["token"]
    chats = [
        strict.control("channels", {"platform": "telegram", "address": f"@kop_{number}", "token": token})["id"]
        for number in range(CHATS)
    ]
    rate = capabilities_of("telegram").token_rate
    assert rate is not None
    answers: list[int] = []

    def send(chat: str) -> None:
        assert gate.pass_door("telegram", token, rate)
        answer = requests.post(
            f"{strict.url}/bot{token}/sendMessage", json={"chat_id": chat, "text": "Salom"}, timeout=9
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(chat,)) for chat in chats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [200] * CHATS


def test_a_turn_that_does_not_come_gives_the_lease_back_without_an_attempt(
    stage: Stage, now: datetime, door: None
) -> None:
    # given a bot whose next turn is a hundred seconds away
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    assert gate.pass_door("telegram", decrypt(delivery.channel.account.stored_secret), 0.01)
    # when
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    # then
    delivery.refresh_from_db()
    assert (delivery.state, delivery.leased_until, delivery.attempts.count()) == ("pending", None, 0)
    last = StateChange.objects.filter(delivery=delivery).latest("pk")
    assert (last.old, last.new, last.reason_code) == ("leased", "pending", "rate_limited")


def test_the_pace_counts_from_the_call_and_not_from_the_claim(stage: Stage, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    late = now + timedelta(seconds=40)

    opened(claim, late)

    account = ChannelAccount.objects.get(channel_id=delivery.channel_id)
    assert account.free_at == late + capabilities_of("telegram").pace


@pytest.mark.servers
def test_in_redis_all_processes_share_the_turns_and_no_token_is_written(
    redis_url: str, settings: Any, door: None
) -> None:
    settings.CELERY_BROKER_URL = redis_url
    broker = Redis.from_url(redis_url)
    others = set(broker.scan_iter("mediareja:turn:*"))  # of services that other tests ran on this Redis
    started = time.monotonic()

    passed = [gate.pass_door("telegram", "sinov-kaliti", 20) for _call in range(5)]

    assert passed == [True] * 5
    assert time.monotonic() - started >= 4 / 20
    (who,) = set(broker.scan_iter("mediareja:turn:*")) - others
    assert b"sinov-kaliti" not in who
    # a process that took the next two hundred turns leaves none within reach
    broker.set(who, float(broker.get(who)) + 200 / 20)
    assert not gate.pass_door("telegram", "sinov-kaliti", 20)


def test_without_redis_each_process_counts_for_itself(settings: Any, door: None) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    assert gate.pass_door("telegram", "sinov-kaliti", 20)
