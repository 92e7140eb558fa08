"""From SQLite to PostgreSQL by one command, and backup and restore there: the same rows, and numbers that go on."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import ROOT, act, manage, query
from tests.sandbox.clients import Client
from tests.servers import Postgres

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

CARD = {"z": 1.0, "a": [1e2, None, True], "soʻz": "Oʻzbekiston – 😀"}
LONG = "x" * 201
"""One more than the column takes; SQLite took it."""


@dataclass
class Move:
    sqlite: Path
    url: str
    environment: dict[str, str]
    folder: Path
    channels: list[int]
    told: dict[str, Any] = field(default_factory=dict)

    def copied(self, postgres: Postgres) -> Move:
        """The same with a database of its own, for tests that go on working in it."""
        return replace(self, url=postgres.database(urlsplit(self.url).path.lstrip("/")))

    @property
    def on_postgres(self) -> dict[str, str]:
        return self.environment | {"DATABASE_URL": self.url}

    def refused(self, *arguments: str, url: str = "") -> tuple[int, str]:
        environment = self.environment | ({"DATABASE_URL": url} if url else {})
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env={"PATH": "/usr/bin:/bin", "LANG": "C"} | environment, capture_output=True, text=True,
        )  # fmt: skip
        return done.returncode, done.stderr.strip()

    def dump(self) -> str:
        with closing(sqlite3.connect(self.sqlite)) as connection:
            return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()

    def tables(self) -> set[str]:
        rows = query(self.url, "SELECT schemaname FROM pg_tables WHERE schemaname NOT LIKE 'pg_%'")
        return {schema for (schema,) in rows} - {"information_schema"}


@pytest.fixture(scope="module")
def move(
    migrated_home: Path, held_platforms: Client, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Move]:
    folder = tmp_path_factory.mktemp("move")
    environment = embedded_environment(copy_of(migrated_home, folder / "home"), held_platforms.url)
    channels = [channel["id"] for channel in act(environment, "prepare", channels=["facebook", "website"]).values()]
    act(environment, "queue", channels=channels, title="Ochiqlik kuni", posts=3)
    sqlite, url = folder / "home" / "mediareja.sqlite3", postgres.database()
    made = Move(sqlite, url, environment, folder, channels)
    with closing(sqlite3.connect(sqlite)) as connection, connection:
        connection.execute("UPDATE content_post SET card = ? WHERE id = 1", [json.dumps(CARD)])
        connection.execute("UPDATE content_channel SET name = ? WHERE id = 1", [LONG])
    made.told["refusal"] = made.refused("move_to", url)
    made.told["schemas"] = made.tables()
    with closing(sqlite3.connect(sqlite)) as connection, connection:
        connection.execute("UPDATE content_channel SET name = 'Sahifa' WHERE id = 1")
    before = made.dump()
    made.told["moved"] = json.loads(manage(environment, "move_to", url, "--json", seconds=170))
    made.told["untouched"] = made.dump() == before
    yield made
    postgres.drop(url)


def test_a_value_the_other_database_does_not_take_is_named_and_nothing_is_left_there(move: Move) -> None:
    code, said = move.told["refusal"]

    assert code == 1
    assert said.startswith("Not done, and nothing was changed: content_channel: value too long")
    assert LONG not in said
    assert move.told["schemas"] == set()


def test_every_table_has_as_many_rows_there_and_the_source_is_untouched(move: Move) -> None:
    counts = move.told["moved"]["tables"]

    assert counts["publishers_delivery"] == 6
    assert move.told["untouched"]
    for name, rows in counts.items():
        statement = f'SELECT COUNT(*) FROM "{name}"'
        assert query(str(move.sqlite), statement) == query(move.url, statement) == [(rows,)]


def test_instants_documents_and_lengths_of_time_are_the_same(move: Move) -> None:
    delivery = "SELECT key, due_at, miss_after FROM publishers_delivery ORDER BY key"
    here = [(key, _instant(due), _instant(miss)) for key, due, miss in query(str(move.sqlite), delivery)]
    assert query(move.url, delivery) == here

    post = "SELECT card, lateness_limit FROM content_post WHERE id = 1"
    ((card, lateness),) = query(move.url, post)
    ((_card, microseconds),) = query(str(move.sqlite), post)
    assert card == CARD
    assert lateness.total_seconds() * 1_000_000 == microseconds


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_database_with_work_in_it_is_refused(move: Move) -> None:
    assert move.refused("move_to", move.url) == (2, "There is work in that database. Nothing was changed.")


def test_the_service_goes_on_there_and_is_backed_up_and_restored(move: Move, postgres: Postgres) -> None:
    move = move.copied(postgres)
    # given new rows, whose numbers go on after the moved ones
    new = act(move.on_postgres, "queue", channels=move.channels, title="Yangi kun")
    assert min(new) > 6
    backup = move.folder / "backup.zip"
    told = json.loads(manage(move.on_postgres, "backup", "--out", str(backup), "--verify", "--json", seconds=170))
    assert (told["tables"]["publishers_delivery"], told["verified"]) == (8, True)
    with psycopg.connect(move.url) as connection:
        connection.execute("UPDATE publishers_delivery SET detail = 'lost with the machine'")
    # when
    arguments = ("restore", str(backup), "--overwrite", "--json")
    restored = json.loads(manage(move.on_postgres, *arguments, seconds=170))
    # then
    states = "SELECT c.kind, d.state, COUNT(*) FROM publishers_delivery d JOIN content_channel c ON c.id = d.channel_id"
    assert sorted(query(move.url, f"{states} WHERE d.detail = '' GROUP BY 1, 2")) == [
        ("facebook", "unknown", 4), ("website", "pending", 4),
    ]  # fmt: skip
    assert restored["held"]["deliveries"] == 4
    old = restored["kept"]
    assert query(move.url, f"SELECT DISTINCT detail FROM {old}.publishers_delivery") == [("lost with the machine",)]
    assert move.tables() == {"public", old}
    later = act(move.on_postgres, "queue", channels=move.channels, title="Undan keyin")
    assert min(later) > max(new)


def test_a_database_somebody_works_on_is_not_replaced(move: Move, postgres: Postgres) -> None:
    move = move.copied(postgres)
    backup = move.folder / "other.zip"
    manage(move.on_postgres, "backup", "--out", str(backup))

    with psycopg.connect(move.url):
        refusal = move.refused("restore", str(backup), "--overwrite", url=move.url)

    assert refusal == (2, "The database is in use. Stop web, worker and beat first; nothing was changed.")
