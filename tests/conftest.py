"""What every test gets: a language, no secrets in any log, and the sandbox and people the larger ones need."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as product_settings
from django.contrib.contenttypes.models import ContentType
from hypothesis import settings as examples

from sandbox.thread import RunningSandbox, start_sandbox
from sandbox.world import BOT_TOKEN, INSTAGRAM_TOKEN, PAGE_TOKEN
from tests.migrated import django_db_setup, migrated_home
from tests.servers import database, migrated, postgres, redis_url

__all__ = ["database", "django_db_setup", "migrated", "migrated_home", "postgres", "redis_url"]

# The same examples every time, so that a commit is judged by itself; `--hypothesis-profile=hunt` looks for new ones.
examples.register_profile("settled", derandomize=True, deadline=None)
examples.register_profile("hunt", max_examples=2000, deadline=None, print_blob=True)
examples.load_profile("settled")

SECRETS = (BOT_TOKEN, PAGE_TOKEN, INSTAGRAM_TOKEN)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.sharing_out import GroupedScheduling

    return GroupedScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=5, help="how often the embedded process is killed in the kill loop")
    parser.addoption("--kill-seed", type=int, default=2026, help="the course of the kill loop")


def pytest_sessionfinish(session: pytest.Session) -> None:
    shutil.rmtree(product_settings.HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_secret_in_any_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Tokens never reach a log record, whatever the level."""
    yield
    formatter = logging.Formatter("%(name)s %(message)s")
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            if record.name.startswith(("sandbox", "faker", "asyncio")):
                continue
            line = formatter.format(record)
            assert not any(secret in line for secret in SECRETS), f"a token in the log of {record.name}"


@pytest.fixture(autouse=True)
def content_types_are_known(request: pytest.FixtureRequest) -> None:
    """Django asks for each of them once in a process: the test that counts statements first would count those, too."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    elif request.node.get_closest_marker("django_db") is None:
        return
    ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(scope="session")
def platforms() -> Iterator[RunningSandbox]:
    """The stand-ins of the platforms, without flood control, as one server for the whole session."""
    running = start_sandbox(pacing=False)
    yield running
    running.stop()


@pytest.fixture
def home_folder(tmp_path: Path) -> Path:
    """A fresh data folder for tests that start real processes."""
    return tmp_path / "home"


LACKING = (
    (
        ("chromium", "chromium-browser", "google-chrome"),
        "Chromium is not installed, so no screen was tried in a browser, and no picture of a page was drawn. "
        "On Debian: apt-get install chromium",
    ),
    (("caddy",), "Caddy is not installed, so the Caddyfile was not tried. On Debian: apt-get install caddy"),
    (("sha256sum",), "sha256sum is not installed, so no evidence pack was verified by it. It comes with GNU coreutils"),
)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What this machine lacks is said aloud, not only counted as a skip."""
    for programs, sentence in LACKING:
        if not any(map(shutil.which, programs)):
            terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
            terminalreporter.write_line(sentence)
