"""The one process of the embedded default, already set up: time to ready, memory, idle processor, time to stop; and a
thousand posts that are due at once.

Each beside a baseline of the same run: setting up Django and Wagtail alone, and Celery's own worker with beat inside.
"""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.house import ROOT, plain_environment, running_platform, wait_for
from benchmarks.report import tell
from tests.processes.program import free_port
from tests.servers import running_redis

GOALS = {"ready": 8.0, "memory": 250.0, "idle": 0.5, "stop": 3.0, "deliveries": 0.6}
PUBLISHERS = ",".join(
    (
        "benchmarks.unpaced.Webhook",
        "publishers.adapters.website.WebsitePublisher",
        "publishers.adapters.telegram.TelegramPublisher",
    )
)
CHANNELS = 50
PATIENCE = 600.0
WARM_CALLS = 20


def environment(folder: Path, **more: str) -> dict[str, str]:
    ports = {name: str(free_port()) for name in ("PORT", "SANDBOX_PORT", "SANDBOX_MAIL_PORT")}
    return plain_environment(folder, {**ports, **more})


def start(settings: Mapping[str, str]) -> tuple[subprocess.Popen[str], float]:
    """The running service and the seconds until it said that it is ready."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run", "--json"],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("}"):
            return process, perf_counter() - began
    raise SystemExit("the service did not start")


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes], number: signal.Signals = signal.SIGINT) -> float:
    began = perf_counter()
    process.send_signal(number)
    process.wait(timeout=60)
    return perf_counter() - began


def idle_percent(pid: int, seconds: float) -> float:
    """Of one core, with all its children."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]

    def used() -> float:
        return sum(times.user + times.system for times in (process.cpu_times() for process in family))

    before = used()
    sleep(seconds)  # the figure is what a stretch of doing nothing costs
    return (used() - before) / seconds * 100


