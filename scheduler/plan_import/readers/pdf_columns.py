"""Tables that nobody ruled: columns found by the gaps between words under a header, rows by their numbers.

Where that is not certain there is no table: the text stays text, and a person is told that no table was found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.plan_import.columns import find_header
from scheduler.plan_import.readers.pdf_lines import Char, Line, middle_of, runs_of
from scheduler.plan_import.readers.pdf_tables import BoxedCell, BoxedTable, Placed
from scheduler.plan_import.rows import Cell, Row

_COLUMN_GAP = 0.7  # of the letters' size
_MOST_HEADER_LINES = 4
_FEWEST_COLUMNS = 3
_STEP = 1.0
_REST_OF_NUMBER = (".", ")")  # where the number filled its column
_NUMBER = re.compile(r"^\d{1,4}(?:\.\d{1,3})*[.)]*$")


@dataclass(frozen=True)
class Found:
    """A table and the lines that it takes, from `start` up to `end`."""

    table: BoxedTable
    start: int
    end: int


def table_without_rules(lines: Sequence[Line]) -> Found | None:
    """Return the table among the lines of all pages, or None when there is none whose rows are certain."""
    start, head = next(
        ((at, parts) for at, line in enumerate(lines) if _is_header(parts := line.segments(_COLUMN_GAP))), (0, [])
    )
    if not head:
        return None
    body = next(
        (
            at
            for at in range(start + 1, min(start + 1 + _MOST_HEADER_LINES, len(lines)))
            if _NUMBER.match(lines[at].segments(_COLUMN_GAP)[0].text)
        ),
        None,
    )
    if body is None:
        return None
    borders = _borders(head, lines[start:])
    return _dealt(lines, start, body, borders)


def _is_header(parts: Sequence[Line]) -> bool:
    row = Row(tuple(Cell(part.text, at) for at, part in enumerate(parts)), (1, 1))
    header = find_header((row,)) if len(parts) >= _FEWEST_COLUMNS else None
    return header is not None and header.columns.get("number") == 0


def _borders(head: Sequence[Line], lines: Sequence[Line]) -> list[float]:
    """Return where columns end: between two headings, the widest gap that fewest words reach into."""
    words = [span for line in lines for span in _spans(line)]
    borders: list[float] = []
    for left, right in pairwise(head):
        places = [left.x1 + _STEP * at for at in range(int((right.x0 - left.x1) / _STEP) + 1)]
        crossed = [sum(x0 < place < x1 for x0, x1 in words) for place in places]
        free = [place for place, count in zip(places, crossed, strict=True) if count == min(crossed)]
        gaps = [[free[0]]]
        for before, place in pairwise(free):
            if place - before > 1.5 * _STEP:
                gaps.append([])
            gaps[-1].append(place)
        borders.append(max(gaps, key=len)[-1])
    return borders


def _dealt(lines: Sequence[Line], start: int, body: int, borders: list[float]) -> Found | None:
    """Deal the lines out into rows: a number in the first column opens one, a line across columns is one of its own."""
    left, right = min(line.x0 for line in lines[start:]), max(line.x1 for line in lines[start:])
    xs = [left, *borders, right]
    rows = [_empty_row(xs)]
    end = start
    for at in range(start, len(lines)):
        parts = _parts(lines[at], borders)
        if at >= body and _runs_across(lines[at], borders):
            rows.append([Placed(BoxedCell(left, right, lines[at].bottom, [lines[at]]), False)])
            continue
        if at >= body and (0 in parts) and _NUMBER.match(parts[0].text):
            rows.append(_empty_row(xs))
        elif len(rows[-1]) == 1 and at >= body:
            return None
        if 0 in parts and at >= body and not _NUMBER.match(parts[0].text) and parts[0].text not in _REST_OF_NUMBER:
            return None
        for column, part in parts.items():
            rows[-1][column].cell.lines.append(part)
        end = at + 1
    while len(rows[-1]) == 1:
        rows.pop()
    return Found(BoxedTable(xs, _narrowed(rows, xs)), start, end)


def _narrowed(rows: list[list[Placed]], xs: list[float]) -> list[list[Placed]]:
    """Let each column end where its longest line ends: that was its room; sets `xs` to these ends."""
    for column in range(len(xs) - 1):
        lines = [line for row in rows if len(row) > 1 for line in row[column].cell.lines]
        xs[column + 1] = max([xs[column] + 1, *(line.x1 for line in lines)])
    for row in rows:
        for placed, x0, x1 in zip(row, xs, xs[1:] if len(row) > 1 else xs[-1:], strict=False):
            placed.cell.x0, placed.cell.x1 = x0, x1
    return rows


def _empty_row(xs: Sequence[float]) -> list[Placed]:
    return [Placed(BoxedCell(x0, x1, 0.0, []), False) for x0, x1 in pairwise(xs)]


def _parts(line: Line, borders: Sequence[float]) -> dict[int, Line]:
    held: dict[int, list[int]] = {}
    chars: list[Char] = []
    for run in runs_of(line.chars):
        held.setdefault(bisect_right(borders, middle_of(run)[0]), []).extend(range(len(chars), len(chars) + len(run)))
        chars.extend(run)
    parts = {column: replace(line, chars=tuple(chars[at] for at in places)) for column, places in held.items()}
    return {column: part for column, part in sorted(parts.items()) if part.text}


def _spans(line: Line) -> Iterator[tuple[float, float]]:
    """Yield from where to where each word goes, without the blank behind it."""
    for run in runs_of(line.chars):
        shown = [char for char in run if not char.text.isspace()]
        if shown:
            yield shown[0].x0, shown[-1].x1


def _runs_across(line: Line, borders: Sequence[float]) -> bool:
    """Tell whether a word lies over the end of a column, or the whole line is one text over several columns."""
    spans = list(_spans(line))
    parts = line.segments(_COLUMN_GAP)
    if len(parts) == 1:
        spans.append((parts[0].x0, parts[0].x1))
    return any(x0 < border - 1 and border + 1 < x1 for x0, x1 in spans for border in borders)
