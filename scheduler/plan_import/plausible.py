"""Whether a table with header words of a plan is one: not a budget, a statistic, a timetable or a list of people."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.plan_import.content_columns import reads_as_deadlines
from scheduler.plan_import.folding import fold
from scheduler.plan_import.header import Header
from scheduler.plan_import.header_words import OTHER_MATTER
from scheduler.plan_import.headings import is_other_paper, names_plan
from scheduler.plan_import.rows import Row


def is_plan(header: Header, rows: Sequence[Row], others: Sequence[Header], lines: Sequence[str]) -> bool:
    """Tell whether the table below `header` is a plan.

    others: the headers of the plan tables above it. lines: what stands above it.
    """
    if "title" not in header.columns:
        return False
    has_deadline = bool(header.deadlines or header.periods)
    has_coverage = bool(header.coverages or header.channels)
    if has_deadline and has_coverage:
        return True
    words = fold(" ".join(cell.text for cell in header.cells.cells))
    if others and OTHER_MATTER.search(words):
        return False
    if not has_deadline:
        return all(not (other.deadlines or other.periods) for other in others) and (bool(others) or names_plan(lines))
    if is_other_paper(lines):
        return False
    is_task = bool({"responsible", "method"} & set(header.columns))
    return names_plan(lines) or (is_task and reads_as_deadlines(header, rows[header.last + 1 :]))
