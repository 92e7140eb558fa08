"""What ``docker-compose.yml`` says, read as Compose reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<other>[^}]*))?\}")


def services() -> dict[str, dict[str, Any]]:
    """Each service with what it takes over from the common part, which YAML's merge key brings in."""
    found: dict[str, dict[str, Any]] = _file()["services"]
    return found


def networks() -> dict[str, dict[str, Any] | None]:
    found: dict[str, dict[str, Any] | None] = _file()["networks"]
    return found


def _file() -> dict[str, Any]:
    file: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return file


def filled_in(text: str, environment: Mapping[str, str]) -> str:
    """The text with its variables replaced. Raises KeyError for one that must be set and is not."""

    def value(found: re.Match[str]) -> str:
        name, how, other = found["name"], found["how"], found["other"]
        if environment.get(name):
            return environment[name]
        if how == "?":
            raise KeyError(f"{name}: {other}")
        return other or ""

    return _VARIABLE.sub(value, text)
