"""A small proxy on this machine through which the browser must go: it opens the doorstep's machines and no others.

A page may name any address in its pictures and scripts; without this a picture of a page could show what stands inside
the house's network.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit

from reports.proof.doorstep import PORTS, Doorstep, NotAllowed

_SECONDS = 15.0
"""Without a byte in either direction."""
_LONGEST_HEAD = 65_536
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_NOT_REACHED = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


@contextmanager
def doorkeeper(doorstep: Doorstep) -> Iterator[str]:
    """The proxy's address while the block runs."""
    server = _Server(doorstep)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, doorstep: Doorstep) -> None:
        self.doorstep = doorstep
        super().__init__(("127.0.0.1", 0), _Door)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is nothing to tell of."""


class _Door(StreamRequestHandler):
    server: _Server
    timeout = _SECONDS

    def handle(self) -> None:
        first, headers = self._head()
        method, _space, rest = first.partition(" ")
        target, _space, _version = rest.rpartition(" ")
        place = _place(method, target)
        if place is None:
            self.wfile.write(_REFUSED)
            return
        try:
            numbers = self.server.doorstep.numbers_of(*place)
            upstream = _connected(numbers, place[1])
        except NotAllowed:
            self.wfile.write(_REFUSED)
            return
        except OSError:
            self.wfile.write(_NOT_REACHED)
            return
        with upstream:
            if method == "CONNECT":
                self.wfile.write(_OPEN)
            else:
                upstream.sendall(_forwarded(method, target, headers))
            self._pass_on(upstream)

    def _head(self) -> tuple[str, list[str]]:
        lines: list[str] = []
        size = 0
        while (line := self.rfile.readline(_LONGEST_HEAD)) not in (b"\r\n", b"\n", b""):
            size += len(line)
            if size > _LONGEST_HEAD:
                return "", []
            lines.append(line.decode("latin-1").rstrip("\r\n"))
        return (lines[0], lines[1:]) if lines else ("", [])

    def _pass_on(self, upstream: socket.socket) -> None:
        # what the reader has taken from the socket beyond the head belongs to the body
        waiting = self.rfile.peek() if self._readable_now() else b""  # type: ignore[attr-defined]
        if waiting:
            upstream.sendall(self.rfile.read(len(waiting)))
        ends = {self.connection: upstream, upstream: self.connection}
        while True:
            ready, _writable, _broken = select.select(list(ends), [], [], _SECONDS)
            if not ready:
                return
            for end in ready:
                piece = end.recv(65_536)
                if not piece:
                    return
                ends[end].sendall(piece)

    def _readable_now(self) -> bool:
        return bool(select.select([self.connection], [], [], 0)[0])


def _place(method: str, target: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or (method != "CONNECT" and parts.scheme != "http"):
        return None
    return host, port or PORTS["https" if method == "CONNECT" else "http"]


def _connected(numbers: list[str], port: int) -> socket.socket:
    failure: OSError = OSError("no address")
    for number in numbers:
        try:
            return socket.create_connection((number, port), timeout=_SECONDS / 3)
        except OSError as error:
            failure = error
    raise failure


def _forwarded(method: str, target: str, headers: list[str]) -> bytes:
    """The request as the server itself expects it, for this one answer only: the next may be for another machine."""
    parts = urlsplit(target)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    kept = [line for line in headers if not line.lower().startswith(("proxy-", "connection:", "keep-alive:"))]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode("latin-1")
