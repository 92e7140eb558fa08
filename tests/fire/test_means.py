"""The means of the fire do what they say: a disk is full for a while, a clock steps in a process that runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.fire.clock import LOOK_EVERY, Clock
from tests.fire.disk import Disk
from tests.processes.program import ROOT

WRITER = """
import errno, sys
for name in sys.stdin:
    try:
        with open(name.strip(), "wb") as file:
            file.write(b"0" * 100_000)
        print("written", flush=True)
    except OSError as error:
        print(errno.errorcode[error.errno], flush=True)
"""
WATCHER = f"""
import sys, time
from pathlib import Path
from time_machine import escape_hatch
from tests.fire.clock import _follow
_follow(Path({{!r}}))
for _line in sys.stdin:
    time.sleep({4 * LOOK_EVERY})
    print(round(time.time() - escape_hatch.time.time()), flush=True)
"""


@contextmanager
def asked(code: str) -> Iterator[tuple[subprocess.Popen[str], IO[str], IO[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        yield process, process.stdin, process.stdout
    finally:
        process.kill()
        process.communicate()


def answer(words: str, to: IO[str], back: IO[str]) -> str:
    to.write(f"{words}\n")
    to.flush()
    return back.readline().strip()


@pytest.mark.parametrize("own", [True, False])
def test_a_full_disk_takes_nothing_until_it_is_free_again(tmp_path: Path, own: bool) -> None:
    disk = Disk(tmp_path / "media")
    error = "ENOSPC" if disk.is_own and own else "EFBIG"
    try:
        with asked(WRITER) as (process, to, back):
            limited = Disk(tmp_path / "media", mount=False) if error == "EFBIG" else disk

            assert answer(str(disk.folder / "1"), to, back) == "written"
            limited.fill([process.pid])
            assert answer(str(disk.folder / "2"), to, back) == error
            limited.free()
            assert answer(str(disk.folder / "3"), to, back) == "written"
    finally:
        disk.close()


def test_a_clock_steps_while_its_process_runs(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock")
    with asked(WATCHER.format(str(clock.file))) as (_process, to, back):
        seen = [answer("", to, back)]
        for seconds in (3600.0, -130.0, 0.0):
            clock.step_to(seconds)
            seen.append(answer("", to, back))

    assert seen == ["0", "3600", "-130", "0"]
