"""Rows of pasted text whose cells stand on one line between tabs; cells of several lines spill over line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scheduler.plan_import.columns import role_of
from scheduler.plan_import.rows import Cell, Row

_NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?\s*$")
IN_CELL = "\v"
"""Stands for a line's end inside a cell that was in quotation marks."""

_STEP_TAB = re.compile(r"(?<=\t)(\d{1,2}[.)])\t(?=[^\t])")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,2}[.)]\s*$")
_OF_ITS_OWN = re.compile(
    r"^\s*(?:[IVXІХ]{1,5}\s*[.)-]|(?:[IVXІХ]{1,5}|\d*)[\s-]*(?:bo.?lim|бўлим|раздел|jadval|жадвал|таблица|ilova|илова)\b"
    r"|(?:jami|жами|итого|всего)\b|\*|.*_{3}|\S.*\S {5,}\S)",
    re.IGNORECASE,
)  # a heading, a total, a footnote or a line to sign on
_NUMBERED_NAME = re.compile(r"^\s*\d{1,2}[.)]\s*[^\W\d_]")


def rows_of_lines(lines: Sequence[str], width: int, number: int) -> tuple[Row, ...]:
    """Return the rows of table `number` with `width` columns, its header first."""
    rows: list[list[str]] = []
    after_blank = False
    has_steps = role_of(lines[0].split("\t")[0]) == "number"
    for at, line in enumerate(lines):
        parts = _STEP_TAB.sub(r"\1 ", line).split("\t") if has_steps else line.split("\t")
        if not line.strip():
            after_blank = True
            continue
        complete = not rows or len(rows[-1]) >= width or len(rows[-1]) == 1
        is_below_header = len(rows) == 1 and len(parts) == 1 and not line.strip()[0].islower()
        goes_on = complete and len(parts) == 1 and rows and not after_blank and not is_below_header
        if goes_on and not _stands_alone(lines, at):
            rows[-1][-1] += f"\n{line}"
        elif complete or (len(parts) >= width and _NUMBER.match(parts[0])):
            rows.append(parts)
        else:
            rows[-1][-1] += f"\n{parts[0]}"
            rows[-1].extend(parts[1:])
        after_blank = False
    if _is_too_narrow(rows, width):
        rows[0] = [" | ".join(filter(None, map(str.strip, rows[0])))]
        width = max(map(len, rows))
    return tuple(_row(cells, (number, place), width) for place, cells in enumerate(rows, start=1))


def _is_too_narrow(rows: Sequence[list[str]], width: int) -> bool:
    """Tell whether most rows have more cells than the header: then its words stand over the wrong columns."""
    below = [cells for cells in rows[1:] if len(cells) > 1]
    wider = [cells for cells in below if any(text.strip() for text in _joined_labels(cells, width)[width:])]
    return len(wider) > 1 and 2 * len(wider) > len(below)


def _stands_alone(lines: Sequence[str], at: int) -> bool:
    """Tell whether a line below a whole row is no part of its last cell, such as a numbered name over a header."""
    if _OF_ITS_OWN.match(lines[at]):
        return True
    below = lines[at + 1].split("\t") if at + 1 < len(lines) else []
    is_over_header = sum(role_of(cell) is not None for cell in below) >= 3
    return is_over_header and _NUMBERED_NAME.match(lines[at]) is not None and "\t" in lines[at - 1]


def _row(cells: list[str], place: tuple[int, int], width: int) -> Row:
    if len(cells) == 1:
        return Row((Cell(_plain(cells[0]), 0, width),), place)
    return Row(tuple(Cell(_plain(text), at) for at, text in enumerate(_fitted(cells, width))), place)


def _fitted(cells: list[str], width: int) -> list[str]:
    """Return as many cells as the header has; nothing beyond is lost."""
    cells = _joined_labels(cells, width)
    beyond = [text for text in cells[width:] if text.strip()]
    return [*cells[: width - 1], "\n".join([cells[width - 1], *beyond])] if len(cells) > width else cells


def _joined_labels(cells: list[str], width: int) -> list[str]:
    """Word puts a tab behind the numbers of its lists: such a number is no cell of its own."""
    cells = list(cells)
    at = 0
    while len(cells) > width and at < len(cells) - 1:
        is_label = _LIST_NUMBER.search(cells[at]) is not None
        if is_label and (at > 0 or not cells[at + 1].strip()):
            cells[at : at + 2] = [f"{cells[at].rstrip()} {cells[at + 1].lstrip()}".rstrip()]
        else:
            at += 1
    return cells


def _plain(text: str) -> str:
    return text.replace(IN_CELL, "\n").strip()
