"""Starts the child process, hears what it says, and sees to it that nothing of it stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from types import FrameType
from typing import IO, Any

from django.conf import settings

from scheduler.rehearsal.program import SCRIPT
from scheduler.rehearsal.surroundings import KEPT

STOP_SECONDS = 3
Handler = Callable[[int, FrameType | None], Any] | signal.Handlers
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NotPlayed(Exception):
    """The rehearsal could not be played; the text is the child's last line, for a technician."""


class Ended(BaseException):
    """Somebody asked this process to end. Not an Exception: nothing on the way may swallow it."""


def rehearse(script: Mapping[str, Any], on_day: Callable[[date], None]) -> dict[str, Any]:
    """Play the script; its account. Raises NotPlayed, Ended, KeyboardInterrupt; whatever happens, nothing stays."""
    child: subprocess.Popen[str] | None = None
    folder: Path | None = None
    with _told_to_end(), tempfile.TemporaryFile() as words:
        try:
            with _put_off():
                folder = Path(tempfile.mkdtemp(prefix="mediareja-rehearsal-")).resolve()
                (folder / SCRIPT).write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
                child = _start(folder, words)
            account = _listen(child, on_day)
            if account is None:
                raise NotPlayed(_last_of(words))
            return account
        finally:
            with _unmoved():
                if child is not None:
                    _stop(child)
                if folder is not None:
                    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, words: IO[bytes]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-m", "scheduler.rehearsal.program", str(folder)],
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        stdin=subprocess.PIPE,  # it ends when this closes
        stdout=subprocess.PIPE,
        stderr=words,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C reaches us alone, and the whole group can be stopped
    )


def _listen(child: subprocess.Popen[str], on_day: Callable[[date], None]) -> dict[str, Any] | None:
    """The child's account; None when it ended without one."""
    assert child.stdout is not None
    for line in child.stdout:
        said = json.loads(line)
        if "account" in said:
            account: dict[str, Any] = said["account"]
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            return account
        if "refused" in said:
            raise NotPlayed(said["refused"])
        on_day(date.fromisoformat(said["day"]))
    return None


def _last_of(words: IO[bytes]) -> str:
    words.seek(0)
    lines = words.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no answer"


def _stop(child: subprocess.Popen[str]) -> None:
    """End the child with all it has started, and wait for it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def _told_to_end() -> Iterator[None]:
    """While this lasts SIGTERM, and the end of the terminal, end the rehearsal in order, as Ctrl-C does."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Ended(number)

    with _handled(end, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def _put_off() -> Iterator[None]:
    """What comes while this lasts takes effect at its end: nothing is made that nobody knows of yet."""
    came: list[tuple[int, FrameType | None]] = []
    with _handled(lambda number, frame: came.append((number, frame)), *ENDING):
        yield
    for number, frame in came:
        handler = signal.getsignal(number)
        if callable(handler):
            handler(number, frame)


@contextmanager
def _unmoved() -> Iterator[None]:
    """While this lasts no further Ctrl-C or SIGTERM cuts the clearing up short."""
    with _handled(signal.SIG_IGN, *ENDING):
        yield


@contextmanager
def _handled(handler: Handler, *numbers: signal.Signals) -> Iterator[None]:
    """Signals go to ``handler`` while this lasts. Only the main thread hears of any: elsewhere it does nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
