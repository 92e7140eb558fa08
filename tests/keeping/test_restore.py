"""The service goes on after its backup, dies, and comes back from it: at the platforms nothing is out twice."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import ROOT, Program, act, healthy, manage, query, wait_until
from tests.sandbox.clients import Client

pytestmark = pytest.mark.xdist_group("processes")

RUN = [sys.executable, "manage.py", "run", "--no-sample"]
SEEN = ("facebook", "telegram", "instagram", "wordpress", "webhook")
"""Kinds that are looked for, or whose receivers drop what they have had."""
UNSEEN = ("telegram-private", "newspaper")
KINDS = (*SEEN, *UNSEEN, "website")
TITLE = "Ochiqlik kuni"
PICTURE = b"\xff\xd8 not really a picture \xff\xd9"


@dataclass
class Town:
    """One post to every kind; the backup was taken before it went out."""

    environment: dict[str, str]
    sandbox: Client
    channels: dict[str, Any]
    backup: Path
    folder: Path
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return Path(self.environment["MEDIAREJA_HOME"])

    @property
    def database(self) -> str:
        return str(self.home / "mediareja.sqlite3")

    def states(self) -> dict[str, tuple[str, str]]:
        rows = query(self.database, "SELECT channel_id, state, reason_code FROM publishers_delivery")
        found = {channel: (state, reason) for channel, state, reason in rows}
        return {kind: found[channel["id"]] for kind, channel in self.channels.items()}

    def shown(self, kinds: tuple[str, ...]) -> dict[str, int]:
        """How often readers see the post."""
        return {
            kind: len(self.sandbox.published(kind.partition("-")[0], self.channels[kind]["address"])) for kind in kinds
        }

    def run_until(self, states: dict[str, str], name: str) -> None:
        program = Program(RUN, self.environment, self.folder / name)
        try:
            wait_until(
                lambda: {k: s for k, (s, _r) in self.states().items()} == states, "all settled", program, seconds=170
            )
        finally:
            program.kill()  # as when the machine dies

    def refused(self, *arguments: str, home: Path | None = None) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "LANG": "C"} | self.environment | {"MEDIAREJA_HOME": str(home or self.home)},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stderr.strip()


@pytest.fixture(scope="module")
def town(migrated_home: Path, held_platforms: Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("restore")
    environment = embedded_environment(copy_of(migrated_home, folder / "home"), held_platforms.url)
    environment["SANDBOX_MAIL_URL"] = held_platforms.state()["mail"]
    channels = act(environment, "prepare", channels=KINDS)
    act(environment, "queue", channels=[channel["id"] for channel in channels.values()], title=TITLE)
    town = Town(environment, held_platforms, channels, folder / "backup.zip", folder)
    (town.home / "media" / "pictures").mkdir(parents=True, exist_ok=True)
    (town.home / "media" / "pictures" / "a.jpg").write_bytes(PICTURE)
    town.told["backup"] = json.loads(manage(environment, "backup", "--out", str(town.backup), "--json"))
    # the world goes on: everything is out, once
    handed = dict.fromkeys(KINDS, "published") | {"newspaper": "awaiting_proof"}
    town.run_until(handed, "first.log")
    assert town.shown((*SEEN, *UNSEEN)) == dict.fromkeys((*SEEN, *UNSEEN), 1)
    (town.home / "media" / "pictures" / "a.jpg").unlink()
    restored = manage(environment, "restore", str(town.backup), "--overwrite", "--json", seconds=170)
    town.told["restore"] = json.loads(restored)
    town.told["states"] = {kind: state for kind, (state, _reason) in town.states().items()}
    yield town


def test_the_backup_says_what_is_in_it(town: Town) -> None:
    told = town.told["backup"]

    assert told["tables"]["publishers_delivery"] == len(KINDS)
    assert (told["media"], told["missing"], told["verified"]) == (1 + _frozen(town), [], False)
    assert town.backup.stat().st_mode & 0o777 == 0o600


def _frozen(town: Town) -> int:
    """Files of the media folder that preparing the posts made."""
    return sum(1 for path in (town.home / "media").rglob("*") if path.is_file() and path.name != "a.jpg")


def test_the_restore_says_what_is_looked_for_and_keeps_the_old_database(town: Town) -> None:
    told = town.told["restore"]

    assert told["tables"]["publishers_delivery"] == len(KINDS)
    assert told["held"] == {"deliveries": len(KINDS) - 1, "corrections": 0, "letters": 2}
    assert told["unreadable_tokens"] == 0
    kept = Path(told["kept"])
    assert query(str(kept), "SELECT COUNT(*) FROM publishers_delivery WHERE state = 'published'") == [(len(KINDS) - 1,)]
    assert (town.home / "media" / "pictures" / "a.jpg").read_bytes() == PICTURE
    assert not (town.home / "media" / ".restoring").exists()


def test_after_the_restore_nothing_is_out_twice_and_what_cannot_be_seen_waits_for_a_person(town: Town) -> None:
    assert town.told["states"] == dict.fromkeys(KINDS, "unknown") | {"website": "pending"}

    town.run_until(dict.fromkeys((*SEEN, "website"), "published") | dict.fromkeys(UNSEEN, "unknown"), "second.log")

    assert town.shown((*SEEN, *UNSEEN)) == dict.fromkeys((*SEEN, *UNSEEN), 1)
    assert {kind: town.states()[kind] for kind in UNSEEN} == dict.fromkeys(UNSEEN, ("unknown", "restored"))
    assert query(town.database, "SELECT COUNT(*) FROM website_articlepage") == [(1,)]
    (summary,) = query(town.database, "SELECT body FROM desk_storedemail WHERE sent_at IS NULL AND attempts < 10")
    assert TITLE in summary[0]


def test_a_database_with_work_in_it_is_not_overwritten_unasked(town: Town) -> None:
    before = town.states()

    assert town.refused("restore", str(town.backup)) == (
        2,
        "There is work in that database. Nothing was changed. "
        "With --overwrite it is replaced; the old database is kept.",
    )
    assert town.states() == before


def test_a_service_that_runs_is_not_restored_under_its_feet(town: Town) -> None:
    program = Program(RUN, town.environment, town.folder / "third.log")
    try:
        wait_until(lambda: healthy(f"http://127.0.0.1:{town.environment['PORT']}"), "/healthz", program)
        code, said = town.refused("restore", str(town.backup), "--overwrite")
        copied = json.loads(manage(town.environment, "backup", "--out", str(town.folder / "live.zip"), "--json"))
    finally:
        program.stop()

    assert (code, said) == (2, "The database is in use. Stop web, worker and beat first; nothing was changed.")
    assert copied["tables"]["publishers_delivery"] == len(KINDS)


def test_a_damaged_backup_changes_nothing(town: Town) -> None:
    before = town.states()
    damaged = bytearray(town.backup.read_bytes())
    damaged[len(damaged) // 3] ^= 0xFF
    (town.folder / "damaged.zip").write_bytes(damaged)

    code, said = town.refused("restore", str(town.folder / "damaged.zip"), "--overwrite")

    assert code == 1
    assert said.startswith("The backup is damaged: ")
    assert town.states() == before


def test_a_backup_of_an_older_version_is_brought_up_to_date_elsewhere(town: Town) -> None:
    # given the backup as a version would have made it that followed nothing that is out
    older, path = town.folder / "older.zip", town.folder / "elsewhere" / "tried.sqlite3"
    with zipfile.ZipFile(town.backup) as now, zipfile.ZipFile(older, "w") as then:
        manifest = json.loads(now.read("manifest.json"))
        manifest["migrations"] = [one for one in manifest["migrations"] if one[0] != "reports"]
        later = {one["table"]["name"] for one in manifest["tables"] if one["table"]["name"].startswith("reports_")}
        manifest["tables"] = [one for one in manifest["tables"] if one["table"]["name"] not in later]
        for name in later:
            del manifest["files"][f"tables/{name}.jsonl"]
        for name in manifest["files"]:
            then.writestr(name, now.read(name))
        then.writestr("manifest.json", json.dumps(manifest))
    # when
    into = ("--into", f"sqlite:///{path}", "--media", str(path.parent / "media"))
    told = json.loads(manage(town.environment, "restore", str(older), *into, "--json", seconds=170))
    # then
    assert (told["kept"], told["held"]["deliveries"]) == ("", len(KINDS) - 1)
    assert query(str(path), "SELECT held FROM publishers_restoration") == [(len(KINDS) - 1,)]
    assert later
    assert query(str(path), "SELECT COUNT(*) FROM reports_followup") == [(0,)]
    assert (path.parent / "media" / "pictures" / "a.jpg").read_bytes() == PICTURE


def test_where_there_is_no_database_there_is_no_backup(town: Town) -> None:
    code, said = town.refused("backup", "--out", str(town.folder / "none.zip"), home=town.folder / "another")

    assert (code, said.split(".")[0]) == (2, "The database is of an older version, or there is none")
    assert not (town.folder / "none.zip").exists()
