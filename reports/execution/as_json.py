"""The report for programs; docs/reports.md explains its fields."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from reports.execution.parts import Bar, Report
from reports.ledger.entries import Counts, Status

SCHEMA = "mediareja.execution-report/1"


def json_of(report: Report, progress: Callable[[int, int], None]) -> bytes:
    """UTF-8, names sorted: the same report gives the same bytes."""
    told = json.dumps(plain(report), ensure_ascii=False, indent=1, sort_keys=True, default=_text)
    progress(1, 1)
    return f"{told}\n".encode()


def plain(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "language": report.language,
        "organization": report.organization,
        "plan": {"title": report.title},
        "period": {"first": report.first, "last": report.last, "words": report.period},
        "checksum": report.checksum,
        "stamp": report.stamp,
        "counts": _counts(report.counts),
        "summary": report.summary,
        "quarters": [_bar(bar) for bar in report.quarters],
        "channels": [_bar(bar) for bar in report.channels],
        "items": [
            asdict(item) | {"counts": _counts(item.counts), "planned": dict(item.planned)} for item in report.items
        ],
        "duties": [asdict(row) for row in report.duties],
        "links": [asdict(row) for row in report.links],
        "signatures": [{"position": position, "name": name} for position, name in report.signatures],
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {"name": bar.label, "counts": _counts(bar.counts)}


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "total": counts.total,
        "counted": counts.counted,
        "fulfilled": counts.fulfilled,
        "percent": counts.percent,
        "of": {status.value: counts.of[status] for status in Status},
    }


def _text(value: Any) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(type(value).__name__)
