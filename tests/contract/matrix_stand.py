"""The example adapter's place in the suite: a small home server over real sockets that can misbehave."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest

from publishers.contract import Access, HandedOver, OutgoingPost, Published, Publisher
from publishers.examples.matrix import MatrixRoomPublisher
from tests.contract.stands import Shown, Stand
from tests.publishers.adapters.wire import closed_address

TOKEN = "syt-namunaobod-not-a-real-token"
_NUMBERS = itertools.count(1)

REFUSALS: dict[str, tuple[int, dict[str, Any]]] = {
    "content refused": (400, {"errcode": "M_BAD_JSON", "error": "not a message"}),
    "token revoked": (401, {"errcode": "M_UNKNOWN_TOKEN", "error": f"unknown token {TOKEN}"}),
    "rights missing": (403, {"errcode": "M_FORBIDDEN", "error": "you are not in this room"}),
    "throttled": (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 120_000}),
    "throttled without a wait": (429, {"errcode": "M_LIMIT_EXCEEDED"}),
    "server error": (500, {"errcode": "M_UNKNOWN"}),
}
"""Situation -> what the server answers without taking the message."""
AFTERWARDS = {"server error though accepted", "answer lost", "no answer", "slow"}
"""Situations in which the message is taken first."""


class HomeServer:
    """One room. A transaction id that came before is the same message."""

    def __init__(self) -> None:
        self.messages: dict[str, tuple[str, str]] = {}
        """Transaction id -> (event id, text)."""
        self.situation = "calm"
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def take(self, transaction: str, body: dict[str, Any]) -> str:
        event = self.messages.setdefault(transaction, (f"${next(_NUMBERS)}:namunaobod", body["formatted_body"]))
        return event[0]

    def next_situation(self) -> str:
        """What the message at hand meets; the next one meets it only when it lasts."""
        situation = self.situation
        if situation != "token revoked":
            self.situation = "calm"
        return situation

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(home: HomeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            situation, transaction = home.next_situation(), unquote(self.path).rsplit("/", 1)[-1]
            if situation in REFUSALS:
                return self._tell(*REFUSALS[situation])
            if situation in ("cut before", "error page"):
                return self._cut() if situation == "cut before" else self._tell(502, "<html>Bad gateway</html>")
            event = home.take(transaction, content)
            if situation == "no answer":
                home.released.wait(10)
            if situation in ("answer lost", "no answer"):
                return self._cut()
            if situation == "answer garbled":
                return self._tell(200, {"unexpected": True})
            return self._tell(500 if situation == "server error though accepted" else 200, {"event_id": event})

        def do_GET(self) -> None:
            revoked = home.situation == "token revoked" or self.headers["Authorization"] != f"Bearer {TOKEN}"
            self._tell(*REFUSALS["token revoked"]) if revoked else self._tell(200, {"name": "Namunaobod xonasi"})

        def _tell(self, status: int, body: Any) -> None:
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: Any) -> None:
            """The test run's own output stays clean."""

    return Handler


class MatrixStand:
    secret = TOKEN

    def __init__(self, home: HomeServer) -> None:
        self._home = home

    def publisher(self, *, reachable: bool = True) -> Publisher:
        server = self._home.url if reachable else closed_address()
        return MatrixRoomPublisher(Access("!xona:namunaobod", TOKEN, {"server": server}))

    def post(self) -> OutgoingPost:
        return OutgoingPost("Sinov", f"<p>Sinov xabari {next(_NUMBERS)}</p>")

    def bring_about(self, situation: str) -> None:
        if situation not in MatrixKind.situations:
            raise KeyError(situation)
        self._home.situation = situation

    def calm(self) -> None:
        self._home.situation = "calm"
        self._home.released.set()

    def shown(self) -> list[Shown]:
        return [Shown((event,), text, ()) for event, text in self._home.messages.values()]

    def as_sent(self, post: OutgoingPost, result: Published | HandedOver) -> list[Shown]:
        return [Shown((result.external_id,), post.text, ())]


class MatrixKind:
    situations = frozenset(
        {"calm", "out of reach", "cut before", "error page", "answer garbled"} | AFTERWARDS | set(REFUSALS)
    )
    can_look = False
    repeats = True
    marks: tuple[pytest.MarkDecorator, ...] = ()

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        home = HomeServer()
        request.addfinalizer(home.stop)
        return MatrixStand(home)
