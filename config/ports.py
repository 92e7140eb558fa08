"""The port a home folder was last run on, so that commands in another terminal write the same addresses into posts."""

from __future__ import annotations

from pathlib import Path

FIRST_PORT = 8000


def last_port(home: Path) -> int:
    """What ``remember_port`` wrote, else 8000."""
    try:
        return int((home / "port").read_text())
    except (OSError, ValueError):
        return FIRST_PORT


def remember_port(home: Path, port: int) -> None:
    """Write down the port the service now answers on."""
    (home / "port").write_text(f"{port}\n")
