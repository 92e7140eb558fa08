"""The execution report of a plan with 10,000 deliveries, in each format, beside plainly reading the same rows."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.house import ROOT, plain_environment
from benchmarks.report import show, tell
from tests.servers import running_postgres

GOAL_SECONDS = 30.0


def measured(posts: int, database: str) -> dict[str, Any]:
    """What benchmarks.reports_at_home tells of so many posts. ``database``: '' for SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        environment = plain_environment(Path(folder), {"DATABASE_URL": database} if database else {})
        command = [sys.executable, "-m", "benchmarks.reports_at_home", str(posts)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2_700, help="on four channels each")
    parser.add_argument("--sqlite", action="store_true", help="without PostgreSQL")
    options = parser.parse_args()
    _tell("sqlite", measured(options.posts, ""))
    if not options.sqlite:
        with running_postgres() as postgres:
            _tell("postgresql", measured(options.posts, postgres.database()))


def _tell(database: str, told: dict[str, Any]) -> None:
    show(
        f"report, {database}: {told['duties']:,} duties, {told['links']:,} links",
        ("format", "seconds", "of the processor", "kB"),
        [
            (form, f"{made['seconds']:.1f}", f"{made['processor']:.1f}", f"{made['bytes'] / 1000:,.0f}")
            for form, made in told["formats"].items()
        ],
    )
    slowest = max(told["formats"], key=lambda form: told["formats"][form]["seconds"])
    tell(
        f"report.{database}",
        value=told["formats"][slowest]["seconds"],
        baseline=told["plain"],
        unit="s",
        goal=GOAL_SECONDS,
        of="value",
        what=f"{slowest}, the slowest format, {told['duties']:,} duties",
        against="reading the same rows plainly",
    )


if __name__ == "__main__":
    main()
