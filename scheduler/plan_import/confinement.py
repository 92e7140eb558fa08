"""Reads a file in a process of its own, with bounds on memory and time: a hostile file cannot harm the service."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from scheduler.plan_import import limits
from scheduler.plan_import.document_json import document_from_json
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.kinds import refuse_at_sight
from scheduler.plan_import.rows import Document

try:
    import resource
except ImportError:  # Windows has no such limits; the clock on the wall holds there too
    resource = None  # type: ignore[assignment]

_ROOT = Path(__file__).parents[2]
KEPT_IN_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What the reading process needs to start; the rest may hold secrets."""
_OUT_OF_TIME = tuple(-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name))
_log = logging.getLogger(__name__)


def read_confined(path: Path) -> Document:
    """Return what the file holds, read by a process that knows no secrets and has `limits`' memory and time.

    Raises NotAPlan with every code but those of assembling: no_table, is_report.
    """
    refuse_at_sight(path)
    with tempfile.TemporaryFile() as written:
        status = _run(path, written)
        written.seek(0)
        answer = answer_of(written.read(limits.ANSWER_BYTES), status)
    if "refusal" in answer:
        if where := answer.get("where"):
            _log.warning("a plan file could not be read: %s", where)
        raise NotAPlan(answer["refusal"], answer["params"])
    return document_from_json(answer["document"])


def set_limits() -> None:
    """Bound this process's memory, processor time and what it may write, as far as the system can."""
    if resource is None:
        return
    seconds = limits.PROCESSOR_SECONDS
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.ANSWER_BYTES, limits.ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _run(path: Path, written: Any) -> int:
    """Return the exit status of the reading process; it is stopped when it takes longer than anyone waits."""
    command = [sys.executable, "-m", "scheduler.plan_import", os.fspath(path.absolute())]
    environment = {name: os.environ[name] for name in KEPT_IN_ENVIRONMENT if name in os.environ} | {"PYTHONUTF8": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own module; the path is one argument
        command, cwd=_ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.DEVNULL
    )
    try:
        return process.wait(limits.WAITING_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotAPlan("took_too_long", {"limit_seconds": limits.WAITING_SECONDS}) from error
    finally:
        process.kill()
        process.wait()


def answer_of(written: bytes, status: int) -> dict[str, Any]:
    """Return what the process wrote. One that died is judged by how it died: NotAPlan took_too_long, unreadable."""
    if status in _OUT_OF_TIME:
        raise NotAPlan("took_too_long", {"limit_seconds": limits.PROCESSOR_SECONDS})
    try:
        answer: dict[str, Any] = json.loads(written)
    except ValueError as error:
        _log.warning("the process that read a plan file ended with status %s", status)
        raise NotAPlan("unreadable") from error
    return answer
