"""HTTP whose requests end in time even when the answer trickles in: the libraries count anew from each byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


class TimedSession(requests.Session):
    """A session for one thread. Within ``ending_after`` everything it does is cut off when the time is over.

    What is cut off fails as a broken connection does: a RequestException.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[socket.socket] = []
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self._open.append))

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
    def __init__(self, opened: Callable[[socket.socket], None]) -> None:
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _watched(self._opened)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _watched(self._opened)
        return manager


def _watched(opened: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools that tell of every connection they open."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, socket.socket):
                opened(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, socket.socket):
                opened(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


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
