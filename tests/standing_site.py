"""The public site most tests find standing: ``ensure_site`` builds it once per worker, later it is written as it was.

Building asks the database three hundred times and writes eighty times. Only the writing is repeated, and only where
what it depends on is as it was; the tests of ``ensure_site`` itself and those with real commits call it directly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from time_machine import travel
from wagtail.models import Site

from website.models import HomePage
from website.services import ensure_site

SET_UP = datetime(2026, 1, 1, tzinfo=UTC)
"""When the site was set up, for every test alike, whichever came first."""

_WRITES: dict[Any, list[tuple[str, Any]]] = {}
_DEPENDS_ON = (
    "SELECT id, path, numchild, slug, content_type_id, locale_id, live_revision_id FROM wagtailcore_page ORDER BY id",
    "SELECT id, hostname, port, site_name, root_page_id, is_default_site FROM wagtailcore_site ORDER BY id",
    "SELECT id, app_label, model FROM django_content_type ORDER BY id",
    "SELECT name, seq FROM sqlite_sequence WHERE name IN ('wagtailcore_page', 'wagtailcore_revision', "
    "'wagtailcore_pagelogentry', 'wagtailsearch_indexentry', 'wagtailcore_referenceindex') ORDER BY name",
)


def standing_site(*, site_name: str, base_url: str) -> HomePage:
    """The home page of a site with the default sections, as ``ensure_site`` leaves it."""
    if connection.vendor != "sqlite" or not connection.in_atomic_block:
        return ensure_site(site_name=site_name, base_url=base_url)
    key = (site_name, base_url, *(_rows(statement) for statement in _DEPENDS_ON))
    writes = _WRITES.get(key)
    if writes is None:
        _WRITES[key] = writes = []
        with travel(SET_UP, tick=False), connection.execute_wrapper(_keeping(writes)):
            return ensure_site(site_name=site_name, base_url=base_url)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in writes:
            cursor.execute(statement, values)
    Site.clear_site_root_paths_cache()
    return HomePage.objects.get()


def _rows(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        return tuple(cursor.execute(statement).fetchall())


def _keeping(writes: list[tuple[str, Any]]) -> Callable[..., Any]:
    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not many, "no builder of the site writes in batches"
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append((sql, params))
        return execute(sql, params, many, context)

    return keep
