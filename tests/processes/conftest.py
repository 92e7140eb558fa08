from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sandbox.thread import RunningSandbox
from tests.processes.program import free_port
from tests.sandbox.clients import Client


@pytest.fixture(scope="module")
def held_platforms(platforms: RunningSandbox) -> Iterator[Client]:
    """The platforms, free of faults before and after."""
    with requests.Session() as session:
        client = Client(platforms.url, session)
        session.delete(f"{platforms.url}/__control__/faults", timeout=10)
        yield client
        client.control("release")
        session.delete(f"{platforms.url}/__control__/faults", timeout=10)


def embedded_environment(home: Path, sandbox_url: str) -> dict[str, str]:
    """Short times, so that a lost worker is noticed within the patience of a test."""
    return {
        "MEDIAREJA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
        "SANDBOX_MAIL_PORT": str(free_port()),
        "SANDBOX_URL": sandbox_url,
        "CALL_SECONDS": "4",
        "LEASE_SECONDS": "9",
        "SETTLE_SECONDS": "1",
        "BEAT_MAX_WAIT_SECONDS": "0.2",
        "BROWSER": "none",  # pictures of pages have their own tests
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "default"),
    }


def copy_of(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to
