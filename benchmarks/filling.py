"""Many rows at once, by the database itself: one row made with the ORM, copied under numbers 0, 1, 2…"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Model


def multiply(row: Model, count: int, *, start: int = 0, **columns: str) -> None:
    """Insert ``count`` copies of a saved row. ``columns``: SQL for those that differ, with ``n.i`` for the number.

    Both databases read the same statement, in one transaction.
    """
    meta = row._meta
    names = [field.column for field in meta.concrete_fields if not field.primary_key]
    unknown = set(columns) - set(names)
    assert not unknown, f"no such columns: {unknown}"
    taken = ", ".join(columns.get(name, f't."{name}"') for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    table = meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM n WHERE i < {start + count - 1}) "
            f'INSERT INTO "{table}" ({quoted}) SELECT {taken} FROM n CROSS JOIN "{table}" t WHERE t.id = {row.pk}'
        )


def text(prefix: str) -> str:
    """SQL for ``prefix`` and the number."""
    return f"'{prefix}' || n.i"


def seconds_after(instant: datetime, step: str = "n.i") -> str:
    """SQL for the instant so many seconds later, as Django stores it."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f', '{instant:%Y-%m-%d %H:%M:%S}', ({step}) || ' seconds')"
    return f"'{instant.isoformat()}'::timestamptz + ({step}) * interval '1 second'"


def look_over() -> None:
    """What the database does by itself once a table has so many rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
