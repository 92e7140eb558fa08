"""Rows of a sheet to blocks of a document: what stands above and below the table becomes paragraphs, as in Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scheduler.plan_import.columns import find_header, width_of
from scheduler.plan_import.header_words import heads_other_list
from scheduler.plan_import.rows import Cell, Paragraph, Row, Table

_NUMBER = re.compile(r"^\s*\d{1,4}(?:\.\d{1,3})*\s*[.)]*\s*$")
_HEADER_LINES = 3
_HEADER_WITHIN = 40
"""No header stands below so many rows; looking for one takes time in each."""

Block = str | Table
"""A paragraph's text, or a table."""


def in_order(blocks: Iterable[Block]) -> tuple[Paragraph | Table, ...]:
    """Return the blocks with the paragraphs numbered through the whole document."""
    placed: list[Paragraph | Table] = []
    paragraphs = 0
    for block in blocks:
        if isinstance(block, str):
            paragraphs += 1
            placed.append(Paragraph(block, paragraphs))
        else:
            placed.append(block)
    return tuple(placed)


def blocks_of(rows: Sequence[Row], number: int, name: str = "") -> Iterator[Block]:
    """Yield the paragraphs and tables of one sheet; its tables share its number, and rows keep their places.

    rows: the rows that hold something, each with all its cells.
    """
    starts = [0, *_further_tables(rows), len(rows)]
    for start, end in pairwise(starts):
        yield from _blocks_of_part(rows[start:end], number, name)


def _further_tables(rows: Sequence[Row]) -> Iterator[int]:
    """Yield where a table with another header begins."""
    header = find_header(rows[:_HEADER_WITHIN])
    if header is None:
        return
    columns = header.columns
    for at in range(header.row + 1, len(rows)):
        title = rows[at].cell(columns.get("title"))
        stands_apart = rows[at].only_text() is None and (
            _is_after_gap(rows, at) or rows[at - 1].only_text() is not None
        )
        if not stands_apart or (title is not None and title.inherited):
            continue
        another = find_header(rows[at : at + _HEADER_LINES])
        if another is None and heads_other_list([cell.text for cell in rows[at].cells]):
            columns = {}
            yield at
        if another is not None and another.row == 0 and another.columns != columns:
            columns = another.columns
            yield at


def _blocks_of_part(rows: Sequence[Row], number: int, name: str) -> Iterator[Block]:
    header = find_header(rows[:_HEADER_WITHIN])
    wide = [at for at, row in enumerate(rows) if row.only_text() is None]
    first = header.row if header else wide[0] if wide else len(rows)
    apart: list[Row] = []
    for row in rows[:first]:
        text = row.only_text()
        if text is None:
            apart.append(row)
            continue
        if apart:
            yield Table(tuple(apart), number, name)
            apart = []
        yield text
    left = min((cell.column for at in wide for cell in rows[at].cells if cell.text), default=0)
    end = _end_of_table(rows, wide[-1] if wide else first, left)
    if first < len(rows):
        width = max(width_of(row) for row in rows[first:end])
        yield Table((*apart, *(_over_all_columns(row, left, width) for row in rows[first:end])), number, name)
    for row in rows[end:]:
        yield from (cell.text for cell in row.cells if cell.text)


def _end_of_table(rows: Sequence[Row], last: int, left: int) -> int:
    """Lines below the last row of several cells belong no more to the table after a gap, or in its first column."""
    for at in range(last + 1, len(rows)):
        if _is_after_gap(rows, at) or _runs_on(rows[at], left):
            return at
    return len(rows)


def _is_after_gap(rows: Sequence[Row], at: int) -> bool:
    return at == 0 or rows[at].place[1] > rows[at - 1].place[1] + 1


def _runs_on(row: Row, left: int) -> bool:
    """A lone text at the left of the table, no number, is shown over the empty cells beside it."""
    text = row.only_text()
    if text is None or _NUMBER.match(text):
        return False
    filled = next(cell for cell in row.cells if cell.text)
    return filled.column <= left and not filled.inherited


def _over_all_columns(row: Row, left: int, width: int) -> Row:
    if not _runs_on(row, left):
        return row
    filled = next(cell for cell in row.cells if cell.text)
    return replace(row, cells=(Cell(filled.text, filled.column, width - filled.column),))
