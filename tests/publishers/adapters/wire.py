"""A platform by script: a real HTTP server on loopback that answers what a test lays down and keeps what it got."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """What the platform does with one request. ``body``: JSON when it is no text; ``never``: it does not answer;
    ``trickle``: the answer's last part comes byte by byte and never ends.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = "application/json"
    drop: bool = False
    never: bool = False
    trickle: bool = False

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    fields: dict[str, str]
    files: dict[str, tuple[str, str, bytes]]
    """Name of the part -> file name, MIME type, bytes."""
    body: bytes = b""
    port: int = 0
    """The caller's end of the connection: two requests of one port share a connection."""

    @property
    def operation(self) -> str:
        return self.path.rsplit("/", 1)[-1]


class Wire:
    """``on(operation, *replies)`` lays down the answers to a path's last part, in order; the last one is repeated."""

    def __init__(self) -> None:
        self._replies: dict[str, list[Reply]] = {}
        self._stopping = threading.Event()
        self.seen: list[Seen] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def secure(self, certificate: Path, key: Path) -> None:
        """Speak TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = self.url.replace("http://", "https://")

    def on(self, operation: str, *replies: Reply) -> None:
        self._replies[operation] = list(replies)

    def asked(self, operation: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.operation == operation]

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, operation: str) -> Reply:
        replies = self._replies.get(operation)
        if not replies:
            return Reply({"unexpected": operation}, status=599)
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen = replace(_seen(self.command, self.path, self.headers, content), port=self.client_address[1])
                wire.seen.append(seen)
                reply = wire._next(seen.operation)
                if reply.never:
                    wire._stopping.wait()
                if reply.drop or reply.never:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                body = reply.content()
                self.send_response_only(reply.status)
                if "Date" not in reply.headers:
                    self.send_header("Date", self.date_time_string())
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.content_type:
                    self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(body) + (1_000_000 if reply.trickle else 0)))
                self.end_headers()
                self.wfile.write(body)
                if reply.trickle:
                    self.close_connection = True
                    with suppress(OSError):
                        while not wire._stopping.wait(0.05):
                            self.wfile.write(b" ")

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, format: str, *args: Any) -> None:
                """The test run's own output stays clean."""

        return Handler


def _seen(method: str, target: str, headers: Message, content: bytes) -> Seen:
    parts = urlsplit(target)
    fields, files = _form(str(headers.get("Content-Type", "")), content)
    return Seen(method, parts.path, dict(parse_qsl(parts.query)), dict(headers.items()), fields, files, content)


def _form(content_type: str, content: bytes) -> tuple[dict[str, str], dict[str, tuple[str, str, bytes]]]:
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(content.decode(errors="replace"))), {}
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, str, bytes]] = {}
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + content)
    for part in message.get_payload():
        assert isinstance(part, Message)
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        file_name = part.get_filename()
        if file_name is None:
            fields[name] = payload.decode()
        else:
            files[name] = (file_name, part.get_content_type(), payload)
    return fields, files


def closed_address() -> str:
    """An address at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"
