"""Whether the lock files fit pyproject.toml, told without a network: python -m tests.house.lock_file."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")


def lock_problems(pyproject: str, lock: str, *, extras: Sequence[str] = ("dev",)) -> list[str]:
    """What is wrong, a sentence each: a dependency that is not pinned or not allowed, a pin without hashes, and
    anything that is neither pin nor hash (options, addresses)."""
    project = tomllib.loads(pyproject)["project"]
    wanted = list(project["dependencies"])
    wanted += [requirement for extra in extras for requirement in project["optional-dependencies"][extra]]
    problems: list[str] = []
    pinned: dict[str, list[Version]] = {}
    for entry in _entries(lock):
        head, *rest = entry
        pin = _PIN.match(head)
        if pin is None or "://" in head:
            problems.append(f"{head.split(' ')[0]} is neither a pinned package nor its hash")
            continue
        name = canonicalize_name(pin["name"])
        pinned.setdefault(name, []).append(Version(pin["version"]))
        if not rest:
            problems.append(f"{name} has no hash")
        problems += [f"{name}: {line} is no sha256 hash" for line in rest if not _HASH.match(line)]
    for requirement in map(Requirement, wanted):
        versions = pinned.get(canonicalize_name(requirement.name), [])
        if not versions:
            problems.append(f"{requirement.name} is not in the lock file")
        problems += [
            f"{requirement.name} {version} is not allowed by {requirement.specifier}"
            for version in versions
            if not requirement.specifier.contains(version, prereleases=True)
        ]
    return problems


def pins_missing_in(whole: str, part: str) -> list[str]:
    """Pins of ``part`` that ``whole`` does not have, sorted."""
    return sorted({entry[0].split(" ")[0] for entry in _entries(part)} - {e[0].split(" ")[0] for e in _entries(whole)})


def _entries(lock: str) -> Iterator[list[str]]:
    """Lines that a backslash joins, each stripped of it."""
    entry: list[str] = []
    for line in lock.splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        entry.append(text.removesuffix("\\").strip())
        if not text.endswith("\\"):
            yield entry
            entry = []
    if entry:
        yield entry


def main() -> int:
    pyproject, whole, production, bench = (
        (ROOT / name).read_text()
        for name in ("pyproject.toml", "requirements.lock", "requirements-production.lock", "requirements-bench.lock")
    )
    problems = [f"requirements.lock: {problem}" for problem in lock_problems(pyproject, whole)]
    problems += [
        f"requirements-production.lock: {problem}" for problem in lock_problems(pyproject, production, extras=())
    ]
    problems += [
        f"requirements-bench.lock: {problem}" for problem in lock_problems(pyproject, bench, extras=("dev", "bench"))
    ]
    problems += [
        f"requirements-production.lock: {pin} is not in requirements.lock" for pin in pins_missing_in(whole, production)
    ]
    problems += [f"requirements.lock: {pin} is not in requirements-bench.lock" for pin in pins_missing_in(bench, whole)]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
