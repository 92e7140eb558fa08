"""What does not fall due costs nothing: starting, ticking and claiming with ever more entries of the future.

Beside ours, on the same machine in the same run, schedulers that hold as many entries. Each in a process of its own, on
an empty database or broker; who does not get ready within the bound is shown as such.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.house import ROOT, plain_environment
from benchmarks.report import show, tell
from tests.servers import Postgres, running_postgres, running_redis

SIZES = (1_000, 100_000, 1_000_000)
FLAT, IDLE_MS = 1.5, 0.3
CANDIDATES = (
    ("Mediareja, SQLite", "mediareja", ""),
    ("Mediareja, PostgreSQL", "mediareja", "postgresql"),
    ("django-celery-beat, PostgreSQL", "django_celery_beat", "postgresql"),
    ("celery-redbeat", "celery_redbeat", "redis"),
    ("APScheduler, in memory", "apscheduler", ""),
)
FIGURES = ("start", "first_tick", "idle_tick", "claim")
Found = dict[tuple[str, int], dict[str, float] | None]


def measured(name: str, count: int, server: str, postgres: Postgres, bound: float) -> dict[str, float] | None:
    """Milliseconds by figure; None when it was not ready within ``bound`` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        environment = plain_environment(Path(folder), {})
        if server == "postgresql":
            environment["DATABASE_URL"] = postgres.database()
        command = [sys.executable, "-m", "benchmarks.growing", name, str(count)]
        try:
            if server == "redis":
                with running_redis() as environment["REDIS_URL"]:
                    return _told(command, environment, bound)
            return _told(command, environment, bound)
        finally:
            if "DATABASE_URL" in environment:
                postgres.drop(environment["DATABASE_URL"])


def _told(command: list[str], environment: dict[str, str], bound: float) -> dict[str, float] | None:
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=bound
        )
    except subprocess.TimeoutExpired:
        return None
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, type=lambda text: [int(one) for one in text.split(",")])
    parser.add_argument("--bound", type=float, default=300, help="seconds for each, filling included")
    options = parser.parse_args()
    found: Found = {}
    with running_postgres() as postgres:
        for label, name, server in CANDIDATES:
            for count in options.sizes:
                bigger_than_failed = any(found.get((label, less), {}) is None for less in options.sizes if less < count)
                figures = None if bigger_than_failed else measured(name, count, server, postgres, options.bound)
                found[label, count] = figures
    show(
        f"growth: milliseconds, with so many entries in the future (bound: {options.bound:.0f} s)",
        ("", "entries", *(figure.replace("_", " ") for figure in FIGURES)),
        [(label, f"{count:,}", *_cells(figures)) for (label, count), figures in found.items()],
    )
    _tell(found, min(options.sizes), max(options.sizes))


def _cells(figures: dict[str, float] | None) -> list[str]:
    if figures is None:
        return ["not ready", *[""] * (len(FIGURES) - 1)]
    return [f"{figures[name]:.3f}" if name in figures else "–" for name in FIGURES]


def _tell(found: Found, fewest: int, most: int) -> None:
    for database in ("SQLite", "PostgreSQL"):
        many, few = found[f"Mediareja, {database}", most], found[f"Mediareja, {database}", fewest]
        if many is None or few is None:
            raise SystemExit(f"on {database} ours was not ready in time")
        tell(
            f"growth.idle_tick.{database.lower()}",
            value=many["idle_tick"],
            baseline=few["idle_tick"],
            unit="ms",
            goal=FLAT,
            what=f"idle tick with {most:,} future deliveries",
            against=f"with {fewest:,}",
        )
    stock = [(count, figures) for (label, count), figures in found.items() if "django-celery" in label and figures]
    ours = found["Mediareja, SQLite", most]
    assert ours is not None
    if not stock:
        raise SystemExit("django-celery-beat was not ready in time with any number of entries")
    count, theirs = max(stock, key=lambda one: one[0])
    tell(
        "growth.idle_tick_ms",
        value=ours["idle_tick"],
        baseline=theirs["idle_tick"],
        unit="ms",
        goal=IDLE_MS,
        of="value",
        what=f"idle tick with {most:,} future deliveries, SQLite",
        against=f"django-celery-beat with {count:,} clocked entries",
    )


if __name__ == "__main__":
    main()
