"""Redis read by the plain loop: what another thread acknowledges lets the next message through at once."""

from __future__ import annotations

import socket
from threading import Event, Thread
from typing import Any

import pytest
from kombu import Connection, Consumer, Queue
from redis.exceptions import ConnectionError as Lost

from config.celery import app  # noqa: F401 - names our transport to kombu
from tests.fire.servers import OwnRedis

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
        loop = Thread(target=drain, daemon=True)
        loop.start()
        assert first.wait(LONG / 4)
        getattr(came[0], answer)()

        assert second.wait(LONG / 4)
        came[1].ack()
        loop.join()


def test_a_message_that_cannot_be_acknowledged_tells_the_loop_that_redis_is_gone() -> None:
    """With a full prefetch window nobody listens to Redis: the worker would live on and take no message any more."""
    came: list[Any] = []
    redis = OwnRedis()
    try:
        with Connection(redis.url) as connection:
            connection.Producer().publish(1, routing_key=QUEUE.name, declare=[QUEUE])
            consumer = Consumer(
                connection, [QUEUE], callbacks=[lambda _b, m: came.append(m)], prefetch_count=1, accept=["json"]
            )
            consumer.consume()
            connection.drain_events(timeout=LONG)
            with pytest.raises(socket.timeout):
                connection.drain_events(timeout=0.1)  # full: it stops listening
            redis.kill()
            with pytest.raises(connection.connection_errors):
                came[0].ack()
            redis.start()

            with pytest.raises(Lost):
                connection.drain_events(timeout=LONG)
    finally:
        redis.close()


def test_what_a_thread_acknowledges_after_its_connection_was_lost_hurts_nobody(redis_url: str) -> None:
    came: list[Any] = []
    with Connection(redis_url) as lost:
        lost.Producer().publish(1, routing_key=QUEUE.name, declare=[QUEUE])
        with Consumer(lost, [QUEUE], callbacks=[lambda _body, message: came.append(message)], accept=["json"]):
            lost.drain_events(timeout=LONG)
        came[0].channel.close()

    came[0].ack()

    assert came[0].acknowledged
