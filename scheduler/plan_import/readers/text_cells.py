"""Rows of pasted text whose cells stand on lines of their own, each after a tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.rows import Cell, Row

_NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?\s*$")
_MOST_COLUMNS = 20


@dataclass
class Piece:
    """The text after a tab up to the next. `own_line` tells whether its tab stands at the beginning of a line."""

    lines: list[str] = field(default_factory=list)
    own_line: bool = False

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "\n".join(self.lines)


def rows_of_pieces(pieces: Sequence[Piece], number: int) -> tuple[Row, ...]:
    """Return the rows of table `number`, its header first."""
    width = header_length(pieces)
    rows = _Rows(width, pieces, number)
    numbering = range(width, 2 * width) if _counts_columns(pieces[width : 2 * width], width) else range(0)
    for at in range(len(pieces)):
        if at in numbering:
            rows.add_plainly(at)
        else:
            rows.add(at)
    return rows.finished()


def pieces_of(lines: Sequence[str]) -> list[Piece]:
    """Cut lines at their tabs; lines without one go on with the piece above."""
    pieces: list[Piece] = []
    for line in lines:
        first, *others = line.split("\t")
        if pieces and (first.strip() or not others):
            pieces[-1].lines.append(first)
        pieces.extend(Piece([part]) for part in others)
        if others and not first.strip():
            pieces[-len(others)].own_line = True
    return pieces


def header_length(pieces: Sequence[Piece]) -> int:
    """Return the number of columns: header cells end at a blank line or before the first row number."""
    for count, piece in enumerate(pieces[:_MOST_COLUMNS], start=1):
        following = pieces[count].text if count < len(pieces) else "1"
        ends = len(piece.lines) > 1 and bool(piece.lines[0].strip()) and not piece.lines[-1].strip()
        if count >= 2 and (ends or _NUMBER.match(following)):
            return count
    return min(len(pieces), _MOST_COLUMNS)


def _counts_columns(pieces: Sequence[Piece], width: int) -> bool:
    """Tell whether the row below the header only numbers the columns: 1, 2, 3…"""
    return width > 2 and [piece.text.strip(" .)\n") for piece in pieces] == [str(at) for at in range(1, width + 1)]


class _Rows:
    """Deals pieces out into rows of a known width, keeping step with the row numbers where cells are missing."""

    def __init__(self, width: int, pieces: Sequence[Piece], table: int) -> None:
        self._width = width
        self._table = table
        self._pieces = pieces
        self._rows: list[Row] = []
        self._cells: list[str] = []
        self._last_number = 0

    def add(self, at: int) -> None:
        """Put the piece at this place into the row it belongs to."""
        piece = self._pieces[at]
        text = piece.text
        number = _NUMBER.match(text)
        if len(self._cells) >= self._width or (self._cells and self._is_next_number(at) and self._may_be_short(at)):
            self._close()
        if number and not self._cells:
            self._last_number = int(number.group(1))
        if len(self._cells) == self._width - 1:
            text, outside = _split_off_paragraphs(piece)
            self._cells.append(text)
            if outside:
                self._close()
                for paragraph in outside:
                    self._rows.append(Row((Cell(paragraph, 0, self._width),), self._place()))
            return
        self._cells.append(text)

    def add_plainly(self, at: int) -> None:
        """Put the piece at this place into a row of full width, whatever it holds."""
        if len(self._cells) >= self._width:
            self._close()
        self._cells.append(self._pieces[at].text)

    def _is_next_number(self, at: int) -> bool:
        number = _NUMBER.match(self._pieces[at].text)
        return number is not None and int(number.group(1)) == self._last_number + 1

    def _may_be_short(self, at: int) -> bool:
        """A number opens a new row early only after a section or a broken row, not where it is a cell's content.

        It is content when the row, dealt out in full, ends with the text or before the same number.
        """
        if not self._pieces[at].own_line:
            return False
        end = at + self._width - len(self._cells)
        is_whole = end == len(self._pieces) or (end < len(self._pieces) and self._is_next_number(end))
        return not is_whole and (len(self._cells) == 1 or _NUMBER.match(self._cells[0]) is not None)

    def _close(self) -> None:
        if len(self._cells) == 1:
            self._rows.append(Row((Cell(self._cells[0].strip(), 0, self._width),), self._place()))
        elif self._cells:
            self._rows.append(Row(tuple(Cell(text.strip(), at) for at, text in enumerate(self._cells)), self._place()))
        self._cells = []

    def _place(self) -> tuple[int, int]:
        return self._table, len(self._rows) + 1

    def finished(self) -> tuple[Row, ...]:
        """Return all rows."""
        self._close()
        return tuple(row for row in self._rows if any(cell.text for cell in row.cells))


def _split_off_paragraphs(piece: Piece) -> tuple[str, list[str]]:
    """The last cell of a row ends at a blank line below its text; what follows without a tab stands outside."""
    kept: list[str] = []
    outside: list[str] = []
    for line in piece.lines:
        ended = bool(outside) or (bool(kept) and not kept[-1].strip() and any(text.strip() for text in kept))
        if ended and line.strip():
            outside.append(line.strip())
        elif not outside:
            kept.append(line)
    return "\n".join(kept), outside
