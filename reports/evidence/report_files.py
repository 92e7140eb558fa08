"""The execution report as files of the pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from reports.execution.making import FORMATS, make_report
from scheduler.models import MediaPlan


def report_files(
    plan: MediaPlan, first: date, last: date, *, language: str, now: datetime
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes, in each form."""
    for form in FORMATS:
        yield f"report.{form}", make_report(plan, first, last, format=form, language=language, now=now)
