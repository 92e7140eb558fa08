"""Finds the header row of a plan's table and the role of each column from its words, in any order and spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.plan_import.folding import fold
from scheduler.plan_import.rows import Row

ROLES = ("number", "title", "method", "deadline", "responsible", "coverage")
_LONGEST_HEADER = 150

# In the order of tests: "amalga oshirish muddati" is a deadline although it begins like a method.
_ROLE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("number", r"^(?:t ?[/.\\]? ?r|n|no|nn|n ?p ?/ ?p|p ?/ ?p|tartib rakami|rakami)[ .:]*$|^no ?p ?/ ?p"),
        ("deadline", r"\bmuddat|\bsrok|\bsana(?:si|lari)?\b|\bvakti\b|\bdata\b|\bperiod provedeni|\bdavri\b"
         r"|^(?:oy|oylar|oyi|mesyats)$"),
        ("responsible", r"\bmasul|\bijrochi|\bijro etuvchi|\botvetstv|\bispolnitel"),
        ("coverage", r"\byoriti(?:l|sh)|\bosveshcheni|\be ?lon kilinadigan|\bjoylashtiriladigan|\bkanal(?:lar|i)"
         r"|\bplatforma|\bploshchadk"),
        ("method", r"\bmehanizm|\bamalga oshirish|\bshakl|\bform[ai]\b|\bmehanizm|\busuli|\bsposob|\bporyadok"),
        ("title", r"\btadbir|\bchora|\bnomi\b|\bmazmuni|\bmavzu|\bnaimenovan|\bmeropriyati|\bvazifa|\btema\b"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Where the header row stands in its table and which column has which role.

    deadlines: every column under a cell that names a deadline, there may be several ("from", "until").
    cells: the header row itself.
    """

    row: int
    columns: dict[str, int]
    deadlines: tuple[int, ...]
    cells: Row

    def width(self) -> int:
        """Return how many columns the table has."""
        return width_of(self.cells)

    def missing(self) -> list[str]:
        """Return the roles a plan needs and this table lacks."""
        return [role for role in ("method", "deadline", "coverage") if role not in self.columns]


def role_of(text: str) -> str | None:
    """Return the role that the words of a header cell name, or None."""
    key = fold(text)
    if not key or len(key) > _LONGEST_HEADER:
        return None
    return next((role for role, pattern in _ROLE_WORDS if pattern.search(key)), None)


def columns_of(row: Row) -> dict[str, int]:
    """Return role to column for the header words of `row`; the first cell with a role keeps it."""
    columns: dict[str, int] = {}
    for cell in row.cells:
        role = role_of(cell.text)
        if role and role not in columns:
            columns[role] = cell.column
    return columns


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the first row that names the events and at least their deadline or their coverage, or None."""
    for index, row in enumerate(rows):
        columns = columns_of(row)
        if "title" in columns and ({"deadline", "coverage"} & set(columns)) and _is_distinct(row, columns):
            return Header(index, columns, _deadlines(row), row)
    return None


def width_of(row: Row) -> int:
    """Return how many columns the cells of `row` cover."""
    return max((cell.column + cell.span for cell in row.cells), default=0)


def _deadlines(row: Row) -> tuple[int, ...]:
    named = (cell for cell in row.cells if role_of(cell.text) == "deadline")
    return tuple(column for cell in named for column in range(cell.column, cell.column + cell.span))


def _is_distinct(row: Row, columns: dict[str, int]) -> bool:
    """Every cell of a header is short and most name a role: a row of content that holds such words is no header."""
    filled = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    return all(len(text) <= _LONGEST_HEADER for text in filled) and 2 * len(columns) >= len(filled)
