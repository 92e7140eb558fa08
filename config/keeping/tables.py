"""Rows of whole tables out of a database and into one, with a fingerprint that tells whether they are the same rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from config.keeping.values import KINDS, Kind, comparable, kind_of

CHUNK = 500
"""Rows in memory at once."""
LEFT_OUT = frozenset(
    {
        "django_session",
        "wagtailsearch_indexentry",
        "wagtailsearch_indexentry_fts",
        "website_visitsalt",
        "website_visitmark",
    }
)
"""Signed-in browsers (each a secret; people sign in again) and the search index, which each database builds in its own
form from the other tables; and what tells today's readers apart, which no file may outlive the day with."""
_FULL = 1 << 256

Row = list[Any]
"""Packed values, in the order of the table's columns."""
Steps = Sequence[Callable[..., Any]]


class WrongValue(Exception):
    """A value that its column cannot hold: SQLite takes anything, others do not."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    is_file: bool = False
    """Holds the name of a file of the media folder."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    counter: str = ""
    """The column the database numbers by itself; empty: none."""


@dataclass(slots=True)
class Fingerprint:
    """Of rows in any order: how many, and the sum of their checksums."""

    rows: int = 0
    total: int = 0
    _kinds: Sequence[str] = field(default=())

    @classmethod
    def of(cls, table: Table) -> Fingerprint:
        return cls(_kinds=[column.kind for column in table.columns])

    def add(self, row: Row) -> None:
        line = json.dumps([comparable(kind, value) for kind, value in zip(self._kinds, row, strict=True)])
        digest = hashlib.sha256(line.encode()).digest()
        self.rows, self.total = self.rows + 1, (self.total + int.from_bytes(digest)) % _FULL

    def text(self) -> str:
        return f"{self.total:064x}"


def our_tables() -> list[Table]:
    """Every table of ours and of what we build on, but for LEFT_OUT, by name. Raises UnknownKind."""
    found = [
        _table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]
    return sorted(found, key=lambda table: table.name)


def _table(model: type[models.Model]) -> Table:
    fields = model._meta.local_concrete_fields
    columns = tuple(Column(str(f.column), kind_of(f), isinstance(f, models.FileField)) for f in fields)
    counter = next((str(f.column) for f in fields if isinstance(f, models.AutoField)), "")
    return Table(model._meta.db_table, columns, counter)


def read_rows(connection: BaseDatabaseWrapper, table: Table) -> Iterator[Row]:
    """All rows, a chunk in memory at a time. Raises WrongValue, with table, column and row's place, no contents."""
    kinds = [KINDS[column.kind] for column in table.columns]
    readers = [kind.readers(connection) for kind in kinds]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {_names(connection, table)} FROM {connection.ops.quote_name(table.name)}")  # noqa: S608
        while found := cursor.fetchmany(CHUNK):
            for values in found:
                row = []
                for column, kind, steps, value in zip(table.columns, kinds, readers, values, strict=True):
                    row.append(None if value is None else _packed(table, column, kind, steps, value, connection))
                yield row


def _packed(table: Table, column: Column, kind: Kind, steps: Steps, value: Any, connection: BaseDatabaseWrapper) -> Any:
    for step in steps:
        value = step(value, None, connection)
    if not isinstance(value, kind.python):
        raise WrongValue(f"{table.name}.{column.name}: a {type(value).__name__} for {column.kind}")
    return kind.pack(value)


def write_rows(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[Row]) -> Fingerprint:
    """Insert ``rows``, whatever their order: relations are checked when the transaction ends."""
    kinds = [KINDS[column.kind] for column in table.columns]
    places = ", ".join(["%s"] * len(kinds))
    statement = f"INSERT INTO {connection.ops.quote_name(table.name)} ({_names(connection, table)}) VALUES ({places})"  # noqa: S608
    written = Fingerprint.of(table)
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            for row in chunk:
                written.add(row)
            cursor.executemany(
                statement,
                [[kind.parameter(v, connection) for kind, v in zip(kinds, row, strict=True)] for row in chunk],
            )
    return written


def fingerprint(connection: BaseDatabaseWrapper, table: Table) -> Fingerprint:
    """Of what the database holds now."""
    found = Fingerprint.of(table)
    for row in read_rows(connection, table):
        found.add(row)
    return found


def counted_to(connection: BaseDatabaseWrapper, table: Table) -> int:
    """The last number the database gave in the table's counter, 0 when none: a number is never given twice."""
    if not table.counter:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        cursor.execute(f"SELECT last_value, is_called FROM {_sequence(connection, table)}")  # noqa: S608
        last, called = cursor.fetchone()
        return int(last) if called else 0


def count_from(connection: BaseDatabaseWrapper, table: Table, last: int) -> None:
    """Let the database give numbers above ``last``, and above those that are there."""
    if not table.counter:
        return
    name, counter = (connection.ops.quote_name(text) for text in (table.name, table.counter))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX({counter}) FROM {name}")  # noqa: S608
        last = max(last, cursor.fetchone()[0] or 0)
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
        else:
            cursor.execute(
                "SELECT setval(%s::regclass, %s, %s)", [_sequence(connection, table), max(last, 1), last > 0]
            )


def empty(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """Take away what the migrations themselves put there."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608


def _sequence(connection: BaseDatabaseWrapper, table: Table) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table.name), table.counter])
        return str(cursor.fetchone()[0])


def _names(connection: BaseDatabaseWrapper, table: Table) -> str:
    return ", ".join(connection.ops.quote_name(column.name) for column in table.columns)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
