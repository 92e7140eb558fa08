"""The embedded broker: a message is handed on when it comes, not when somebody next looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest
from kombu import Connection, Consumer, Producer
from kombu import Queue as Mailbox

import config.celery  # noqa: F401 - names the transport
from config import wake

PATIENCE = 20.0
"""Seconds; far below the poll set here, so what arrives within them was woken."""


@pytest.fixture(autouse=True)
def no_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "LONGEST_SLEEP", 3600.0)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with Connection("wake://localhost/") as connection:
        yield connection


@pytest.fixture
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    return Mailbox(f"sinov-{request.node.name}")


def listening(
    connection: Connection, mailbox: Mailbox, got: Queue[Any], count: int, prefetch: int = 0
) -> threading.Thread:
    """A thread that takes ``count`` messages without acknowledging them."""
    ready = threading.Event()

    def listen() -> None:
        channel = connection.channel()
        taken = []

        def take(body: Any, message: Any) -> None:
            taken.append(body)
            got.put((body, message))

        with Consumer(channel, [mailbox], callbacks=[take]) as consumer:
            if prefetch:
                consumer.qos(prefetch_count=prefetch)
            ready.set()
            while len(taken) < count:
                connection.drain_events(timeout=PATIENCE)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    return thread


def send(mailbox: Mailbox, *bodies: str) -> None:
    with Connection("wake://localhost/") as other:
        producer = Producer(other.channel())
        for body in bodies:
            producer.publish(body, routing_key=mailbox.name, declare=[mailbox])


def test_a_message_wakes_who_waits_for_it(connection: Connection, mailbox: Mailbox) -> None:
    got: Queue[Any] = Queue()
    thread = listening(connection, mailbox, got, count=1)

    send(mailbox, "1")

    assert got.get(timeout=PATIENCE)[0] == "1"
    thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.parametrize("answer", ["ack", "reject"])
def test_a_freed_place_lets_the_next_message_through(connection: Connection, mailbox: Mailbox, answer: str) -> None:
    # given: one message at a time
    got: Queue[Any] = Queue()
    listening(connection, mailbox, got, count=2, prefetch=1)
    send(mailbox, "1", "2")
    body, message = got.get(timeout=PATIENCE)
    assert (body, got.empty()) == ("1", True)
    # when
    getattr(message, answer)()
    # then
    assert got.get(timeout=PATIENCE)[0] == "2"


def test_messages_come_in_order_and_once(connection: Connection, mailbox: Mailbox) -> None:
    got: Queue[Any] = Queue()
    listening(connection, mailbox, got, count=50)

    send(mailbox, *[str(number) for number in range(50)])

    assert [got.get(timeout=PATIENCE)[0] for _ in range(50)] == [str(number) for number in range(50)]
    assert got.empty()


def test_waiting_for_nothing_ends_with_the_time_out_kombu_expects(connection: Connection, mailbox: Mailbox) -> None:
    with Consumer(connection.channel(), [mailbox]), pytest.raises(TimeoutError):
        connection.drain_events(timeout=0.05)


def test_a_ring_between_the_look_and_the_wait_is_not_missed() -> None:
    bell = wake.Bell()
    seen = bell.rings
    bell.ring()

    in_time(lambda: bell.wait_past(seen, 3600.0))


def in_time(deed: Callable[[], object]) -> None:
    thread = threading.Thread(target=deed, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()
