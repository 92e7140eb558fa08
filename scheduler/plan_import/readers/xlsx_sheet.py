"""One sheet of a workbook: filled cells as shown, merged ranges, and what is hidden.

A sheet of a million empty formatted rows costs little: they never reach the parser.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from scheduler.plan_import import limits
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.cell_formats import moment_text, number_text

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (f"{_NS}{tag}" for tag in ("row", "c", "v", "f", "is"))
_ROWS, _COLUMN, _MERGE, _TEXT, _RUN = (f"{_NS}{tag}" for tag in ("sheetData", "col", "mergeCell", "t", "r"))
_WANTED = (_ROW, _COLUMN, _MERGE)
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: (?:s|t)="[^"<>]{0,20}")*/>')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]{0,400}?(?:/>|></row>)')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CHECKED = "✓"


@dataclass(frozen=True)
class Merge:
    """A merged range, from and to, rows and columns from 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class SheetCells:
    """What a sheet holds: row number to column number to text, both from 1, filled cells only."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_result: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Workings:
    """What a sheet's cells refer to: the shared texts, the number format of each style, the first day."""

    strings: list[str]
    format_of: Callable[[int], str]
    epoch: datetime


def read_sheet(content: bytes, workings: Workings, *, only_first_row: bool = False) -> SheetCells:
    """Return the filled cells of a sheet. Raises NotAPlan too_big, and what the parser raises for broken XML."""
    sheet = SheetCells()
    number = 0
    for element in _elements(io.BytesIO(_without_empty_cells(content))):
        if element.tag == _ROW:
            number = int(element.get("r") or number + 1)
            _read_row(element, number, sheet, workings)
            if only_first_row and sheet.cells:
                break
            if len(sheet.cells) > limits.ROWS:
                raise NotAPlan("too_big", {"limit_rows": limits.ROWS})
        elif element.tag == _COLUMN and (_is_on(element.get("hidden")) or element.get("width") == "0"):
            first, last = int(element.get("min", "1")), int(element.get("max", "0"))
            sheet.hidden_columns.update(range(first, min(last, limits.COLUMNS) + 1))
        elif element.tag == _MERGE:
            sheet.merges.append(Merge(*range_boundaries(element.get("ref", ""))))
    return sheet


def _without_empty_cells(content: bytes) -> bytes:
    """Take out formatted cells and rows that hold nothing, as Office and openpyxl write them."""
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content))


def _elements(source: IO[bytes]) -> Iterator[Element]:
    """Yield rows, column settings and merges as they end, and let go of each row at once."""
    held = None
    for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 - `archives` saw that it is safe
        if event == "start":
            held = element if element.tag == _ROWS else held
        elif element.tag in _WANTED:
            yield element
            if held is not None and element.tag == _ROW:
                held.clear()


def _read_row(element: Element, number: int, sheet: SheetCells, workings: Workings) -> None:
    if not len(element):
        return
    texts: dict[int, str] = {}
    column = 0
    for cell in element.iterfind(_CELL):
        place = cell.get("r")
        column = column_index_from_string(coordinate_from_string(place)[0]) if place else column + 1
        if _lacks_result(cell):
            sheet.without_result.append((number, column))
        text = _clean(_shown(cell, workings))
        if text:
            texts[column] = text
    if not texts:
        return
    if max(texts) > limits.COLUMNS:
        raise NotAPlan("too_big", {"limit_columns": limits.COLUMNS})
    sheet.cells[number] = texts
    if _is_on(element.get("hidden")) or element.get("ht") == "0":
        sheet.hidden_rows.add(number)


def _lacks_result(cell: Element) -> bool:
    """A program that does not calculate leaves the result out; an empty text is a result."""
    return cell.find(_FORMULA) is not None and not cell.findtext(_VALUE) and cell.get("t") != "str"


def _shown(cell: Element, workings: Workings) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find(_INLINE)
        parts = inside.iterfind("*") if inside is not None else ()
        return "".join(
            (part.text if part.tag == _TEXT else part.findtext(_TEXT)) or ""
            for part in parts
            if part.tag in (_TEXT, _RUN)
        )
    value = cell.findtext(_VALUE) or ""
    if not value:
        return ""
    if kind == "s":
        return workings.strings[int(value)]
    if kind == "b":
        return _CHECKED if value == "1" else ""
    if kind in ("str", "e"):
        return value
    number_format = workings.format_of(int(cell.get("s", "0")))
    if kind == "d":
        return moment_text(datetime.fromisoformat(value.removesuffix("Z")), number_format)
    return number_text(float(value), number_format, workings.epoch)


def _clean(text: str) -> str:
    """Return the text with Office's escapes undone and plain line ends."""
    text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")
