"""What the doctor found: one sentence, and what to do next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]
LEVELS: tuple[Level, ...] = ("ok", "warning", "error")
"""From well to bad; their places are the exit statuses."""


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    """Stable name for programs: database.migrations."""
    level: Level
    sentence: str
    todo: str = ""
    """Empty when all is well."""


def ok(check: str, sentence: str) -> Finding:
    return Finding(check, "ok", sentence)


def warning(check: str, sentence: str, todo: str) -> Finding:
    return Finding(check, "warning", sentence, todo)


def error(check: str, sentence: str, todo: str) -> Finding:
    return Finding(check, "error", sentence, todo)


def worst(findings: Iterable[Finding]) -> Level:
    return max((finding.level for finding in findings), key=LEVELS.index, default="ok")
