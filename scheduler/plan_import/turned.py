"""Tables laid out otherwise than row by row: a header down the first column, or one plan in two halves side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.plan_import.columns import header_at, width_of
from scheduler.plan_import.folding import fold
from scheduler.plan_import.header_words import LONGEST_HEADER, named_role, role_of
from scheduler.plan_import.rows import Row

_MOST_LABELS = 12
_HEADER_WITHIN = 10
_FEWEST_ROLES = 3


def parts_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows as one table or more that read row by row, in the order of the plan."""
    for row in rows[:_HEADER_WITHIN]:
        half = _half(row)
        if half:
            return [_columns(rows, 0, half), _columns(rows, half, width_of(row))]
    return [upright(rows)]


def _half(row: Row) -> int:
    """Return where the same header begins again in a row, 0 when it does not."""
    texts = {cell.column: fold(cell.text) for cell in row.cells if cell.text.strip()}
    columns = sorted(texts)
    middle, odd = divmod(len(columns), 2)
    if odd or middle < _FEWEST_ROLES:
        return 0
    left, right = columns[:middle], columns[middle:]
    shift = right[0] - left[0]
    is_same = all(texts[column] == texts.get(column + shift) for column in left)
    roles = {role_of(texts[column]) for column in left}
    return right[0] if is_same and {"title", "deadline"} <= roles and len(roles - {None}) >= _FEWEST_ROLES else 0


def _columns(rows: Sequence[Row], start: int, end: int) -> list[Row]:
    cut = (
        replace(
            row,
            cells=tuple(replace(cell, column=cell.column - start) for cell in row.cells if start <= cell.column < end),
        )
        for row in rows
    )
    return [row for row in cut if any(cell.text.strip() for cell in row.cells)]


def upright(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with columns and rows exchanged when the first column is a plan's header, else as they are.

    A turned row keeps the table's number; its place is the column's, from 1.
    """
    rows = list(rows)
    if not 2 <= len(rows) <= _MOST_LABELS or not _has_labels(rows):
        return rows
    width = len(rows[0].cells)
    table = rows[0].place[0]
    turned = [
        Row(tuple(replace(row.cells[column], column=at) for at, row in enumerate(rows)), (table, column + 1))
        for column in range(width)
    ]
    header = header_at(turned, 0)
    is_whole = header is not None and header.last == 0 and {"title", "deadline"} <= set(header.columns)
    return turned if is_whole else rows


def _has_labels(rows: Sequence[Row]) -> bool:
    """Tell whether every row is as wide as the others and begins with a label, and none is a header itself."""
    width = len(rows[0].cells)
    is_even = all(len(row.cells) == width and all(cell.span == 1 for cell in row.cells) for row in rows)
    labels = [row.cells[0].text for row in rows if row.cells]
    is_labelled = all(len(text) <= LONGEST_HEADER and named_role(text) for text in labels)
    is_labelled = is_labelled and len({fold(text) for text in labels}) == len(labels)
    return width > 1 and is_even and is_labelled and not any(named_role(cell.text) for cell in rows[0].cells[1:])
