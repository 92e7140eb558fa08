"""Our programs as real processes: started, waited for by condition, stopped or killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import requests

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
PATIENCE = 120.0  # seconds until what was to come is given up: a loaded machine does all of it, only later


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], Any], what: str, *programs: Program, seconds: float = PATIENCE) -> Any:
    """The condition's first true value. Fails after ``seconds``, or when one of ``programs`` ends, with its words."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        ended = [program for program in programs if not program.running()]
        if ended or time.monotonic() > end:
            words = "\n".join(program.said()[-3000:] for program in ended or programs)
            raise AssertionError(f"{what}: not within {seconds} s{' (a process ended)' if ended else ''}\n{words}")
        time.sleep(0.05)
    return value


class Program:
    """One process; what it says goes to ``log``."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                list(command), cwd=ROOT, env=kept | {"LANG": "C"} | dict(environment), stdout=out, stderr=out
            )

    def running(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 15) -> int:
        """Ask it to stop; its exit code. Fails when it does not."""
        if self.running():
            self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds: float) -> int:
        """Its exit code when it ends by itself. Fails when it does not."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """As a power cut would: no chance to write anything down."""
        self.process.kill()
        self.process.wait(10)


def healthy(url: str) -> bool:
    """True when /healthz says so. A first answer may take long on a busy machine: no answer yet is a no."""
    try:
        return requests.get(f"{url}/healthz", timeout=5).status_code == 200
    except (requests.ConnectionError, requests.Timeout):
        return False


def manage(environment: Mapping[str, str], *arguments: str, seconds: float = 60) -> str:
    """What a management command printed. Fails when it does."""
    return output_of([sys.executable, "manage.py", *arguments], environment, seconds)


def act(environment: Mapping[str, str], deed: str, **wish: Any) -> Any:
    """Have a deed of ``actor`` done by a process of its own; its answer."""
    command = [sys.executable, "-m", "tests.processes.actor", deed, json.dumps(wish)]
    return json.loads(output_of(command, environment, 60).splitlines()[-1])


def output_of(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> str:
    """What a command printed. Fails when it does."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        command, cwd=ROOT, env=kept | {"LANG": "C"} | dict(environment), capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def query(database: str, statement: str) -> list[tuple[Any, ...]]:
    """Rows of a PostgreSQL address, or of an SQLite file, read by somebody else than the programs under test."""
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type]
    connection = sqlite3.connect(database, timeout=20)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()
