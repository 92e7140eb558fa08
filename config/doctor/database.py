"""Whether the database answers and has every table."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from django.db import connection
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok
from desk.command import missing_migrations


def check() -> Iterator[Finding]:
    """Raises DatabaseError."""
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = perf_counter() - began
    missing = missing_migrations()
    yield ok(
        "database.answer",
        _("%(database)s answers within %(ms)s ms.") % {"database": connection.display_name, "ms": f"{took * 1000:.0f}"},
    )
    if missing:
        yield error(
            "database.migrations",
            _("Migrations the database has not had: %(count)s; the first is %(name)s.")
            % {"count": len(missing), "name": missing[0]},
            _("Run: python manage.py prepare"),
        )
    else:
        yield ok("database.migrations", _("The database is up to date."))
