"""Fixtures: a fresh sandbox on a free port, and a small server whose pictures Instagram fetches."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from sandbox.thread import start_sandbox
from tests.sandbox.clients import Client


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of a fresh sandbox in memory, Telegram's flood control off."""
    running = start_sandbox(pacing=False)
    with requests.Session() as session:
        yield Client(running.url, session)
    running.stop()


class PictureServer:
    """Serves bytes under names of a test's choosing; `url` has no slash at the end."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[int, str, bytes]] = {}
        self.release = threading.Event()
        owner = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/never":
                    owner.release.wait(10)
                status, kind, body = owner.files.get(self.path.lstrip("/"), (404, "text/plain", b""))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test's output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def put(self, name: str, body: bytes, kind: str = "image/jpeg", status: int = 200) -> str:
        """Serve bytes and return their address."""
        self.files[name] = (status, kind, body)
        return f"{self.url}/{name}"

    def close(self) -> None:
        """Stop serving."""
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def pictures() -> Iterator[PictureServer]:
    """A server of pictures."""
    server = PictureServer()
    yield server
    server.close()