def bare_start(settings: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and MB of a process that only sets up Django and Wagtail."""
    program = "import django; django.setup(); import config.wsgi, psutil; print(psutil.Process().memory_info().rss)"
    began = perf_counter()
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=settings, capture_output=True, text=True)
    return perf_counter() - began, int(told.stdout) / 1e6


def stock(folder: Path, redis: str) -> subprocess.Popen[bytes]:
    """Celery's own worker with a beat inside, on a broker, with nothing to do."""
    arguments = ["-A", "benchmarks.bare", "worker", "-B", "-s", str(folder / "schedule"), "--pool", "threads"]
    quiet = ["--concurrency", "8", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
    return subprocess.Popen(
        [sys.executable, "-m", "celery", *arguments, *quiet],
        cwd=ROOT,
        env=plain_environment(folder, {"REDIS_URL": redis}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def settled(settings: Mapping[str, str]) -> None:
    """Wait until what is due of the sample has gone out on every channel, with a capture of each; late in a month
    it has posts of the next."""

    def is_out() -> bool:
        told = subprocess.run(
            [sys.executable, "manage.py", "publish_log", "--json"],
            cwd=ROOT,
            env=settings,
            capture_output=True,
            text=True,
        )
        now = datetime.now(UTC)
        deliveries = json.loads(told.stdout)["deliveries"]
        due = [one["state"] for one in deliveries if datetime.fromisoformat(one["due_at"]) <= now]
        return bool(due) and set(due) <= {"published", "awaiting_proof"}

    wait_for(is_out, seconds=PATIENCE, what="the sample on every channel", every=1)
    captures = "SELECT COUNT(*) FROM reports_followup WHERE kind = 'capture' AND due_at IS NOT NULL"
    database = Path(settings["MEDIAREJA_HOME"]) / "mediareja.sqlite3"
    wait_for(lambda: _row(database, captures)[0] == 0, seconds=PATIENCE, what="a capture of each post", every=1)


def deliveries_rate(folder: Path, count: int) -> float:
    """Posts a second through the one process, from the due instant to the last attempt closed."""
    with running_platform() as platform:
        settings = environment(folder, PUBLISHERS=PUBLISHERS, WEBHOOK_NETWORKS="127.0.0.0/8")
        process, seconds = start(settings)
        # the rows are written by another process meanwhile, as staff would
        due = datetime.now(UTC) + timedelta(seconds=4 * seconds + count / 100)
        command = [sys.executable, "-m", "benchmarks.posts_at_home", str(count), platform, due.isoformat()]
        subprocess.run(command, cwd=ROOT, env=settings, check=True)
        if datetime.now(UTC) > due:
            raise SystemExit("the rows were written too late")
        database = Path(settings["MEDIAREJA_HOME"]) / "mediareja.sqlite3"
        # the sample has posts of its own; ours are titled by number
        closed = (
            "SELECT count(*), max(d.finished_at) FROM publishers_delivery d JOIN content_post p ON p.id = d.post_id"
        )
        closed += " WHERE p.title LIKE 'Xabar %' AND d.state = 'published'"
        wait_for(lambda: _row(database, closed)[0] == count, seconds=PATIENCE, what="all posts out", every=0.5)
        last = datetime.fromisoformat(str(_row(database, closed)[1])).replace(tzinfo=UTC)
        stop(process)
    return count / (last - due).total_seconds()


def _row(database: Path, statement: str) -> tuple[object, ...]:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        found: tuple[object, ...] = connection.execute(statement).fetchone()
        return found


def bare_rate(folder: Path, redis: str, count: int) -> float:
    """Calls a second of a bare task in one process of as many threads."""
    import requests

    with running_platform() as platform:
        process = stock(folder, redis)
        program = f"""
import time
from benchmarks.bare import app, call
for number in range({WARM_CALLS}):
    call.delay("{platform}/webhook/1", f"warm {{number}}", "warm")
time.sleep(5)
print(time.time(), flush=True)
with app.producer_or_acquire() as producer:
    for number in range({count}):
        call.apply_async((f"{platform}/webhook/{{number % {CHANNELS}}}", f"post {{number}}", "key"), producer=producer)
"""
        told = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=plain_environment(folder, {"REDIS_URL": redis}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )

        def taken() -> dict[str, float]:
            found: dict[str, float] = requests.get(f"{platform}/taken", timeout=30).json()
            return found

        wait_for(lambda: taken()["requests"] >= count + WARM_CALLS, seconds=PATIENCE, what="all bare calls")
        last = taken()["last"]
        stop(process, signal.SIGTERM)
    return count / (last - float(told.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=float, default=20, help="seconds of doing nothing in each round")
    parser.add_argument("--deliveries", type=int, default=1000, help=f"a multiple of {CHANNELS}")
    options = parser.parse_args()
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, running_redis() as redis:
        folder = Path(name)
        settings = environment(folder)
        process, first = start(settings)  # the sample is set up and goes out
        settled(settings)
        stop(process)
        found["first start"] = [first]
        for _ in range(options.rounds):
            _note(found, folder, redis, options.idle)
        count = options.deliveries // CHANNELS * CHANNELS
        found["deliveries"] = [deliveries_rate(folder, count)]
        found["bare deliveries"] = [bare_rate(folder, redis, count)]
    _tell({name: statistics.median(values) for name, values in found.items()}, count)


def _note(found: dict[str, list[float]], folder: Path, redis: str, idle: float) -> None:
    seconds, megabytes = bare_start(environment(folder, DJANGO_SETTINGS_MODULE="config.settings"))
    process, ready = start(environment(folder))
    percent = idle_percent(process.pid, idle)
    memory = psutil.Process(process.pid).memory_info().rss / 1e6
    celery = stock(folder, redis)
    sleep(max(10.0, 3 * seconds))  # it does not say when it is ready
    figures = {
        "bare ready": seconds,
        "bare memory": megabytes,
        "ready": ready,
        "idle": percent,
        "memory": memory,
        "stop": stop(process),
        "bare idle": idle_percent(celery.pid, idle),
        "bare stop": stop(celery, signal.SIGTERM),
    }
    for name, value in figures.items():
        found.setdefault(name, []).append(value)


def _tell(figures: dict[str, float], count: int) -> None:
    django = "setting up Django and Wagtail alone"
    celery = "Celery's own worker with beat inside"
    print(f"first start, with the sample: {figures['first start']:.1f} s")
    for name, unit, what, against in (
        ("ready", "s", "manage.py run, already set up, until it says ready", django),
        ("memory", "MB", "resident memory of the one process, idle", django),
        ("idle", "% of a core", "processor of the one process, idle", celery),
        ("stop", "s", "from Ctrl-C to the end of the process", celery),
    ):
        tell(
            f"embedded.{name}",
            value=figures[name],
            baseline=figures[f"bare {name}"],
            unit=unit,
            goal=GOALS[name],
            of="value",
            what=what,
            against=against,
        )
    tell(
        "embedded.deliveries",
        value=figures["deliveries"],
        baseline=figures["bare deliveries"],
        unit="a second",
        goal=GOALS["deliveries"],
        at_least=True,
        what=f"{count} webhook posts due at once through the one process, SQLite",
        against="a bare Celery task in one worker, Redis, nothing written down",
    )


if __name__ == "__main__":
    main()
