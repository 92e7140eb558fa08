"""The embedded broker: kombu's memory transport that is woken by a condition, where the stock one polls each second."""

from __future__ import annotations

import threading
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import memory

LONGEST_SLEEP = 1.0
"""Seconds; an upper bound only, in case a change of the queues was made past this module."""


class Bell:
    """Counts what happened to the queues, so that a ring between two looks is never missed."""

    def __init__(self) -> None:
        self.condition = threading.Condition()
        self.rings = 0

    def ring(self) -> None:
        with self.condition:
            self.rings += 1
            self.condition.notify_all()

    def wait_past(self, seen: int, seconds: float) -> None:
        with self.condition:
            if self.rings == seen:
                self.condition.wait(seconds)


bell = Bell()


class Channel(memory.Channel):
    """Rings on each message, and on each acknowledgement too: a free prefetch slot lets the next message through."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)
        bell.ring()

    def basic_ack(self, *args: Any, **kwargs: Any) -> None:
        super().basic_ack(*args, **kwargs)
        bell.ring()

    def basic_reject(self, *args: Any, **kwargs: Any) -> None:
        super().basic_reject(*args, **kwargs)
        bell.ring()


class Transport(memory.Transport):
    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Deliver one message, or raise TimeoutError after ``timeout`` seconds, as kombu expects."""
        end = monotonic() + (3600.0 if timeout is None else timeout)
        while True:
            seen = bell.rings
            try:
                return self.cycle.get(self._deliver, timeout=timeout)
            except Empty:
                left = end - monotonic()
            if left <= 0:
                raise TimeoutError
            bell.wait_past(seen, min(left, LONGEST_SLEEP))
