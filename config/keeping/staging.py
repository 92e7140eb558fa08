"""A database made beside the one it shall replace, and put in its place in one step when it is whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from config.keeping.databases import Refused, config_of, has_content, reached

SCHEMA = "mediareja_restoring"


class Staging(Protocol):
    """Where a database is built."""

    url: str
    """Address of what is being built."""

    def refuse_if_used(self, *, overwrite: bool) -> None:
        """Raises Refused: ``in_use`` when others are connected to what is to be replaced, ``has_content`` when people's
        work is in it and ``overwrite`` does not say that it may go."""

    def begin(self) -> None:
        """Make it, empty; what an earlier try left goes."""

    def put_in_place(self, *, at: datetime) -> str:
        """Put it in the place of the other one, at once or not at all; where the other one is kept, '' when it held
        nothing of people's work."""

    def drop(self) -> None:
        """Take away what was built, if it is not in its place."""


class SqliteStaging:
    """A file beside the database's file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = place.with_name(f"{place.name}.restoring")
        self.url = f"sqlite:///{quote(str(self.path))}"

    def refuse_if_used(self, *, overwrite: bool) -> None:
        if not self.place.exists():
            return
        self._make_one_file()
        with reached("replaced", config_of(f"sqlite:///{quote(str(self.place))}")) as connection:
            if has_content(connection) and not overwrite:
                raise Refused("has_content")

    def begin(self) -> None:
        self.drop()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)

    def put_in_place(self, *, at: datetime) -> str:
        kept = ""
        if self.place.exists():
            self._make_one_file()  # else its journal would be taken for one of the new file
            old = self.place.with_name(f"{self.place.name}.before-{at:%Y%m%d-%H%M%S}")
            os.link(self.place, old)
            kept = str(old)
        _flush(self.path)
        self.path.replace(self.place)
        _flush(self.place.parent)
        return kept

    def drop(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)

    def _make_one_file(self) -> None:
        """Raises Refused when another process has it open: then its journal cannot be closed."""
        connections["default"].close()
        with contextlib.closing(sqlite3.connect(self.place, timeout=2)) as connection:
            try:
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("BEGIN EXCLUSIVE")
                connection.rollback()
            except sqlite3.OperationalError:
                raise Refused("in_use") from None


class PostgresStaging:
    """A schema of its own in the same database; its tables change places with those of the usual one."""

    def __init__(self, url: str) -> None:
        self._usual = url
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query)) | {"options": f"-c search_path={SCHEMA}"}
        self.url = urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))

    def refuse_if_used(self, *, overwrite: bool) -> None:
        if connections["default"].vendor == "postgresql":
            connections["default"].close()
        try:
            with self._connected() as connection:
                others = connection.execute(
                    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                ).fetchone()
        except psycopg.OperationalError:
            raise Refused("no_answer") from None
        if others and others[0]:
            raise Refused("in_use")
        if self.has_content() and not overwrite:
            raise Refused("has_content")

    def has_content(self) -> bool:
        with reached("replaced", config_of(self._usual)) as connection:
            return has_content(connection)

    def begin(self) -> None:
        self.drop()
        with self._connected() as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))

    def put_in_place(self, *, at: datetime) -> str:
        old = f"before_{at:%Y%m%d_%H%M%S}" if self.has_content() else ""
        with self._connected() as connection, connection.transaction():
            usual = connection.execute("SELECT current_schema()").fetchone()[0]  # type: ignore[index]
            if old:
                connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(old)))
            new_ones = _tables(connection, SCHEMA)
            for name in _tables(connection, usual) & new_ones:
                if old:
                    _move(connection, usual, name, old)
                else:
                    connection.execute(sql.SQL("DROP TABLE {}.{} CASCADE").format(*_identifiers(usual, name)))
            for name in new_ones:
                _move(connection, SCHEMA, name, usual)
            connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(SCHEMA)))
        return old

    def drop(self) -> None:
        with self._connected() as connection:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self._usual, autocommit=True) as connection:
            yield connection


def staging_for(url: str, *, place: Path) -> Staging:
    """For the database at ``url``; for '' the SQLite file at ``place``. Raises Refused."""
    if not url:
        return SqliteStaging(place)
    config = config_of(url)
    if config["ENGINE"].endswith("sqlite3"):
        return SqliteStaging(Path(config["NAME"]))
    return PostgresStaging(url)


@contextmanager
def built(staging: Staging) -> Iterator[BaseDatabaseWrapper]:
    """A connection to what is being built."""
    with reached("built", config_of(staging.url)) as connection:
        yield connection


def _tables(connection: psycopg.Connection[Any], schema: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])}


def _move(connection: psycopg.Connection[Any], schema: str, table: str, to: str) -> None:
    statement = sql.SQL("ALTER TABLE {}.{} SET SCHEMA {}")
    connection.execute(statement.format(*_identifiers(schema, table), sql.Identifier(to)))


def _identifiers(*names: str) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
