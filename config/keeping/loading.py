"""Rows into a database that is being built, all in one transaction, compared afterwards with what they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.keeping.databases import applied_migrations, run_program
from config.keeping.same_tables import copy_tables
from config.keeping.staging import SqliteStaging, Staging, built
from config.keeping.tables import Row, Table, count_from, empty, fingerprint, write_rows


class NotTheSame(Exception):
    """What the new database holds is not what was put in, or it did not take a row; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Load:
    """One table on its way."""

    table: Table
    rows: Iterable[Row]
    counted_to: int


def make_tables(staging: Staging, migrations: list[tuple[str, str]]) -> None:
    """The tables of that stage of the migrations. Raises ProgramFailed, NotTheSame.

    SQLite tells how the tables of the database in use were made: where that one stands at the same stage, they are made
    the same way, which takes a second where the migrations take many.
    """
    if not (isinstance(staging, SqliteStaging) and copy_tables(connections["default"], staging.path, migrations)):
        run_program("config.keeping.schema", staging.url, {"migrations": migrations})
    with built(staging) as connection:
        missing = set(migrations) - set(applied_migrations(connection))
        if missing:
            raise NotTheSame(f"migrations: {len(missing)}")


def load(staging: Staging, tables: list[Table], loads: Iterator[Load]) -> dict[str, tuple[int, str]]:
    """Rows and fingerprint of each table as the new database holds them. Raises NotTheSame."""
    counts = {}
    try:
        with built(staging) as connection, transaction.atomic(using=connection.alias):
            empty(connection, tables)
            for one in loads:
                counts[one.table.name] = _load(connection, one)
            connection.check_constraints()
    except DatabaseError as error:
        told = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or type(error).__name__
        raise NotTheSame(f"{list(counts)[-1:] or ''} {told}".strip()) from None
    return counts


def _load(connection: BaseDatabaseWrapper, one: Load) -> tuple[int, str]:
    try:
        put_in = write_rows(connection, one.table, one.rows)
    except DatabaseError as error:
        told = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or type(error).__name__
        raise NotTheSame(f"{one.table.name}: {told}") from None
    count_from(connection, one.table, one.counted_to)
    holds = fingerprint(connection, one.table)
    if (holds.rows, holds.total) != (put_in.rows, put_in.total):
        raise NotTheSame(f"{one.table.name}: {put_in.rows} rows put in, {holds.rows} there, or not the same")
    return holds.rows, holds.text()
