"""Excel workbooks to neutral rows: every visible sheet a table, its cells as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.grid import Block, blocks_of, in_order
from scheduler.plan_import.readers.strict_ooxml import transitional
from scheduler.plan_import.readers.xlsx_drawings import floating_parts
from scheduler.plan_import.readers.xlsx_rows import hidden_parts, note, rows_of_sheet
from scheduler.plan_import.readers.xlsx_sheet import SheetCells, Workings, read_sheet
from scheduler.plan_import.rows import Document, NotRead

_MOST_PLACES = 5


def read_xlsx(path: Path) -> Document:
    """Return every visible sheet as paragraphs and tables; what is hidden or floats over the cells is listed.

    Raises NotAPlan empty_file, images_only, formulas, too_big, and what the libraries raise for a damaged file.
    """
    workbook: Any = openpyxl.load_workbook(transitional(path), read_only=True, keep_links=False)
    try:
        return _document(workbook)
    finally:
        workbook.close()


def _document(workbook: Any) -> Document:
    blocks: list[Block] = []
    not_read: list[NotRead] = []
    without_result: list[str] = []
    number = 1
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            not_read.extend(_hidden_sheet(_cells(sheet, only_first_row=True), sheet.title))
            continue
        cells = _cells(sheet)
        without_result.extend(_places(cells, sheet.title if len(workbook.worksheets) > 1 else ""))
        found = list(blocks_of(rows_of_sheet(cells, number), number, sheet.title))
        left_out = [*hidden_parts(cells, number), *floating_parts(workbook._archive, sheet._worksheet_path, number)]
        blocks.extend(found)
        not_read.extend(left_out)
        number += bool(found or left_out)
    not_read.extend(NotRead(None, None, chart.title, "picture") for chart in workbook.chartsheets)
    if without_result:
        raise NotAPlan("formulas", {"places": _listed(without_result)})
    if not blocks and any(note.reason == "picture" for note in not_read):
        raise NotAPlan("images_only")
    if not blocks and not not_read:
        raise NotAPlan("empty_file")
    return Document(in_order(blocks), tuple(not_read))


def _cells(sheet: Any, *, only_first_row: bool = False) -> SheetCells:
    """openpyxl finds the sheet, its texts and its formats; its own cells would take memory for each empty one."""
    workbook = sheet.parent
    workings = Workings(sheet._shared_strings, _formats(workbook), workbook.epoch)
    return read_sheet(workbook._archive.read(sheet._worksheet_path), workings, only_first_row=only_first_row)


def _formats(workbook: Any) -> Callable[[int], str]:
    @cache
    def format_of(style: int) -> str:
        styles = workbook._cell_styles
        identity = styles[style].numFmtId if style < len(styles) else 0
        own = identity - BUILTIN_FORMATS_MAX_SIZE
        if own >= 0:
            return str(workbook._number_formats[own]) if own < len(workbook._number_formats) else "General"
        return str(BUILTIN_FORMATS.get(identity, "General"))

    return format_of


def _hidden_sheet(cells: SheetCells, title: str) -> list[NotRead]:
    return [NotRead(None, None, f"{title}: {note(row.values())}"[:200], "hidden_sheet") for row in cells.cells.values()]


def _places(cells: SheetCells, title: str) -> list[str]:
    """Return where formulas without a result stand among what is shown: "B7", or with several sheets "Reja!B7"."""
    return [
        f"{title}!{get_column_letter(column)}{row}" if title else f"{get_column_letter(column)}{row}"
        for row, column in cells.without_result
        if row not in cells.hidden_rows and column not in cells.hidden_columns
    ]


def _listed(places: list[str]) -> str:
    return ", ".join(places[:_MOST_PLACES]) + (", …" if len(places) > _MOST_PLACES else "")
