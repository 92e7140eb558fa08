"""Seals set and verified a second, beside a plain read of the same rows, on SQLite and PostgreSQL."""

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

TIMES_A_READ = 8.0
"""A verification reads rows and seals, and makes two sums of each."""


def measured(attempts: int, database: str) -> dict[str, Any]:
    """What benchmarks.sealed_log tells. ``database``: '' for SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        environment = plain_environment(Path(folder), {"DATABASE_URL": database} if database else {})
        command = [sys.executable, "-m", "benchmarks.sealed_log", str(attempts)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=100_000)
    options = parser.parse_args()
    with running_postgres() as postgres:
        for name, address in (("sqlite", ""), ("postgresql", postgres.database())):
            _tell(name, measured(options.attempts, address))


def _tell(database: str, told: dict[str, Any]) -> None:
    rows = told["rows"]
    show(
        f"log of {rows:,} attempts, {database}",
        ("what", "seconds", "rows a second"),
        [
            *((what, f"{told[what]:.2f}", f"{rows / told[what]:,.0f}") for what in ("read", "seal", "verify")),
            ("nothing to seal", f"{told['idle']:.3f}", ""),
        ],
    )
    tell(
        f"verify_log.{database}",
        value=told["verify"],
        baseline=told["read"],
        unit="s",
        goal=TIMES_A_READ,
        also=told["sound"] and told["seals"] == rows,
        what=f"verify {rows:,} attempts",
        against="read the same rows",
    )


if __name__ == "__main__":
    main()
