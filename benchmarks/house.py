"""The house as it runs in production, for a benchmark: PostgreSQL, Redis, beats and workers as processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
import requests

from tests.servers import Postgres, running_postgres, running_redis

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
THREADS = 8
"""As docker-compose.yml has them."""


@dataclass
class House:
    """Everything a benchmark starts; ``environment`` is what its processes get."""

    environment: dict[str, str]
    platform: str
    """Base address of the fast platform."""
    folder: Path
    postgres: Postgres
    _running: list[subprocess.Popen[Any]] = field(default_factory=list)

    def worker(self, application: str = "config", *, threads: int = THREADS) -> subprocess.Popen[Any]:
        arguments = ["worker", "--pool", "threads", "--concurrency", str(threads), "--loglevel", "WARNING"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self.start("celery", "-A", application, *arguments, *quiet, "-n", f"w{len(self._running)}@bench")

    def beat(self) -> subprocess.Popen[Any]:
        return self.start("celery", "-A", "config", "beat", "--loglevel", "WARNING", "--pidfile", "")

    def start(self, module: str, *arguments: str) -> subprocess.Popen[Any]:
        """A program of ours; what it says goes to a file in ``folder``."""
        log = (self.folder / f"{len(self._running)}-{module}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
        )
        self._running.append(process)
        return process

    def processor_seconds(self) -> dict[str, float]:
        """Seconds of processor so far: of our workers and beats, the database, the broker, the platform."""
        used = {"workers": 0.0, "beat": 0.0, "PostgreSQL": 0.0, "Redis": 0.0, "platform": 0.0}
        for process in psutil.process_iter(["cmdline", "cpu_times", "name"]):
            part = self._part_of(process)
            if part:
                times = process.info["cpu_times"]
                used[part] += times.user + times.system
        return used

    def _part_of(self, process: psutil.Process) -> str:
        words = " ".join(process.info["cmdline"] or [])
        if process.pid in {one.pid for one in self._running}:
            return "beat" if " beat" in words else "workers"
        if self._database in words:
            return "PostgreSQL"
        if f":{urlsplit(self.environment['REDIS_URL']).port}" in words:
            return "Redis"
        return "platform" if "benchmarks.fast_platform" in words else ""

    @property
    def _database(self) -> str:
        return urlsplit(self.environment["DATABASE_URL"]).path.lstrip("/")

    def stop_all(self) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def taken(self, *, arrivals: bool = False) -> dict[str, Any]:
        """What the platform has had."""
        told: dict[str, Any] = requests.get(
            f"{self.platform}/taken{'?arrivals' if arrivals else ''}", timeout=30
        ).json()
        return told

    def forget(self) -> None:
        requests.delete(f"{self.platform}/taken", timeout=30)

    def is_awake(self) -> bool:
        """Whether beat and a worker have told of themselves (who wants to know it anew deletes the rows)."""
        return bool(self.query("SELECT count(*) = 2 FROM scheduler_heartbeat WHERE name IN ('beat', 'worker')"))

    def open_deliveries(self) -> int:
        return int(self.query("SELECT count(*) FROM publishers_delivery WHERE state <> 'published'"))

    def query(self, statement: str) -> Any:
        """The first column of the first row, asked past our own code."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            row = connection.execute(statement).fetchone()  # type: ignore[arg-type]
            return row[0] if row else None


@contextmanager
def open_house(**more: str) -> Iterator[House]:
    """A migrated database, a broker and a platform; nothing of ours runs yet. ``more``: settings."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no process of ours stays
    with ExitStack() as open_parts:
        folder = Path(tempfile.mkdtemp(prefix="mediareja-bench-"))
        open_parts.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres = open_parts.enter_context(running_postgres())
        redis = open_parts.enter_context(running_redis())
        platform = open_parts.enter_context(running_platform())
        environment = plain_environment(folder, more) | {
            "DATABASE_URL": postgres.database(),
            "REDIS_URL": redis,
            "TELEGRAM_API_BASE": platform,
            "WEBHOOK_NETWORKS": "127.0.0.0/8",
        }
        house = House(environment, platform, folder, postgres)
        open_parts.callback(house.stop_all)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        yield house


def plain_environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Settings of a benchmark's processes, whatever the machine's own are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ}
    ours = {
        "LANG": "C.UTF-8",
        "MEDIAREJA_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
        "MALLOC_ARENA_MAX": "2",
    }
    return kept | ours | dict(more)


@contextmanager
def running_platform() -> Iterator[str]:
    """Base address of the fast platform, which is a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fast_platform"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def become_part_of(house: House) -> None:
    """Set up Django in this process, as one more of the house."""
    os.environ.update(house.environment)
    import django

    django.setup()


def wait_for(condition: Any, *, seconds: float, what: str, every: float = 0.1) -> None:
    """Raises SystemExit when the condition does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)
