"""A plan as a workbook: one sheet that prints on landscape pages with its header repeated."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from scheduler.plan_export.sheet import Sheet

WIDTHS = {"number": 6, "title": 42, "method": 52, "deadline": 20, "responsible": 22, "coverage": 28}
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BOLD = Font(name="Times New Roman", size=12, bold=True)
_PLAIN = Font(name="Times New Roman", size=12)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def xlsx_of(sheet: Sheet) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = {"uz": "Reja", "uz-cyrl": "Режа", "ru": "План"}[sheet.writing]
    width = len(sheet.roles)
    lines = [line for line in (sheet.title, sheet.year_line) if line]
    for at, line in enumerate(lines, start=1):
        page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        _write(page, at, 1, line, bold=True, grid=False)
    page.row_dimensions[1].height = 48
    header = len(lines) + 1
    for column, text in enumerate(sheet.header, start=1):
        _write(page, header, column, text, bold=True)
    for at, row in enumerate(sheet.rows, start=header + 1):
        if row.is_heading:
            page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        for column, text in enumerate(row.cells, start=1):
            _write(page, at, column, text, bold=row.is_heading)
    for column, role in enumerate(sheet.roles, start=1):
        page.column_dimensions[get_column_letter(column)].width = WIDTHS[role]
    page.freeze_panes = f"A{header + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header}:{header}"
    book.properties.creator, book.properties.title = "Mediareja", sheet.title[:255]
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write(page: object, row: int, column: int, text: str, *, bold: bool = False, grid: bool = True) -> None:
    cell = page.cell(row=row, column=column)  # type: ignore[attr-defined]
    # a title that begins with "=" is no formula
    cell.value, cell.data_type = text, "s"
    cell.font = _BOLD if bold else _PLAIN
    cell.alignment = _CENTRED if bold else _WRAPPED
    if grid:
        cell.border = _GRID
