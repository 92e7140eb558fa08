"""Redis as the broker, read by Celery's plain loop instead of its event loop.

After a lost connection the event loop may keep running with nothing left to listen to: the worker lives and takes no
message any more. The plain loop fails with the connection and connects anew; it notices a half-open one, too. The
embedded form runs the same loop.

With all its prefetched messages unacknowledged a worker asks for no more, and the plain loop would then sleep for up to
two seconds although they were acknowledged at once: an acknowledgement wakes it.
"""

from __future__ import annotations

import socket
import weakref
from contextlib import suppress
from typing import Any

from kombu.transport import redis
from kombu.utils.eventio import READ

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
        super().ack(delivery_tag)
        self._wake()

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().reject(delivery_tag, requeue=requeue)
        self._wake()

    def _wake(self) -> None:
        connection = self.channel.connection
        if connection is not None:  # a thread may be done with a message of a connection that was lost meanwhile
            connection.cycle.wake()


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
    implements = redis.Transport.implements.extend(asynchronous=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle.close()
        self.cycle = Poller()
