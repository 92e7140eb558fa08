"""The one process of the embedded default, already set up: time to ready, memory, idle processor, time to stop.

Each beside a baseline of the same run: what starting Django and Wagtail alone takes on this machine.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.report import tell
from tests.browser.service import free_port_pair, wait_for

ROUNDS = 3
IDLE_SECONDS = 20


def environment(home: Path) -> dict[str, str]:
    port = free_port_pair()
    return {**os.environ, "MEDIAREJA_HOME": str(home), "PORT": str(port), "LANG": "C", "MALLOC_ARENA_MAX": "2"}


def start(home: Path) -> tuple[subprocess.Popen[str], float]:
    """The running service and the seconds until it said that it is ready."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run", "--json"],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("}"):
            return process, perf_counter() - began
    raise SystemExit("the service did not start")


def stop(process: subprocess.Popen[str]) -> float:
    began = perf_counter()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    return perf_counter() - began


def idle_percent(process: psutil.Process) -> float:
    before = process.cpu_times()
    sleep(IDLE_SECONDS)  # the figure is what a stretch of doing nothing costs
    after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / IDLE_SECONDS * 100


def bare_start(home: Path) -> tuple[float, float]:
    """Seconds and MB of a process that only sets up Django and Wagtail."""
    program = "import django; django.setup(); import config.wsgi, psutil; print(psutil.Process().memory_info().rss)"
    settings = {**environment(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    began = perf_counter()
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=settings, capture_output=True, text=True)
    return perf_counter() - began, int(told.stdout) / 1e6


def main() -> None:
    ready, memory, idle, stopped, bare_seconds, bare_memory = [], [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        process, first = start(home)  # the sample is set up and goes out
        log_settled(home)
        stop(process)
        for _ in range(ROUNDS):
            seconds, megabytes = bare_start(home)
            bare_seconds.append(seconds)
            bare_memory.append(megabytes)
            process, seconds = start(home)
            ready.append(seconds)
            watched = psutil.Process(process.pid)
            idle.append(idle_percent(watched))
            memory.append(watched.memory_info().rss / 1e6)
            stopped.append(stop(process))
    figures = {
        "bench": "embedded.figures",
        "first_start_s": round(first, 2),
        "stop_s": round(statistics.median(stopped), 2),
        "idle_cpu_percent": round(statistics.median(idle), 2),
    }
    print(json.dumps(figures))
    tell(
        "embedded.ready",
        value=statistics.median(ready),
        baseline=statistics.median(bare_seconds),
        unit="s",
        goal=2.5,
        what="manage.py run, already set up, until it says ready",
        against="setting up Django and Wagtail alone",
    )
    tell(
        "embedded.memory",
        value=statistics.median(memory),
        baseline=statistics.median(bare_memory),
        unit="MB",
        goal=2.0,
        what="resident memory of the one process, idle",
        against="a process with Django and Wagtail alone",
    )


def log_settled(home: Path) -> None:
    """Wait until the sample has gone out on every channel."""

    def waiting() -> bool:
        told = subprocess.run(
            [sys.executable, "manage.py", "publish_log", "--json"],
            cwd=ROOT,
            env=environment(home),
            capture_output=True,
            text=True,
        )
        deliveries = json.loads(told.stdout)["deliveries"]
        return bool(deliveries) and all(delivery["state"] == "published" for delivery in deliveries)

    wait_for(waiting, seconds=120, what="the sample on every channel")


if __name__ == "__main__":
    main()
