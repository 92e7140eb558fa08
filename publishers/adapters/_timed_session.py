"""HTTP whose requests end in time even when the answer trickles in: the libraries count anew from each byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


class TimedSession(requests.Session):
    """A session for one thread. Within ``ending_after`` everything it does is cut off when the time is over.

    What is cut off fails as a broken connection does: a RequestException. ``addresses``, when given, are the only ones
    it connects to, whatever a host's name leads to by then; certificates are still those of the name.
    """

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        super().__init__()
        self._open: list[socket.socket] = []
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self._open.append, tuple(addresses)))

    @contextmanager
    def ending_after(self, seconds: float) -> Iterator[None]:
        self._open.clear()
        watch = threading.Timer(seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self) -> None:
        for opened in list(self._open):
            with suppress(OSError):
                # past the TLS layer, which another thread is reading from
                socket.socket.shutdown(opened, socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    def __init__(self, opened: Callable[[socket.socket], None], addresses: tuple[str, ...]) -> None:
        self._opened = opened
        self._addresses = addresses
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _watched(self._opened, self._addresses)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _watched(self._opened, self._addresses)
        return manager


def _watched(
    opened: Callable[[socket.socket], None], addresses: tuple[str, ...]
) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools that tell of every connection they open, to ``addresses`` only when there are any."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _first_of(addresses, self, super()._new_conn)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, socket.socket):
                opened(self.sock)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _first_of(addresses, self, super()._new_conn)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, socket.socket):
                opened(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _first_of(
    addresses: tuple[str, ...], connection: HTTPConnection, connect: Callable[[], socket.socket]
) -> socket.socket:
    """A connection to the first of the addresses that takes one; without any, to where the host's name leads."""
    named, failure = connection.host, None
    for address in addresses:
        connection.host = address
        try:
            return connect()
        except (NewConnectionError, ConnectTimeoutError) as error:
            failure = error
        finally:
            connection.host = named
    if failure is not None:
        raise failure
    return connect()


def never_left(error: BaseException | None) -> bool:
    """True only when no connection came about, so that not one byte of the request can have arrived."""
    certain = (
        requests.exceptions.ConnectTimeout,
        NewConnectionError,
        ConnectTimeoutError,
        # the handshake comes before the request
        ssl.SSLCertVerificationError,
    )
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        if isinstance(cause, certain):
            return True
        waiting += [getattr(cause, "reason", None), *cause.args]
    return False
