"""Moves everything to another database, the one in use untouched: the same rows, compared table by table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from config.keeping.databases import Refused, applied_migrations, run_program, snapshot
from config.keeping.loading import Load, load, make_tables
from config.keeping.staging import Staging
from config.keeping.tables import Table, counted_to, our_tables, read_rows


def move(staging: Staging, *, now: datetime) -> dict[str, int]:
    """Rows of each table, now in both databases. SQLite lets nobody write meanwhile.

    Raises Refused (``not_up_to_date``, ``in_use``, ``has_content``), NotTheSame, WrongValue, ProgramFailed; the other
    database is then as it was.
    """
    staging.refuse_if_used(overwrite=False)
    try:
        with snapshot(block_writers=True) as source:
            migrations = applied_migrations(source)
            if set(MigrationLoader(source).graph.leaf_nodes()) - set(migrations):
                raise Refused("not_up_to_date")
            staging.begin()
            make_tables(staging, migrations)
            tables = our_tables()
            holds = load(staging, tables, _loads(source, tables))
        task = {"taken_at": now.isoformat(), "now": now.isoformat(), "hold": False}
        run_program("config.keeping.settling", staging.url, task)
        staging.put_in_place(at=now)
    except BaseException:
        staging.drop()
        raise
    return {name: rows for name, (rows, _fingerprint) in holds.items()}


def _loads(source: BaseDatabaseWrapper, tables: list[Table]) -> Iterator[Load]:
    for table in tables:
        yield Load(table, read_rows(source, table), counted_to(source, table))
