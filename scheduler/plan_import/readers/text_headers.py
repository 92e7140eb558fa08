"""Headers of two rows in pasted text: a cell merged over several columns leaves no trace there but its fewer tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from scheduler.plan_import.rows import Cell

Cells = tuple[Cell, ...]


def width_of_rows(lines: Sequence[str]) -> int:
    """Return how many cells most lines with several cells have, 0 without such lines."""
    widths = Counter(len(line.split("\t")) for line in lines if line.count("\t") > 1)
    return widths.most_common(1)[0][0] if widths else 0


def two_row_header(first: Sequence[str], second: Sequence[str], width: int) -> tuple[Cells, Cells] | None:
    """Return the cells of a header whose second row divides some cells of its first; None where that is uncertain.

    An empty cell of the second row stands below a cell of the first that goes over both rows; a run of filled ones
    stands below one that is as wide as the run.
    """
    below = [*second, *[""] * (width - len(second))]
    above = [text.strip() for text in first]
    if len(below) != width or len(above) >= width or not all(above[:-1]) or below[0].strip() or not any(below):
        return None
    spans: list[int] = []
    for is_filled, run in groupby(bool(text.strip()) for text in below):
        length = len(list(run))
        spans.extend([length] if is_filled else [1] * length)
    if len(spans) != len(above):
        return None
    upper: list[Cell] = []
    lower: list[Cell] = []
    column = 0
    for text, span in zip(above, spans, strict=True):
        upper.append(Cell(text, column, span))
        if below[column].strip():
            lower.extend(Cell(below[place].strip(), place) for place in range(column, column + span))
        else:
            lower.append(Cell(text, column, inherited=True))
        column += span
    return tuple(upper), tuple(lower)
