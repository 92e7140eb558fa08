"""The open data of a plan: CSV and JSON with the same fields, the same in every language."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from reports.ledger.entries import Status
from reports.ledger.labels import status_label
from reports.models import PublicPlan
from reports.tables import harmless

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
FIELDS = (
    "id", "item_id", "item_number", "item_title", "deadline", "quarter", "period_first", "period_last", "due_on",
    "channel_id", "channel", "channel_kind", "is_test_channel", "status", "published_on", "published_at", "title",
    "link", "issue",
)  # fmt: skip
"""Of one duty, in the order of the CSV's columns; docs/transparency.md explains each."""


def as_csv(row: PublicPlan) -> bytes:
    """With a byte order mark: without it, spreadsheet programs take the letters for others."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    writer.writerows([_cell(duty[name]) for name in FIELDS] for duty in row.duties)
    return out.getvalue().encode("utf-8-sig")


def as_json(row: PublicPlan, *, page_url: str) -> bytes:
    page = row.page
    assert row.as_of is not None
    told = {
        "plan": {
            "id": row.plan_id,
            "title": page["title"],
            "organization": page["organization"],
            "first": page["first"],
            "last": page["last"],
            "time_zone": page["zone"],
            "url": page_url,
        },
        "as_of": row.as_of.isoformat(),
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "statuses": statuses(),
        "totals": page["counts"],
        "quarters": page["quarters"],
        "items": [_without_posts(item) for item in page["items"]],
        "duties": row.duties,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def statuses() -> dict[str, dict[str, str]]:
    """What each code means, in every language of the site."""
    found: dict[str, dict[str, str]] = {status.value: {} for status in Status}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for status in Status:
                found[status.value][language] = status_label(status)
    return found


def _without_posts(item: Mapping[str, Any]) -> dict[str, Any]:
    """The duties name all posts, the page only the newest."""
    kept = ("key", "first", "last", "counts")
    return {**item, "quarters": [{name: quarter[name] for name in kept} for quarter in item["quarters"]]}


def _cell(value: Any) -> Any:
    """As CSV has it: no title is a formula, and yes and no are those of JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value)
