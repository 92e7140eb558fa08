from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

from sandbox.thread import RunningSandbox
from tests.processes.program import KEPT, ROOT, query


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
        import psycopg

        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def course(database: str, redis_url: str, platforms: RunningSandbox, tmp_path: Path) -> Iterator[Course]:
    broker = redis.Redis.from_url(redis_url)
    broker.flushdb()
    yield Course(
        {
            "DATABASE_URL": database,
            "REDIS_URL": redis_url,
            "MEDIAREJA_HOME": str(tmp_path / "home"),
            "SANDBOX_URL": platforms.url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LANG": "C",
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        }
    )
    broker.close()
