"""Rows of pasted text whose cells stand on one line between tabs; cells of several lines spill over line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scheduler.plan_import.rows import Cell, Row

_NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?\s*$")
_OF_ITS_OWN = re.compile(
    r"^\s*(?:[IVXІХ]{1,5}\s*[.)-]|\d*[\s-]*(?:bo.?lim|бўлим|раздел)\b|(?:jami|жами|итого|всего)\b|\*)", re.IGNORECASE
)  # a heading, a total or a footnote


def rows_of_lines(lines: Sequence[str], width: int) -> tuple[Row, ...]:
    """Return the rows of a table with `width` columns, its header first."""
    rows: list[list[str]] = []
    after_blank = False
    for line in lines:
        parts = line.split("\t")
        if not line.strip():
            after_blank = True
            continue
        complete = not rows or len(rows[-1]) >= width or len(rows[-1]) == 1
        if complete and len(parts) == 1 and rows and not after_blank and not _OF_ITS_OWN.match(line):
            rows[-1][-1] += f"\n{line}"
        elif complete or (len(parts) >= width and _NUMBER.match(parts[0])):
            rows.append(parts)
        else:
            rows[-1][-1] += f"\n{parts[0]}"
            rows[-1].extend(parts[1:])
        after_blank = False
    return tuple(_row(cells, place, width) for place, cells in enumerate(rows, start=1))


def _row(cells: list[str], place: int, width: int) -> Row:
    if len(cells) == 1:
        return Row((Cell(cells[0].strip(), 0, width),), (1, place))
    return Row(tuple(Cell(text.strip(), at) for at, text in enumerate(cells)), (1, place))
