"""A real Chromium and a running service for the tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.service import Service, running_service
from tests.processes.conftest import copy_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 30.0  # seconds a screen may keep a test waiting: a loaded machine answers, only later

expect.set_options(timeout=PATIENCE * 1_000)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per module: while playwright lives, Django takes this thread for one of asyncio's."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, migrated_home: Path) -> Iterator[Service]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    home = copy_of(migrated_home, tmp_path_factory.mktemp("browser") / "home")
    with running_service(home) as running:
        yield running


@pytest.fixture
def pictures_folder(tmp_path: Path) -> Path:
    """Where screenshots go."""
    return tmp_path
