from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from sandbox.thread import RunningSandbox
from tests.processes.program import KEPT, ROOT, act, query
from tests.servers import Postgres

POSTS = 16


@dataclass
class Course:
    """Where races are run: one database, one broker, one sandbox."""

    environment: dict[str, str]

    def run(self, *contestants: tuple[str, dict[str, Any]]) -> list[Any]:
        """Start all contestants, let them go at the same moment, and give their answers in order."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.races.contestant", deed, json.dumps(wish)],
                cwd=ROOT, env=kept | self.environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for deed, wish in contestants
        ]  # fmt: skip
        try:
            for process in processes:
                assert process.stdout is not None
                if process.stdout.readline() != "ready\n":
                    raise AssertionError(process.communicate(timeout=10)[1][-4000:])
            for process in processes:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            answers = [process.communicate(timeout=60) for process in processes]
        finally:
            for process in processes:
                process.kill()
                process.wait(10)
        for process, (_out, said) in zip(processes, answers, strict=True):
            assert process.returncode == 0, said[-4000:]
            assert "deadlock" not in said, said[-4000:]
        return [json.loads(out.splitlines()[-1]) for out, _said in answers]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return query(self.environment["DATABASE_URL"], statement)

    def change(self, statement: str) -> None:
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def course(database: str, redis_url: str, platforms: RunningSandbox, tmp_path: Path) -> Iterator[Course]:
    """A course without any post."""
    broker = redis.Redis.from_url(redis_url)
    broker.flushdb()
    yield Course(_environment(database, redis_url, platforms, tmp_path))
    broker.close()


@pytest.fixture(scope="session")
def busy(
    postgres: Postgres,
    migrated: str,
    redis_url: str,
    platforms: RunningSandbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Name of a database with ``POSTS`` approved posts that are due on the website, to be copied."""
    address = postgres.database(migrated)
    environment = _environment(address, redis_url, platforms, tmp_path_factory.mktemp("busy"))
    channels = act(environment, "prepare", channels=["website"])
    act(environment, "queue", channels=[channels["website"]["id"]], title="Ochiqlik", posts=POSTS)
    yield urlsplit(address).path.lstrip("/")
    postgres.drop(address)


@pytest.fixture
def busy_course(
    postgres: Postgres, busy: str, redis_url: str, platforms: RunningSandbox, tmp_path: Path
) -> Iterator[Course]:
    """A course with ``POSTS`` deliveries that are due."""
    address = postgres.database(busy)
    yield Course(_environment(address, redis_url, platforms, tmp_path))
    postgres.drop(address)


def _environment(database: str, redis_url: str, platforms: RunningSandbox, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "MEDIAREJA_HOME": str(folder / "home"),
        "SANDBOX_URL": platforms.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LANG": "C",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
