"""A table of any width as a workbook: lines above it, headings between rows, landscape pages that repeat its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

NARROW = 10
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands in the workbook. ``widths``: of the first columns, whose text is long; the others are narrow."""

    name: str
    title: str
    lines: Sequence[str]
    """Above the table, below the title."""
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    """One text: a heading over the whole width. A text for the first columns, one for all that follow but the last, and
    one for the last: the middle is one cell."""
    sums: Sequence[str]
    widths: Sequence[int]


def grid_of(grid: Grid) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = grid.name[:31]
    width, fixed = len(grid.header), len(grid.widths)
    lines = [grid.title, *grid.lines]
    for at, line in enumerate(lines, start=1):
        page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        _write(page, at, 1, line, bold=at == 1, grid=False)
        page.row_dimensions[at].height = 32
    header = len(lines) + 1
    _row(page, header, grid.header, fixed, bold=True)
    for at, texts in enumerate(grid.rows, start=header + 1):
        _row(page, at, texts, fixed, bold=len(texts) == 1)
        if len(texts) == 1:
            page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        elif len(texts) < width:
            _write(page, at, width, texts[-1], centred=True)
            page.merge_cells(start_row=at, start_column=fixed + 1, end_row=at, end_column=width - 1)
    _row(page, header + len(grid.rows) + 1, grid.sums, fixed, bold=True)
    _arrange(page, grid, header)
    book.properties.creator, book.properties.title = "Mediareja", grid.title[:255]
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _row(page: Any, at: int, texts: Sequence[str], fixed: int, *, bold: bool = False) -> None:
    for column, text in enumerate(texts, start=1):
        _write(page, at, column, text, bold=bold, centred=column > fixed)


def _write(
    page: Any, row: int, column: int, text: str, *, bold: bool = False, grid: bool = True, centred: bool = False
) -> None:
    cell = page.cell(row=row, column=column)
    # a title that begins with "=" is no formula
    cell.value, cell.data_type = text, "s"
    cell.font = Font(name="Times New Roman", size=11, bold=bold)
    cell.alignment = _CENTRED if centred else _WRAPPED
    if grid:
        cell.border = _GRID


def _arrange(page: Any, grid: Grid, header: int) -> None:
    """Columns that can be read, and landscape pages that repeat the heading."""
    for column in range(1, len(grid.header) + 1):
        wide = grid.widths[column - 1] if column <= len(grid.widths) else NARROW
        page.column_dimensions[get_column_letter(column)].width = wide
    page.freeze_panes = f"C{header + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header}:{header}"
