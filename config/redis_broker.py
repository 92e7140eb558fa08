"""Redis as the broker, read by Celery's plain loop instead of its event loop.

After a lost connection the event loop may keep running with nothing left to listen to: the worker lives and takes no
message any more. The plain loop fails with the connection and connects anew; it notices a half-open one, too. The
embedded form runs the same loop.

With all its prefetched messages unacknowledged a worker asks for no more, and the plain loop would then sleep for up to
two seconds although they were acknowledged at once: an acknowledgement wakes it. And nobody listens to Redis then, so
that only acknowledging notices that Redis is gone. What could not be acknowledged fills its place for good: the loop is
told that the connection is lost.
"""

from __future__ import annotations

import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from kombu.transport import redis
from kombu.utils.eventio import READ
from redis.exceptions import ConnectionError as Lost

_MANY = 4096


class Poller(redis.MultiChannelPoller):
    """Can be woken by other threads, through a pair of sockets of its own, which outlives connections."""

    def __init__(self) -> None:
        super().__init__()
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)
            weakref.finalize(self, end.close)
        self.poller.register(self._woken, READ)
        self._lost_by: Exception | None = None

    def lose(self, error: Exception) -> None:
        """From any thread: whoever reads next is told that the connection is lost."""
        self._lost_by = error
        self.wake()

    def get(self, callback: Any, timeout: float | None = None) -> Any:
        if self._lost_by is not None:
            raise Lost("a message could not be acknowledged") from self._lost_by
        return super().get(callback, timeout=timeout)

    def close(self) -> None:
        super().close()
        self._lost_by = None

    def wake(self) -> None:
        with suppress(BlockingIOError):  # it is full of bytes that will wake anyway
            self._waker.send(b"\0")

    def handle_event(self, fileno: int, event: int) -> Any:
        if fileno != self._woken.fileno():
            return super().handle_event(fileno, event)
        with suppress(BlockingIOError):
            self._woken.recv(_MANY)
        return self  # handled: look again what there is to wait for


class QoS(redis.QoS):
    """Tells the poller of each acknowledgement: a free prefetch slot lets the next message through."""

    def ack(self, delivery_tag: str) -> None:
        with self._telling():
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        with self._telling():
            super().reject(delivery_tag, requeue=requeue)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        # read once: a thread may be done with a message of a connection that was lost meanwhile
        connection = self.channel.connection
        poller = connection and connection.cycle
        try:
            yield
        except Exception as error:
            if poller is not None:
                poller.lose(error)
            raise
        if poller is not None:
            poller.wake()


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
    implements = redis.Transport.implements.extend(asynchronous=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle.close()
        self.cycle = Poller()
