"""A clock for each process, which can be stepped while it runs: ``python -m tests.fire.clock FILE COMMAND…``.

The command is a console script (celery, gunicorn). All its clock reads are moved by the seconds that FILE holds, also
when the file changes later; its monotonic clock is left alone, as it is when a machine's clock is stepped.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path

import time_machine

LOOK_EVERY = 0.05
"""Seconds."""


class Clock:
    """The file of one process's clock, as its owner sees it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.seconds = 0.0
        self.step_to(0.0)

    def step_to(self, seconds: float) -> None:
        """Ahead of the true time by so much (behind it: below 0)."""
        self.seconds = seconds
        new = self.file.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.file)

    def command(self, command: list[str]) -> list[str]:
        return [sys.executable, "-m", "tests.fire.clock", str(self.file), *command]


def _follow(file: Path) -> None:
    """Keep this process's clock where the file says, in a process forked from it too."""
    at = float(file.read_text())
    traveller = time_machine.travel(time.time() + at, tick=True).start()
    time.time()  # it goes on from its first reading only

    def watch() -> None:
        nonlocal at
        while True:
            wanted = float(file.read_text())
            if wanted != at:
                traveller.shift(timedelta(seconds=wanted - at))
                at = wanted
            time.sleep(LOOK_EVERY)

    def start() -> None:
        threading.Thread(target=watch, name="clock", daemon=True).start()

    os.register_at_fork(after_in_child=start)
    start()


if __name__ == "__main__":
    _follow(Path(sys.argv[1]))
    sys.argv = sys.argv[2:]
    (script,) = entry_points(group="console_scripts", name=sys.argv[0])
    sys.exit(script.load()())
