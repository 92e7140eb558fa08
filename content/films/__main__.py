"""The looking process: python -m content.films FILM POSTER writes the poster, and the facts as JSON to its output."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from content.films.facts import ANSWER_BYTES, MEMORY_BYTES, PROCESSOR_SECONDS, NotAFilm

try:
    import resource
except ImportError:  # Windows has no such limits; the clock on the wall holds there too
    resource = None  # type: ignore[assignment]


def set_limits() -> None:
    """Bound this process's memory, processor time and what it may write, as far as the system can."""
    if resource is None:
        return
    for kind, soft, hard in (
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES, ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def main(film_path: str, poster_path: str) -> None:
    set_limits()
    from content.films.looking import look  # FFmpeg is loaded within the limits

    try:
        film, poster = look(film_path)
    except NotAFilm as refusal:
        answer = {"refusal": refusal.code, "params": dict(refusal.params)}
    else:
        Path(poster_path).write_bytes(poster)
        answer = {"film": asdict(film)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
