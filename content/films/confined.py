"""Looks into a film in a process that knows no secrets and has bounds of memory and time."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from content.films.boxes import refuse_at_sight
from content.films.facts import ANSWER_BYTES, LIBRARY_BYTES, WAITING_SECONDS, Film, Looked, NotAFilm

_ROOT = Path(__file__).parents[2]
KEPT_IN_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What the looking process needs to start; the rest may hold secrets."""
_OUT_OF_TIME = tuple(-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name))
_log = logging.getLogger(__name__)


def look_confined(path: Path) -> Looked:
    """The film's facts and poster. Raises NotAFilm with any of the codes of boxes and looking, or video_library_limit
    {size, limit} in megabytes, video_took_too_long, or video_broken when the process died of the film."""
    size = path.stat().st_size
    if size > LIBRARY_BYTES:
        megabytes = {"size": -(-size // 1_000_000), "limit": LIBRARY_BYTES // 1_000_000}
        raise NotAFilm("video_library_limit", megabytes)
    with path.open("rb") as file:
        refuse_at_sight(file)
    with tempfile.TemporaryDirectory() as folder:
        poster = Path(folder) / "poster.jpg"
        answer = _answer(path, poster)
        if "refusal" in answer:
            raise NotAFilm(answer["refusal"], answer["params"])
        return Looked(Film(**answer["film"]), poster.read_bytes())


def _answer(path: Path, poster: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "content.films", os.fspath(path.absolute()), os.fspath(poster)]
    environment = {name: os.environ[name] for name in KEPT_IN_ENVIRONMENT if name in os.environ} | {"PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as written:
        process = subprocess.Popen(  # noqa: S603 - our own module; the paths are one argument each
            command, cwd=_ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.DEVNULL
        )
        try:
            status = process.wait(WAITING_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotAFilm("video_took_too_long") from None
        finally:
            process.kill()
            process.wait()
        if status in _OUT_OF_TIME:
            raise NotAFilm("video_took_too_long")
        written.seek(0)
        try:
            answer: dict[str, Any] = json.loads(written.read(ANSWER_BYTES))
        except ValueError:
            _log.warning("the process that looked into a film ended with status %s", status)
            raise NotAFilm("video_broken") from None
    return answer
