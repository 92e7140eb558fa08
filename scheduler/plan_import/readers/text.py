"""Text pasted from Word or Excel to neutral blocks: cells follow tabs, on one line or on lines of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from scheduler.plan_import import limits
from scheduler.plan_import.columns import find_header, role_of
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.folding import fold
from scheduler.plan_import.header_words import heads_other_list
from scheduler.plan_import.readers.decoding import decoded
from scheduler.plan_import.readers.text_bars import with_tabs
from scheduler.plan_import.readers.text_cells import header_length, pieces_of, rows_of_pieces
from scheduler.plan_import.readers.text_headers import two_row_header, width_of_rows
from scheduler.plan_import.readers.text_lines import IN_CELL, rows_of_lines
from scheduler.plan_import.rows import Cell, Document, Paragraph, Row, Table

_QUOTED = re.compile(r'(?:(?<=[\t\n])|^)"((?:[^"]|"")*)"(?=[\t\n]|$)')
_NEEDS_QUOTES = re.compile(r'[\n\t,;]|""')
_FEWEST_CELLS = 3
_LOOK_AHEAD = 40


def read_text(path: Path) -> Document:
    """Return paragraphs and tables in order. Raises NotAPlan: empty_file, unreadable, too_big."""
    if path.stat().st_size > limits.TEXT_FILE_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": limits.TEXT_FILE_BYTES})
    text = decoded(path.read_bytes())
    if not text.strip():
        raise NotAPlan("empty_file")
    return rows_of(text)


def rows_of(text: str) -> Document:
    """Return the document that `text` holds."""
    lines = with_tabs(_QUOTED.sub(_unquoted, text).split("\n"))
    starts = list(_starts(lines))
    blocks: list[Paragraph | Table] = []
    _add_paragraphs(blocks, lines[: starts[0] if starts else len(lines)])
    for number, (start, end) in enumerate(pairwise([*starts, len(lines)]), start=1):
        rows = _rows(lines[start:end], number)
        below = _length_of_rest(rows)
        blocks.append(Table(rows[: len(rows) - below], number))
        _add_paragraphs(blocks, [row.cells[0].text for row in rows[len(rows) - below :]])
    return Document(tuple(blocks))


def _unquoted(match: re.Match[str]) -> str:
    """Excel puts cells of several lines in quotation marks, and writes marks inside them twice."""
    content = match.group(1)
    if not _NEEDS_QUOTES.search(content):
        return match.group()
    return content.replace('""', '"').replace("\t", " ").replace("\n", IN_CELL)


def _add_paragraphs(blocks: list[Paragraph | Table], lines: Sequence[str]) -> None:
    place = sum(isinstance(block, Paragraph) for block in blocks)
    for text in (part.strip() for line in lines for part in re.split(f"[\n{IN_CELL}]", line)):
        if text:
            place += 1
            blocks.append(Paragraph(text, place))


def _rows(lines: Sequence[str], number: int) -> tuple[Row, ...]:
    if _is_spread(lines[0]):
        return rows_of_pieces(pieces_of(lines), number)
    header = lines[0].split("\t")
    width = width_of_rows(lines[2:])
    two = two_row_header(header, lines[1].split("\t"), width) if len(lines) > 2 else None
    if two is None:
        return rows_of_lines(lines, len(header), number)
    upper, lower = two
    texts = {cell.column: cell.text for cell in upper}
    padded = "\t".join(texts.get(column, "") for column in range(width))
    rows = rows_of_lines([padded, *lines[2:]], width, number)
    below = (replace(row, place=(number, row.place[1] + 1)) for row in rows[1:])
    return (Row(upper, (number, 1)), Row(lower, (number, 2)), *below)


def _is_spread(header: str) -> bool:
    """Tell whether the header's other cells stand on lines of their own."""
    return sum(bool(cell.strip()) for cell in header.split("\t")) < 2


def _length_of_rest(rows: Sequence[Row]) -> int:
    """Return how many rows at the end are single texts: they stand below the table, not in it."""
    length = 0
    while length < len(rows) and len(rows[-1 - length].cells) == 1:
        length += 1
    return length


def _starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield where tables begin: at each header, and without any where the first lines of several cells stand."""
    known: list[str] = []
    start = 0
    while (found := _next_header(lines, start)) is not None:
        at, words = found
        if words != known or _ends_in_text(lines[start:at]):
            yield at
        known = words
        start = at + (len(words) if _is_spread(lines[at]) else 1)
    if not known and (first := _first_row(lines)) is not None:
        yield first


def _next_header(lines: Sequence[str], start: int) -> tuple[int, list[str]] | None:
    """Return the line with the next header and its words."""
    for index in range(start, len(lines)):
        parts = lines[index].split("\t")
        if len(parts) < 2 or not any(role_of(part) for part in parts):
            continue
        cells = [part for part in parts if part.strip()]
        if _is_spread(lines[index]):
            pieces = pieces_of(lines[index : index + _LOOK_AHEAD])
            cells = [piece.text for piece in pieces[: header_length(pieces)]]
        row = Row(tuple(Cell(text, at) for at, text in enumerate(cells)), (1, 1))
        is_header = find_header((row,)) is not None and (start == 0 or _is_surely_header(cells))
        if is_header or (start > 0 and heads_other_list(cells) and _follows_text(lines, index)):
            return index, [fold(text) for text in cells]
    return None


def _follows_text(lines: Sequence[str], at: int) -> bool:
    """Tell whether the last line with text above is one outside tables."""
    above = next((line for line in reversed(lines[:at]) if line.strip()), "\t")
    return "\t" not in above


def _is_surely_header(cells: Sequence[str]) -> bool:
    """Below a first header, a row of content that holds some of its words opens no other table."""
    return all(role_of(text) is not None for text in cells)


def _first_row(lines: Sequence[str]) -> int | None:
    """Return where a table without a header begins: the first of several lines with equally many cells."""
    rows = [line.split("\t") for line in lines]
    widths = Counter(len(row) for row in rows if sum(bool(cell.strip()) for cell in row) >= _FEWEST_CELLS)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return next(at for at, row in enumerate(rows) if len(row) == width) if count > 1 else None


def _ends_in_text(lines: Sequence[str]) -> bool:
    """Tell whether the last line with text is one outside the table: it has no tab and follows a blank line."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if not filled or filled[-1] == 0:
        return False
    return "\t" not in lines[filled[-1]] and not lines[filled[-1] - 1].strip()
