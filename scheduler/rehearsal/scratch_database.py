"""The scratch database: the tables of the house's own one, with what its migrations put there and nothing else.

On SQLite they are copied, statement by statement; another engine's cannot be, so there the migrations run anew, which
takes most of a rehearsal's seconds.
"""

from __future__ import annotations

import gc
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

ROOTS = "depth = 1"
INSTALLED = {
    "django_migrations": "",
    "django_content_type": "",
    "auth_permission": "",
    "auth_group": "",
    "auth_group_permissions": "",
    "wagtailcore_locale": "",
    "wagtailcore_page": ROOTS,
    "wagtailcore_collection": ROOTS,
    "wagtailcore_groupcollectionpermission": "collection_id IN (SELECT id FROM wagtailcore_collection WHERE depth = 1)",
    "wagtailcore_workflow": "",
    "wagtailcore_task": "",
    "wagtailcore_workflowtask": "",
    "wagtailcore_workflowcontenttype": "",
    "content_foureyestask": "",
    "content_foureyestask_groups": "",
}
"""Tables whose rows come with the installation, and which of their rows: rights, steps of approval, roots of trees."""


def own_tables() -> dict[str, Any] | None:
    """Statements that make the tables of the database in use, and the rows that came with them; None when it is not
    SQLite."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        found = [(name, sql) for name, sql in cursor.fetchall() if not name.startswith("sqlite_")]
        virtual = tuple(f"{name}_" for name, sql in found if sql.startswith("CREATE VIRTUAL TABLE"))
        statements = [sql for name, sql in found if not (virtual and name.startswith(virtual))]
        rows = {}
        for table, wanted in INSTALLED.items():
            where = f" WHERE {wanted}" if wanted else ""
            cursor.execute(f"SELECT * FROM {table}{where}")  # noqa: S608 - names of our own
            rows[table] = [list(row) for row in cursor.fetchall()]
    return {"statements": statements, "rows": rows}


def build(tables: dict[str, Any] | None) -> None:
    """Make the scratch database of what ``own_tables`` gave, else by the migrations."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # nothing of it outlives this process
        cursor.execute("PRAGMA journal_mode=MEMORY")
    if tables is None:
        gc.disable()  # migrating makes a great many models that refer to each other: looking through them takes longest
        call_command("migrate", verbosity=0, interactive=False)
        gc.enable()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in tables["statements"]:
            cursor.execute(statement)
        for table, rows in tables["rows"].items():
            if rows:
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        cursor.execute("UPDATE wagtailcore_page SET numchild = 0")
        cursor.execute("UPDATE wagtailcore_collection SET numchild = 0")
