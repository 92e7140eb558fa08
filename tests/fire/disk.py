"""A media folder that can be full: a small file system of its own where we may mount one, else a limit of the kernel's.

As root it is a tmpfs, and a write fails with ENOSPC, as on a full disk. Elsewhere RLIMIT_FSIZE of the running processes
is set to nothing, and a write to any file fails with EFBIG; what they would log meanwhile is lost.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

_SIZE = "64m"


class Disk:
    def __init__(self, folder: Path, *, mount: bool = True) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.is_own = mount and os.geteuid() == 0 and _mounted(folder)
        self._limited: list[tuple[psutil.Process, tuple[int, int]]] = []

    @property
    def kind(self) -> str:
        return "tmpfs, ENOSPC" if self.is_own else "RLIMIT_FSIZE, EFBIG"

    def fill(self, pids: Iterable[int]) -> None:
        """From now on nothing more can be written there by the processes ``pids`` and their children."""
        if self.is_own:
            with suppress(OSError), self._ballast.open("ab", buffering=0) as file:
                while file.write(b"\0" * 65536):
                    pass
            return
        for pid in pids:
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                for each in (process, *process.children(recursive=True)):
                    before = each.rlimit(psutil.RLIMIT_FSIZE)
                    each.rlimit(psutil.RLIMIT_FSIZE, (0, before[1]))
                    self._limited.append((each, before))

    def free(self) -> None:
        if self.is_own:
            self._ballast.unlink(missing_ok=True)
        for process, before in self._limited:
            with suppress(psutil.NoSuchProcess):
                process.rlimit(psutil.RLIMIT_FSIZE, before)
        self._limited.clear()

    def close(self) -> None:
        self.free()
        if self.is_own:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / ".ballast"


def _mounted(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
