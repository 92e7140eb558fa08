"""python -m benchmarks [--small] [NAME …]: all benchmarks one after the other, or those that are named."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SMALL: dict[str, list[str]] = {
    "throughput": ["--size", "200", "--rounds", "1"],
    "punctuality": ["--count", "50", "--rounds", "1"],
    "growth": ["--sizes", "200,2000"],
    "horizon": ["--attempts", "2000", "--plans", "10"],
    "desk": ["--posts", "500"],
    "verify_log": ["--attempts", "1000"],
    "recurrence": ["--plans", "10"],
    "report": ["--posts", "60", "--sqlite"],
    "country": ["--districts", "2"],
    "embedded": ["--deliveries", "50", "--rounds", "1", "--idle", "2"],
}
"""What the short form asks of the benchmarks that take long."""


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names()], metavar="NAME", help=", ".join(names()))
    parser.add_argument("--small", action="store_true", help="a short form: whether all runs, not how fast")
    options = parser.parse_args()
    for name in options.names or names():
        arguments = SMALL.get(name, []) if options.small else []
        done = subprocess.run([sys.executable, str(HERE / f"bench_{name}.py"), *arguments], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
