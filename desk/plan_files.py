"""A plan that somebody hands over on a screen, as a file or as text: read, and named as it is stored."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.plan_import.reading import read_plan

PASTED = "text.txt"
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What was read of a file: the importer's JSON, the plan's title, and what the file is known by."""

    reading: dict[str, Any]
    title: str
    source_name: str
    checksum: str


def read_file(path: Path, *, name: str, year: int | None, today: date) -> PlanFile:
    """Read the plan in ``path``, which people know as ``name``. Raises NotAPlan and OSError."""
    plan = read_plan(path, year=year, today=today)
    shown = shown_name(name)
    return PlanFile(
        reading=plan.to_json(),
        title=plan.title or Path(shown).stem,
        source_name=shown,
        checksum=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def read_upload(name: str, pieces: Iterable[bytes], *, year: int | None, today: date) -> PlanFile:
    """As ``read_file``, of bytes that came over the network; nothing of them stays on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(name).suffix.lower()[:10]}"
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        return read_file(path, name=name, year=year, today=today)


def read_pasted(text: str, *, year: int | None, today: date) -> PlanFile:
    """As ``read_file``, of text pasted from Word."""
    plain = text.replace("\r\n", "\n")
    return read_upload(PASTED, [plain.encode()], year=year, today=today)


def shown_name(name: str) -> str:
    """The file's name as a database can keep it: bytes of another encoding are replaced."""
    return os.fsencode(name).decode("utf-8", errors="replace")[-LONGEST_NAME:]
