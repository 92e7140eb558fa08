"""The chain, the captures and their files go through backup and restore, and verify afterwards, on either database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, act, manage, query, wait_until
from tests.sandbox.clients import Client
from tests.servers import Postgres

RUN = [sys.executable, "manage.py", "run", "--no-sample"]
KINDS = ("telegram", "website")
LOOK = """
from datetime import timedelta
from django.utils import timezone
from reports.chain.sealing import head, seal_log
from reports.following import follow
from reports.looks import LOOKS
now = timezone.now()
follow("capture", LOOKS["capture"], now=now, at_most=timedelta(seconds=60))
seal_log(timezone.now())
print(head())
"""


@dataclass
class Kept:
    """A backup of a service whose two posts were captured and sealed, and the last seal."""

    environment: dict[str, str]
    backup: Path
    head: str
    captures: int


@pytest.fixture(scope="module")
def kept(migrated_home: Path, held_platforms: Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("sealed")
    environment = embedded_environment(copy_of(migrated_home, folder / "home"), held_platforms.url) | {
        "BROWSER": "none"
    }
    environment["SANDBOX_MAIL_URL"] = held_platforms.state()["mail"]
    channels = act(environment, "prepare", channels=KINDS)
    act(environment, "queue", channels=[channel["id"] for channel in channels.values()], title="Ochiqlik kuni")
    database = str(Path(environment["MEDIAREJA_HOME"]) / "mediareja.sqlite3")
    program = Program(RUN, environment, folder / "run.log")
    out = "SELECT COUNT(*) FROM publishers_delivery WHERE state = 'published'"
    try:
        wait_until(lambda: query(database, out) == [(len(KINDS),)], "both are out", program, seconds=170)
    finally:
        program.stop()
    said = manage(environment, "shell", "-v0", "-c", LOOK, seconds=170)
    (captures,) = query(database, "SELECT COUNT(*) FROM reports_capture WHERE page <> ''")[0]
    backup = folder / "backup.zip"
    manage(environment, "backup", "--out", str(backup))
    yield Kept(environment, backup, said.split()[-1], captures)


def verified(environment: dict[str, str], head: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(manage(environment, "verify_log", "--files", "--expect", head, "--json"))
    return told


def test_what_was_restored_is_the_log_that_was_sealed(kept: Kept, tmp_path: Path) -> None:
    place = tmp_path / "mediareja.sqlite3"
    into = ("--into", f"sqlite:///{place}", "--media", str(tmp_path / "media"))
    manage(kept.environment, "restore", str(kept.backup), *into, "--json", seconds=170)
    # then
    environment = kept.environment | {"MEDIAREJA_HOME": str(tmp_path)}
    told = verified(environment, kept.head)
    assert (told["sound"], told["broken"], told["wrong"]) == (True, None, [])
    assert int(kept.head.partition(":")[0]) <= int(str(told["seals"]))
    assert kept.captures >= 1
    assert sum(1 for _file in (tmp_path / "media" / "captures").rglob("*.html")) == kept.captures
    # and the chain goes on from there
    manage(environment, "shell", "-v0", "-c", LOOK, seconds=170)
    assert verified(environment, kept.head)["sound"]
    # when a file is exchanged
    (file, *_others) = (tmp_path / "media" / "captures").rglob("*.html")
    file.write_text("<p>Boshqa</p>")
    with pytest.raises(AssertionError, match="is not the one that was kept"):
        manage(environment, "verify_log", "--files")


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
def test_the_chain_is_the_same_on_postgresql(kept: Kept, postgres: Postgres, tmp_path: Path) -> None:
    address = postgres.database()
    into = ("--into", address, "--media", str(tmp_path / "media"))
    manage(kept.environment, "restore", str(kept.backup), *into, "--json", seconds=170)
    # then
    environment = kept.environment | {"MEDIAREJA_HOME": str(tmp_path), "DATABASE_URL": address}
    try:
        assert verified(environment, kept.head)["sound"]
    finally:
        postgres.drop(address)
