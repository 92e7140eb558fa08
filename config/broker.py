"""Whether the broker answers: a short question, and one message there and back."""

from __future__ import annotations

import secrets
from time import perf_counter

from kombu import Connection

from config.celery import app

TIMEOUT = 3.0
"""Seconds for one answer."""


class BrokerAway(Exception):
    """It did not answer; the text is the class of what went wrong, never an address."""


def ping() -> None:
    """Raises BrokerAway."""
    with _connection() as connection:
        try:
            connection.default_channel  # noqa: B018 - opening it asks the server
        except Exception as error:  # each transport has errors of its own, and none may break a health page
            raise BrokerAway(type(error).__name__) from None


def round_trip() -> float:
    """Seconds for a message through a queue of its own, which is gone afterwards. Raises BrokerAway."""
    began = perf_counter()
    word = secrets.token_hex(8)
    with _connection() as connection:
        try:
            queue = connection.SimpleBuffer(f"mediareja.doctor.{word}")
            try:
                queue.put(word)
                back = queue.get(timeout=TIMEOUT).payload
            finally:
                queue.queue.delete()
                queue.close()
        except Exception as error:
            raise BrokerAway(type(error).__name__) from None
    if back != word:
        raise BrokerAway("AnotherMessage")
    return perf_counter() - began


def _connection() -> Connection:
    """One of its own, with short time-outs: the shared pool would retry for minutes."""
    options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "max_retries": 0}
    return Connection(
        app.conf.broker_url, connect_timeout=TIMEOUT, transport_options={**app.conf.broker_transport_options, **options}
    )
