"""Redis read by the plain loop: what another thread acknowledges lets the next message through at once."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import pytest
from kombu import Connection, Consumer, Queue

from config.celery import app  # noqa: F401 - names our transport to kombu

LONG = 60.0
QUEUE = Queue("test-redis-broker")


@pytest.fixture
def connection(redis_url: str) -> Any:
    with Connection(redis_url) as made:
        yield made


@pytest.mark.parametrize("answer", ["ack", "requeue"])
def test_a_full_prefetch_window_opens_with_the_acknowledgement(connection: Connection, answer: str) -> None:
    came: list[Any] = []
    first, second = Event(), Event()

    def take(_body: Any, message: Any) -> None:
        came.append(message)
        (second if len(came) > 1 else first).set()

    def drain() -> None:
        while not second.is_set():
            connection.drain_events(timeout=LONG)

    with connection.Producer() as producer:
        for number in (1, 2):
            producer.publish(number, routing_key=QUEUE.name, declare=[QUEUE])
    with Consumer(connection, [QUEUE], callbacks=[take], prefetch_count=1, accept=["json"]):
        loop = Thread(target=drain)
        loop.start()
        assert first.wait(LONG / 4)
        getattr(came[0], answer)()

        assert second.wait(LONG / 4)
        came[1].ack()
        loop.join()
