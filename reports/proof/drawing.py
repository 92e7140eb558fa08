"""Has a browser draw a page: alone, in a folder of its own, through the doorkeeper, and ended when its time is over."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from reports.proof.codes import CaptureCode
from reports.proof.doorkeeper import doorkeeper
from reports.proof.doorstep import Doorstep

SECONDS = 30.0
SIZE = (1024, 1280)
LARGEST = 10_000_000
"""Bytes of a picture."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
OFF = "none"
_PNG = b"\x89PNG\r\n\x1a\n"
_SETTLES_MS = 5_000
"""Of the page's own time, which runs only while it is at work: for scripts and pictures."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG, or why there is none."""

    picture: bytes = b""
    code: str = ""


def find_browser() -> str:
    """The program: what BROWSER names, else the first one on PATH; empty: none."""
    named = settings.BROWSER
    if named == OFF:
        return ""
    if named:
        return shutil.which(named) or ""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def draw(address: str, doorstep: Doorstep) -> Drawn:
    """Raises nothing: what went wrong is in the code."""
    browser = find_browser()
    if not browser:
        return Drawn(code=CaptureCode.NO_BROWSER.value)
    with tempfile.TemporaryDirectory(prefix="mediareja-drawing-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "page.png"
        with doorkeeper(doorstep) as proxy:
            ended = _run(_command(browser, address, place, proxy, folder), folder)
        if not ended:
            return Drawn(code=CaptureCode.BROWSER_SLOW.value)
        picture = _read(place)
    return Drawn(picture) if picture else Drawn(code=CaptureCode.BROWSER_FAILED.value)


def _command(browser: str, address: str, place: Path, proxy: str, folder: str) -> list[str]:
    command = [
        browser,
        "--headless=new",
        f"--screenshot={place}",
        f"--window-size={SIZE[0]},{SIZE[1]}",
        f"--user-data-dir={folder}/profile",
        f"--proxy-server={proxy}",
        "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        f"--virtual-time-budget={_SETTLES_MS}",
        "--hide-scrollbars",
        "--disable-gpu",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        "--mute-audio",
        "--deny-permission-prompts",
    ]
    if os.geteuid() == 0:  # the browser's own sandbox refuses to start for root
        command.append("--no-sandbox")
    return [*command, "--", address]


def _run(command: list[str], folder: str) -> bool:
    """Whether it ended by itself in time; the browser and all it started are ended in any case."""
    # a browser that reads strangers' pages gets none of our environment: keys are in it
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the address comes after --
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return True
    try:
        process.wait(SECONDS)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _read(place: Path) -> bytes:
    try:
        if place.stat().st_size > LARGEST:
            return b""
        content = place.read_bytes()
    except OSError:
        return b""
    return content if content.startswith(_PNG) else b""
