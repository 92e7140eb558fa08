"""The execution report as files of the pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from scheduler.models import MediaPlan

FORMATS = ("docx", "pdf", "xlsx", "json")


def report_files(
    plan: MediaPlan, first: date, last: date, *, language: str, now: datetime
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes, in each form."""
    try:
        from reports.execution.making import make_report
    except ModuleNotFoundError:
        return
    for form in FORMATS:
        yield f"report.{form}", make_report(plan, first, last, format=form, language=language, now=now)
