"""The product as its user starts it: `manage.py run` as a process of its own, in a fresh home folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120


@dataclass(frozen=True)
class Service:
    site: str
    sandbox: str
    passwords: dict[str, str]

    def published(self) -> list[dict[str, Any]]:
        """What readers of the sandbox's channels would see."""
        answer = requests.get(f"{self.sandbox}/__control__/published", timeout=10)
        posts: list[dict[str, Any]] = answer.json()["published"]
        return posts


@contextmanager
def running_service(home: Path) -> Iterator[Service]:
    """Start the service with its sample and stop it as Ctrl-C does; it must end by itself and without an error."""
    port = free_port_pair()
    environment = {**os.environ, "MEDIAREJA_HOME": str(home), "PORT": str(port), "LANG": "C", "LC_ALL": "C"}
    for name in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SANDBOX_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    log = home.parent / f"{home.name}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--json"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("}"):
                break
        if not lines:
            process.wait()
            process.stdout.close()
            raise AssertionError(f"the service did not start: {log.read_text()[-2000:]}")
        told = json.loads("".join(lines))
        try:
            yield Service(told["site"].rstrip("/"), told["sandbox"].rstrip("/"), told["passwords"])
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(timeout=30)
            process.stdout.close()
            assert status == 0, log.read_text()[-2000:]


def free_port_pair() -> int:
    """A port that is free together with the next one, which the sandbox takes."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return int(port)


def wait_for(condition: Callable[[], Any], *, seconds: float = 60, what: str) -> Any:
    """Ask until the condition holds, and return what it said."""
    end = monotonic() + seconds
    while monotonic() < end:
        if found := condition():
            return found
        sleep(0.1)  # between two questions over HTTP; the condition decides, not the time
    raise AssertionError(f"not within {seconds} s: {what}")
