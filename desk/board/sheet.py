"""The board as a workbook: what the screen shows, with its legend and the time of making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from desk.board.cells import in_short
from desk.board.choosing import Wish
from desk.board.labels import SIGNS, WORDS
from desk.board.periods import heading
from desk.board.states import Standing
from desk.board.table import Board, Cell, Row, Sum

FIXED = 4
"""Columns before the periods: number, measure, responsible, channels."""
WIDTHS = (6, 44, 22, 24)
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def sheet_of(
    board: Board,
    wish: Wish,
    *,
    made: str,
    chosen: list[str],
    channels: Mapping[int, str],
    instead: Callable[[Row], str],
) -> bytes:
    """The workbook's bytes. ``channels``: names by key; ``instead``: what an item is that owes nothing on any day."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = _("Plan board")[:31]
    width = FIXED + len(board.periods) + 1
    lines = [str(wish.plan), "; ".join([*chosen, _("Made: %(time)s") % {"time": made}]), _legend()]
    for at, line in enumerate(lines, start=1):
        page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        _write(page, at, 1, line, bold=at == 1, grid=False)
        page.row_dimensions[at].height = 32
    header = len(lines) + 1
    titles = ["№", _("Measure"), _("Responsible"), _("Channels")]
    titles += [heading(period, wish.by) for period in board.periods] + [_("Done")]
    _row(page, header, titles, bold=True)
    at, section = header, ""
    for row in board.rows:
        at += 1
        if row.item.section != section:
            section = row.item.section
            if section:
                page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
                _write(page, at, 1, section, bold=True)
                at += 1
        _row(page, at, _texts(row, channels))
        if text := instead(row):
            page.merge_cells(start_row=at, start_column=FIXED + 1, end_row=at, end_column=width - 1)
            _write(page, at, FIXED + 1, text)
    sums = ["", _("Done"), "", "", *map(_sum, board.totals), _sum(board.total)]
    _row(page, at + 1, sums, bold=True)
    _arrange(page, width, header)
    book.properties.creator, book.properties.title = "Mediareja", str(wish.plan)[:255]
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _texts(row: Row, channels: Mapping[int, str]) -> list[str]:
    item = row.item
    named = ", ".join(channels.get(one, "") for one in row.channels)
    fixed = [item.number or str(item.position), item.title, item.responsible, named]
    return [*fixed, *(_cell(one) if one else "" for one in row.cells), _sum(row.total)]


def _cell(cell: Cell) -> str:
    """'● 15.12', with several channels a sign for each below."""
    ways = cell.ways
    strip = "".join(SIGNS[ways[one]] for one in sorted(ways, key=lambda one: one or 0))
    first = f"{SIGNS[cell.standing]} {in_short(cell)}"
    return f"{first}\n{strip}" if len(ways) > 1 else first


def _sum(found: Sum) -> str:
    return f"{found.done}/{found.owed}" if found.owed else ""


def _legend() -> str:
    return ";  ".join(f"{SIGNS[one]} {WORDS[one]}" for one in Standing)


def _row(page: Any, at: int, texts: list[str], *, bold: bool = False) -> None:
    for column, text in enumerate(texts, start=1):
        _write(page, at, column, text, bold=bold, centred=column > FIXED)


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


def _arrange(page: Any, width: int, header: int) -> None:
    """Columns that can be read, and landscape pages that repeat the heading."""
    for column in range(1, width + 1):
        wide = WIDTHS[column - 1] if column <= FIXED else 10
        page.column_dimensions[get_column_letter(column)].width = wide
    page.freeze_panes = f"C{header + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header}:{header}"
