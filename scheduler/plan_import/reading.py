"""Reads a plan file into items with recurrences, channels and questions. The only door of this package."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from scheduler.plan_import.assembling import PlanTable, assemble
from scheduler.plan_import.confinement import read_confined
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.headings import Heading, asks_for_school_year, is_report, read_heading
from scheduler.plan_import.items import Frame, item_of
from scheduler.plan_import.numbering import with_number_questions
from scheduler.plan_import.plan_period import period_of
from scheduler.plan_import.plan_reading import ItemReading, PlanReading, RecurrenceReading, recurrence_of
from scheduler.plan_import.rows import Document
from scheduler.plan_import.text_gaps import with_gap_questions

__all__ = ["ItemReading", "PlanReading", "RecurrenceReading", "plan_of", "read_plan", "recurrence_of"]

_UZBEK_LETTER = re.compile(r"[ўқғҳЎҚҒҲ]")


def read_plan(path: Path, *, year: int | None = None, today: date | None = None) -> PlanReading:
    """Read the plan in `path`; `year` overrules the year of its title, of a school year the first of its two.

    With `today`, named dates that lie before it are asked about. Raises NotAPlan, with any of its codes, when the file
    is no plan. Never changes anything.
    """
    return plan_of(read_confined(path), year=year, today=today)


def plan_of(document: Document, *, year: int | None = None, today: date | None = None) -> PlanReading:
    """Return the plan that a document holds. Raises NotAPlan: no_table, is_report."""
    table = assemble(document)
    if is_report(document.paragraphs if table is None else table.heading):
        raise NotAPlan("is_report")
    if table is None or not table.entries:
        raise NotAPlan("no_table")
    heading = read_heading(table.heading)
    is_uzbek = any(_UZBEK_LETTER.search(f"{entry.title} {entry.method} {entry.coverage}") for entry in table.entries)
    plan_year = year if year is not None else heading.year
    period = period_of(heading.title, school=heading.academic)
    frame = Frame(plan_year, heading.academic, is_uzbek, today, period)
    understood = with_gap_questions(item_of(entry, frame) for entry in table.entries)
    items = tuple(with_number_questions(list(understood)))
    return PlanReading(
        heading.title,
        plan_year,
        "option" if year is not None else "title" if heading.year is not None else None,
        _plan_review(table, heading, plan_year, items),
        items,
        not_read=(*table.not_read, *document.not_read),
        is_school_year=heading.academic,
    )


def _plan_review(
    table: PlanTable, heading: Heading, year: int | None, items: tuple[ItemReading, ...]
) -> tuple[str, ...]:
    codes = {
        "no_year": year is None,
        "academic_year": asks_for_school_year(heading),
        **{f"missing_column:{role}": True for role in table.missing},
        "rows_need_attention": any(item.needs_review for item in items),
        "dates_in_the_past": any("past_date" in item.review for item in items),
    }
    return tuple(code for code, is_asked in codes.items() if is_asked)
