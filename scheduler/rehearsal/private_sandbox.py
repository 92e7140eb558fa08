"""The rehearsal's own stand-ins of the platforms, and the little server from which they fetch pictures."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from scheduler.rehearsal.surroundings import LOOPBACK

TIMEOUT = 10
"""Seconds."""


class SandboxSilent(Exception):
    """The private sandbox did not start."""


class PrivateSandbox:
    """The control interface of the sandbox of this rehearsal."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy stands between us

    def stand_at(self, instant: float) -> None:
        """Set the world's clock, Unix seconds."""
        self._post("clock", {"stand_at": instant})

    def new_channel(self, kind: str, title: str) -> tuple[str, str]:
        """Address and token of a new place to publish to."""
        made = self._post("channels", {"platform": kind, "address": None, "title": title, "own_token": True})
        return str(made["address" if kind == "newspaper" else "id"]), str(made["token"])

    def mail_url(self) -> str:
        """Where its letterbox listens."""
        answer = self._session.get(f"{self.url}/__control__/state", timeout=TIMEOUT)
        answer.raise_for_status()
        return str(answer.json()["mail"])

    def _post(self, name: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._session.post(f"{self.url}/__control__/{name}", json=wish, timeout=TIMEOUT)
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made


def start_program(root: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start the sandbox on a free port of this machine, its world in memory. ``address_of`` waits for it."""
    return subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-m", "sandbox", "--host", LOOPBACK, "--port", "0"],
        cwd=root,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def address_of(program: subprocess.Popen[str]) -> str:
    """Where the sandbox answers, without a slash at the end. Raises SandboxSilent when it ended instead."""
    assert program.stdout is not None
    said = program.stdout.readline()
    _words, found, address = said.partition("http://")
    if not found:
        raise SandboxSilent
    return f"http://{address.strip().rstrip('/')}"


def stop_program(program: subprocess.Popen[str]) -> None:
    """End the sandbox, whose world nobody needs any more, and wait for it."""
    program.kill()
    program.wait()
    if program.stdout is not None:
        program.stdout.close()


class _Files(SimpleHTTPRequestHandler):
    """The files of one folder under the address that Django gives its media."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/media"))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@contextmanager
def pictures_served(folder: Path) -> Iterator[str]:
    """Serve what lies in ``folder`` on a free port of this machine; its address."""
    server = ThreadingHTTPServer((LOOPBACK, 0), partial(_Files, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
