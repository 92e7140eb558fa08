"""Reads a plan file into items with recurrences, channels and questions. The only door of this package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.plan_import.assembling import Entry, assemble
from scheduler.plan_import.confinement import read_confined
from scheduler.plan_import.coverage import mentioned_channels, outlets_of, read_coverage
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.folding import fold
from scheduler.plan_import.headings import is_report, read_heading
from scheduler.plan_import.plan_reading import ItemReading, PlanReading, RecurrenceReading, recurrence_of
from scheduler.plan_import.wording import Wording, read_wording

__all__ = ["ItemReading", "PlanReading", "RecurrenceReading", "read_plan", "recurrence_of"]

# In Cyrillic "1 марта" is the first of March to a Russian and "once" to an Uzbek writer.
_ONCE = re.compile(r"\d+ marta\W*")
_UZBEK_LETTER = re.compile(r"[ўқғҳЎҚҒҲ]")
_SCHOOL_STARTS = 9
_STEP = re.compile(r"^\s*\d{1,2}\s*[.)]\s*(?=\D)")


def read_plan(path: Path, *, year: int | None = None) -> PlanReading:
    """Read the plan in `path`; `year` overrules the year of its title.

    Raises NotAPlan, with any of its codes, when the file is no plan. Never changes anything.
    """
    document = read_confined(path)
    table = assemble(document)
    if is_report(document.paragraphs):
        raise NotAPlan("is_report")
    if table is None or not table.entries:
        raise NotAPlan("no_table")
    heading = read_heading(table.heading)
    plan_year = year if year is not None else heading.year
    is_uzbek = any(_UZBEK_LETTER.search(f"{entry.title} {entry.method} {entry.coverage}") for entry in table.entries)
    items = [_item(entry, plan_year, is_uzbek=is_uzbek, academic=heading.academic) for entry in table.entries]
    items = _with_number_questions(items)
    plan_review = [
        *(["no_year"] if plan_year is None else []),
        *(["academic_year"] if heading.academic else []),
        *(f"missing_column:{role}" for role in table.missing),
        *(["rows_need_attention"] if any(item.needs_review for item in items) else []),
    ]
    year_from = "option" if year is not None else "title" if heading.year is not None else None
    return PlanReading(
        heading.title,
        plan_year,
        year_from,
        tuple(plan_review),
        tuple(items),
        not_read=document.not_read,
        is_school_year=heading.academic,
    )


def _item(entry: Entry, year: int | None, *, is_uzbek: bool, academic: bool) -> ItemReading:
    wording = read_wording(entry.deadline, year=year)
    coverage = read_coverage(entry.coverage)
    review = [*wording.review, *coverage.review]
    if is_uzbek and wording.kind == "dates" and _ONCE.fullmatch(fold(entry.deadline)):
        review.append("conflicting_deadline")
    if academic and _lies_before_september(wording):
        review.append("year_differs")
    if entry.deadlines > 1:
        review.append("multi_deadline")
    if "deadline" in entry.inherited:
        review.insert(0, "inherited_deadline")
    if _are_swapped(entry, wording, coverage.channels):
        review.append("swapped_cells")
    elsewhere = f"{entry.title}\n{entry.method}"
    method = _lines(entry.method)
    return ItemReading(
        number=entry.number,
        section=entry.section,
        title=_line(entry.title),
        method="\n".join(method),
        steps=_steps(method),
        responsible=_line(entry.responsible) or None,
        deadline_text=_line(entry.deadline),
        coverage_text=_line(entry.coverage),
        kind=wording.kind,
        recurrence=recurrence_of(wording, year),
        channels=coverage.channels,
        also_mentioned=tuple(name for name in mentioned_channels(elsewhere) if name not in coverage.channels),
        outlets=tuple(dict.fromkeys(coverage.outlets + outlets_of(elsewhere))),
        review=tuple(dict.fromkeys(review)),
        place=entry.place,
    )


def _lies_before_september(wording: Wording) -> bool:
    """In a school plan such months belong to the second of its two years."""
    window = [wording.window.start] if wording.window else []
    return any(day.month < _SCHOOL_STARTS and day.year is None for day in (*wording.dates, *window))


def _are_swapped(entry: Entry, wording: Wording, channels: tuple[str, ...]) -> bool:
    """The deadline stands in the coverage cell, and perhaps the other way round."""
    return wording.kind == "unknown" and not channels and read_wording(entry.coverage).kind != "unknown"


def _with_number_questions(items: Sequence[ItemReading]) -> list[ItemReading]:
    """Ask about numbers that repeat or jump within one section; a section may start again at 1."""
    asked: list[ItemReading] = []
    seen: set[tuple[str | None, str]] = set()
    before: tuple[str | None, int] | None = None
    for item in items:
        codes: list[str] = []
        if item.number is not None:
            if (item.section, item.number) in seen:
                codes.append("duplicate_number")
            seen.add((item.section, item.number))
        if item.number is not None and item.number.isdigit():
            number = int(item.number)
            if before is not None and number > before[1] + 1:
                codes.append("number_gap")
            before = (item.section, number)
        asked.append(replace(item, review=item.review + tuple(codes)) if codes else item)
    return asked


def _steps(lines: Sequence[str]) -> tuple[str, ...]:
    steps: list[str] = []
    for line in lines:
        if match := _STEP.match(line):
            steps.append(line[match.end() :])
        elif steps:
            steps[-1] = f"{steps[-1]} {line}"
    return tuple(step.rstrip("; ") for step in steps)


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for line in (_line(line) for line in text.split("\n")) if line]
