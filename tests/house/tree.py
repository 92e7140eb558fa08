"""The project's own files, as the house tests look through them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("config", "content", "desk", "publishers", "reports", "sandbox", "scheduler", "website")
AROUND = ("tests", "benchmarks", "docs", "locale", ".ci")
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".txt", ".typ", ".po", ".lock", ".example", ""}


def modules(*rooms: str) -> Iterator[Path]:
    """Python files of the rooms (all of the product when none is named), migrations left out."""
    for room in rooms or PRODUCT:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file that is ours, with its content."""
    places = [ROOT / name for name in (*PRODUCT, *AROUND)]
    files = [path for place in places if place.is_dir() for path in sorted(place.rglob("*"))]
    for path in [*files, *sorted(ROOT.glob("*"))]:
        if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path, line: int | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"
