"""Text pasted from Word to neutral rows: cells follow tabs, on one line or on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.plan_import.columns import role_of
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.decoding import decoded
from scheduler.plan_import.readers.text_lines import rows_of_lines
from scheduler.plan_import.rows import Cell, Document, Row

MAX_BYTES = 4_000_000
_NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?\s*$")
_MOST_COLUMNS = 20


def read_text(path: Path) -> Document:
    """Return the paragraphs above the table and its rows. Raises NotAPlan: empty_file, unreadable, too_big."""
    if path.stat().st_size > MAX_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": MAX_BYTES})
    text = decoded(path.read_bytes())
    if not text.strip():
        raise NotAPlan("empty_file")
    return rows_of(text)


@dataclass
class _Piece:
    """The text between two tabs. `after_tab` tells whether a tab opened it, `own_line` whether a line did."""

    lines: list[str] = field(default_factory=list)
    own_line: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def rows_of(text: str) -> Document:
    """Return the document that `text` holds."""
    lines = text.split("\n")
    start = _header_line(lines)
    if start is None:
        return Document.of(tuple(line.strip() for line in lines if line.strip()), ())
    paragraphs = tuple(line.strip() for line in lines[:start] if line.strip())
    header_cells = lines[start].split("\t")
    if sum(role_of(cell) is not None for cell in header_cells) >= 2:
        return Document.of(paragraphs, (rows_of_lines(lines[start:], len(header_cells)),))
    pieces = _pieces(lines[start:])
    header = _header_length(pieces)
    rows = _Rows(header, pieces)
    numbering = range(header, 2 * header) if _counts_columns(pieces[header : 2 * header], header) else range(0)
    for at in range(len(pieces)):
        if at not in numbering:
            rows.add(at)
    return Document.of(paragraphs, (rows.finished(),))


def _header_line(lines: list[str]) -> int | None:
    """Return the first line of a table: one with a tab whose cells, with those of the next lines, are header words."""
    for index, line in enumerate(lines):
        if "\t" not in line:
            continue
        if not any(role_of(part) for part in line.split("\t")):
            continue
        near = "\t".join(lines[index : index + 2 * _MOST_COLUMNS]).split("\t")[: 2 * _MOST_COLUMNS]
        roles = {role_of(part) for part in near} - {None}
        if "title" in roles and roles & {"deadline", "coverage"}:
            return index
    return None


def _pieces(lines: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line in lines:
        first, *others = line.split("\t")
        if pieces and (first.strip() or not others):
            pieces[-1].lines.append(first)
        pieces.extend(_Piece([part]) for part in others)
        if others and not first.strip():
            pieces[-len(others)].own_line = True
    return pieces


def _header_length(pieces: list[_Piece]) -> int:
    """Return the number of columns: header cells end at a blank line or before the first row number."""
    for count, piece in enumerate(pieces[:_MOST_COLUMNS], start=1):
        following = pieces[count].text if count < len(pieces) else "1"
        ends = len(piece.lines) > 1 and bool(piece.lines[0].strip()) and not piece.lines[-1].strip()
        if count >= 2 and (ends or _NUMBER.match(following)):
            return count
    return min(len(pieces), _MOST_COLUMNS)


def _counts_columns(pieces: Sequence[_Piece], width: int) -> bool:
    """Tell whether the row below the header only numbers the columns: 1, 2, 3…"""
    return width > 2 and [piece.text.strip(" .)\n") for piece in pieces] == [str(at) for at in range(1, width + 1)]


class _Rows:
    """Deals pieces out into rows of a known width, keeping step with the row numbers where cells are missing."""

    def __init__(self, width: int, pieces: Sequence[_Piece]) -> None:
        self._width = width
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
                    self._rows.append(Row((Cell(paragraph, 0, self._width),), (1, len(self._rows) + 1)))
            return
        self._cells.append(text)

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
        place = (1, len(self._rows) + 1)
        if len(self._cells) == 1:
            self._rows.append(Row((Cell(self._cells[0].strip(), 0, self._width),), place))
        elif self._cells:
            self._rows.append(Row(tuple(Cell(text.strip(), at) for at, text in enumerate(self._cells)), place))
        self._cells = []

    def finished(self) -> tuple[Row, ...]:
        """Return all rows."""
        self._close()
        return tuple(row for row in self._rows if any(cell.text for cell in row.cells))


def _split_off_paragraphs(piece: _Piece) -> tuple[str, list[str]]:
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
