"""The tables of one SQLite database made in another one, empty, by the very statements that made them."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from config.keeping.databases import applied_migrations

_FORMS = """
    SELECT form.sql FROM sqlite_master AS form
    WHERE form.sql IS NOT NULL AND form.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT EXISTS (
        -- a virtual table makes those behind it by itself
        SELECT 1 FROM sqlite_master AS virtual
        WHERE virtual.sql LIKE 'CREATE VIRTUAL TABLE%' AND form.type = 'table'
        AND substr(form.name, 1, length(virtual.name) + 1) = virtual.name || '_'
    )
    ORDER BY form.type = 'trigger', form.type = 'index', form.rowid
"""


def copy_tables(source: BaseDatabaseWrapper, path: Path, migrations: list[tuple[str, str]]) -> bool:
    """False, and nothing is done, when ``source`` is no SQLite database at exactly that stage of the migrations."""
    if source.vendor != "sqlite" or not Path(source.settings_dict["NAME"]).exists():
        return False
    try:
        if sorted(migrations) != applied_migrations(source):
            return False
        with source.cursor() as cursor:
            cursor.execute(_FORMS)
            forms = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute("SELECT app, name, applied FROM django_migrations ORDER BY id")
            applied = [tuple(map(str, row)) for row in cursor.fetchall()]
    except DatabaseError:
        return False
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for form in forms:
            connection.execute(form)
        connection.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", applied)
    return True
