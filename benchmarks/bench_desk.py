"""The desk's everyday screens with 100,000 posts on four channels, beside the same with 1,000."""

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

FEW = 1_000
PAGE_MS = 200.0
FORM = "a post"
"""Shown, not judged: a form of fifty fields is no list."""


def measured(posts: int, database: str) -> dict[str, Any]:
    """What benchmarks.desk_pages tells of so many posts. ``database``: '' for SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        environment = plain_environment(Path(folder), {"DATABASE_URL": database} if database else {})
        command = [sys.executable, "-m", "benchmarks.desk_pages", str(posts)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    options = parser.parse_args()
    few = min(FEW, options.posts)
    with running_postgres() as postgres:
        for name, address in (("sqlite", lambda: ""), ("postgresql", postgres.database)):
            small, large = measured(few, address()), measured(options.posts, address())
            _tell(name, few, options.posts, small, large)


def _tell(database: str, few: int, many: int, small: dict[str, Any], large: dict[str, Any]) -> None:
    show(
        f"desk, {database}: {many:,} posts beside {few:,}",
        ("screen", f"ms, {few:,}", f"ms, {many:,}", f"statements, {few:,}", f"statements, {many:,}"),
        [
            (
                name,
                f"{small[name]['ms']:.0f}",
                f"{page['ms']:.0f}",
                str(small[name]["statements"]),
                str(page["statements"]),
            )
            for name, page in large.items()
        ],
    )
    slowest = max((name for name in large if name != FORM), key=lambda name: large[name]["ms"])
    tell(
        f"desk.slowest.{database}",
        value=large[slowest]["ms"],
        baseline=small[slowest]["ms"],
        unit="ms",
        goal=PAGE_MS,
        of="value",
        also=all(page["statements"] <= small[name]["statements"] for name, page in large.items()),
        what=f"{slowest}, the slowest list, with {many:,} posts",
        against=f"with {few:,} posts",
    )


if __name__ == "__main__":
    main()
