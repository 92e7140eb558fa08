"""What ``docker-compose.yml`` says, read as Compose reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parent.parent.parent
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<other>[^}]*))?\}")


def services() -> dict[str, dict[str, Any]]:
    """Each service with what it takes over from the common part. typst reads YAML, and it is here anyway."""
    source = b'#metadata(yaml("docker-compose.yml")) <answer>'
    file = json.loads(typst.query(source, "<answer>", field="value", one=True, root=str(ROOT)))
    return {name: {**service.get("<<", {}), **service} for name, service in file["services"].items()}


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
