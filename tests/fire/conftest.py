from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
import redis

from tests.fire.installation import WORKERS, Installation, installed
from tests.processes.program import output_of, query, wait_until
from tests.servers import Postgres

PATIENCE = 240.0
"""Seconds; on two busy cores a process alone takes twenty to come up."""


@dataclass
class Works:
    """An installation at work, and what tests ask of it. Everybody's clock is behind ``now`` together."""

    site: Installation

    def deed(self, name: str, **wish: Any) -> Any:
        command = [sys.executable, "-m", "tests.fire.actor", name, json.dumps(wish)]
        return json.loads(output_of(command, self.site.environment, PATIENCE).splitlines()[-1])

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return query(self.site.postgres.url, statement)

    def change(self, statement: str) -> None:
        with psycopg.connect(self.site.postgres.url) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def states(self) -> dict[str, int]:
        """How many deliveries are in which state; those that were replaced left out."""
        found = "SELECT state, count(*) FROM publishers_delivery WHERE state <> 'cancelled' GROUP BY state"
        return dict(self.rows(found))

    def begin(self, which: str = "true") -> None:
        """Of what ``lay`` made, those rows are due from now on."""
        chosen = f"state = 'pending' AND {which}"
        self.change(
            "UPDATE publishers_delivery SET due_at = due_at - early, ready_at = ready_at - early,"
            " miss_at = miss_at - early, miss_after = miss_after - early"
            f" FROM (SELECT min(due_at) - now() AS early FROM publishers_delivery WHERE {chosen}) AS plan"
            f" WHERE {chosen}"
        )

    def wait_until(self, condition: Any, what: str) -> Any:
        return wait_until(condition, what, *self.site.programs.values(), seconds=PATIENCE)

    def wait_for_workers(self) -> None:
        """Until each worker has asked the broker for work."""
        self.wait_until(lambda: self._asking() >= len(WORKERS), "the workers are up")

    def _asking(self) -> int:
        with redis.Redis.from_url(self.site.redis.url) as client:
            return sum(found["cmd"] == "brpop" for found in client.client_list())


@pytest.fixture
def works(postgres: Postgres, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """Empty, and nothing of ours running yet."""
    with installed(tmp_path_factory.mktemp("works"), postgres.address(migrated), WORKER_CONCURRENCY="4") as site:
        yield Works(site)
