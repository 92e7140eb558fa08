"""Tables saved as text with separators to neutral rows, whatever separator and encoding the office's program used."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scheduler.plan_import import limits
from scheduler.plan_import.columns import find_header
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.csv_quotes import loosely_quoted
from scheduler.plan_import.readers.decoding import decoded
from scheduler.plan_import.readers.grid import blocks_of, in_order
from scheduler.plan_import.rows import Cell, Document, Row

SEPARATORS = (";", "\t", ",", "|")
_NAMED_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
_WHOLE_AS_DECIMAL = re.compile(r"^(\d{1,4})[.,]0+$")
_NUMBER = re.compile(r"^\d{1,4}(?:[.,]\d+)?$")

_HEADER_WITHIN = 40

Records = list[list[str]]


def read_csv(path: Path) -> Document:
    """Return the lines around the table as paragraphs, and the table.

    Raises NotAPlan empty_file, unreadable, too_big.
    """
    text = decoded(path.read_bytes()).removeprefix("\ufeff")
    named = _NAMED_SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    if not text.strip():
        raise NotAPlan("empty_file")
    records = _best_records(text, named.group(1) if named else None)
    width = max(len(record) for record in records)
    if width > limits.COLUMNS:
        raise NotAPlan("too_big", {"limit_columns": limits.COLUMNS})
    rows = _rows(_without_decimals(records, width), width)
    if len(rows) > limits.ROWS:
        raise NotAPlan("too_big", {"limit_rows": limits.ROWS})
    return Document(in_order(blocks_of(rows, 1)))


def _best_records(text: str, named: str | None) -> Records:
    """Return the records by the named separator; else by the one that finds a header, or cuts lines most alike."""
    if named:
        return _records(text, named)
    by_separator = [_records(text, separator) for separator in SEPARATORS if separator in text] or [_records(text, ";")]
    return max(by_separator, key=_likeness)


def _likeness(records: Records) -> tuple[bool, int]:
    widths = Counter(width for record in records if (width := _filled_width(record)) > 1)
    has_header = find_header(_rows(records[:_HEADER_WITHIN], max(len(record) for record in records))) is not None
    return has_header, max((width * count for width, count in widths.items()), default=0)


def _filled_width(record: Sequence[str]) -> int:
    return max((at for at, text in enumerate(record, start=1) if text.strip()), default=0)


def _records(text: str, separator: str) -> Records:
    """Return the cells of each line."""
    csv.field_size_limit(limits.TEXT_FILE_BYTES)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        records = loosely_quoted(text, separator)
    return [[cell.strip() for cell in record] for record in records]


def _without_decimals(records: Records, width: int) -> Records:
    """A column whose every number is whole but written "1,0" holds whole numbers."""
    for column in range(width):
        numbers = [record for record in records if column < len(record) and _NUMBER.match(record[column])]
        if numbers and all(_WHOLE_AS_DECIMAL.match(record[column]) for record in numbers):
            for record in numbers:
                record[column] = _WHOLE_AS_DECIMAL.sub(r"\1", record[column])
    return records


def _rows(records: Records, width: int) -> list[Row]:
    """Return the lines that hold something, each with a cell for every column."""
    return [
        Row(tuple(Cell(text, at) for at, text in enumerate(record + [""] * (width - len(record)))), (1, place))
        for place, record in enumerate(records, start=1)
        if any(record)
    ]
