"""The report as a workbook: what is a day or a number is one, and links can be followed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.execution.packing import packed
from reports.execution.parts import Bar, Report
from reports.ledger.entries import Counts

LONGEST_TEXT = 32_767
LONGEST_ADDRESS = 2_079
MOST_LINKS = 65_530
"""What Excel takes in one cell, of one address, on one sheet."""
LINE_HEIGHT, HIGHEST = 15, 409
"""Points."""
LETTER_WIDTH = 1.0
FORBIDDEN_IN_NAMES = str.maketrans("", "", "[]:*?/\\")
LONGEST_NAME = 31
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEADER = PatternFill("solid", fgColor="E3ECEB")
_LINK = Font(name="Calibri", size=11, color="0F4C81", underline="single")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_EVERY = 500

Progress = Callable[[int, int], None]


def xlsx_of(report: Report, progress: Progress) -> bytes:
    """The file's bytes; ``progress`` is told of how many duties so many are written."""
    book = Workbook(write_only=True)
    words = report.words
    _summary(_Sheet(book, words["summary"], (70, 16, 18, 16, 12)), report)
    _items(_Sheet(book, words["items"], (9, 48, 10, 12, 12, 10, *[14] * len(report.statuses), 36, 60)), report)
    _duties(
        _Sheet(book, words["duties"], (9, 13, 13, 13, 28, 20, 13, 18, 40, 46, 22, 44, 26, 18, 12)), report, progress
    )
    _figures(_Sheet(book, words["figures"], (9, 28, 28, 14, 10, 12, 24, 13)), report)
    _links(_Sheet(book, words["links_sheet"], (8, 9, 13, 28, 44, 60)), report)
    book.properties.creator, book.properties.title = "Mediareja", report.title[:255]
    held = io.BytesIO()
    book.save(held)
    return packed(held.getvalue(), day=report.as_of)


class _Sheet:
    def __init__(self, book: Workbook, name: str, widths: Sequence[int]) -> None:
        self.page: Any = book.create_sheet(name.translate(FORBIDDEN_IN_NAMES)[:LONGEST_NAME])
        self.widths = widths
        self.links = self.rows = 0
        for column, width in enumerate(widths, start=1):
            self.page.column_dimensions[get_column_letter(column)].width = width
        self.page.page_setup.orientation, self.page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
        self.page.page_setup.fitToWidth, self.page.page_setup.fitToHeight = 1, 0
        self.page.sheet_properties.pageSetUpPr.fitToPage = True

    def header(self, names: Iterable[str]) -> None:
        """The first row of a table; it stays in sight, and is on every page."""
        self.page.freeze_panes, self.page.print_title_rows = "A2", "1:1"
        self.heading(names)

    def heading(self, names: Iterable[str]) -> None:
        cells = [self.cell(name) for name in names]
        for cell in cells:
            cell.font, cell.fill = _BOLD, _HEADER
        self._append(cells)

    def row(self, values: Iterable[Any]) -> None:
        self._append([value if isinstance(value, Cell) else self.cell(value) for value in values])

    def _append(self, cells: Sequence[Any]) -> None:
        """Not every program finds the height of wrapped words by itself."""
        self.rows += 1
        lines = max(map(_lines, cells, self.widths), default=1)
        if lines > 1:
            self.page.row_dimensions[self.rows].height = min(lines * LINE_HEIGHT, HIGHEST)
        self.page.append(cells)

    def cell(self, value: Any) -> Any:
        if isinstance(value, str):
            cell = WriteOnlyCell(self.page)
            # words that begin with "=" are no formula
            cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT], "s"
            cell.alignment = _WRAPPED
            return cell
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        cell = WriteOnlyCell(self.page, value)
        cell.alignment = _WRAPPED
        if isinstance(value, datetime):
            cell.number_format = "dd.mm.yyyy hh:mm"
        elif isinstance(value, date):
            cell.number_format = "dd.mm.yyyy"
        return cell

    def link(self, words: str, address: str) -> Any:
        cell = self.cell(words)
        if address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS and self.links < MOST_LINKS:
            self.links += 1
            cell.hyperlink, cell.font = address, _LINK
            cell._value, cell.data_type = words, "s"
        return cell

    def percent(self, counts: Counts) -> Any:
        if counts.percent is None:
            return None
        cell = self.cell(counts.percent / 100)
        cell.number_format = "0%"
        return cell


def _lines(cell: Any, width: int) -> int:
    if not isinstance(cell, Cell) or cell.data_type != "s" or not cell.value or cell.hyperlink:
        return 1
    return sum(1 + int(len(line) * LETTER_WIDTH) // width for line in cell.value.split("\n"))


def _summary(sheet: _Sheet, report: Report) -> None:
    words = report.words
    title = sheet.cell(report.title)
    title.font = _BOLD
    sheet.row([title])
    for line in (report.headline, report.organization, report.period, *report.summary):
        sheet.row([line])
    sheet.row([])
    sheet.heading([words["status"], words["count"]])
    for _status, label, number in report.statuses:
        sheet.row([label, number])
    sheet.row([words["total"], report.counts.total])
    for name, bars in (("quarters", report.quarters), ("channels", report.channels)):
        sheet.row([])
        sheet.heading([words[name], words["total"], words["owed"], words["fulfilled"], words["percent"]])
        for bar in bars:
            sheet.row([bar.label, *_counted(sheet, bar)])
    sheet.row([])
    for sentence in report.stamp:
        sheet.row([sentence])


def _counted(sheet: _Sheet, bar: Bar) -> list[Any]:
    counts = bar.counts
    return [counts.total, counts.counted, counts.fulfilled, sheet.percent(counts)]


def _items(sheet: _Sheet, report: Report) -> None:
    words = report.words
    numbers = [words["total"], words["owed"], words["fulfilled"], words["percent"]]
    statuses = [label for _status, label, _number in report.statuses]
    sheet.header([words["item"], words["title"], *numbers, *statuses, words["told"], words["result"]])
    for item, bar in zip(report.items, report.bars, strict=True):
        counts = [item.counts.of[status] for status, _label, _number in report.statuses]
        sheet.row([item.number, item.title, *_counted(sheet, bar), *counts, item.told, item.result])


def _duties(sheet: _Sheet, report: Report, progress: Progress) -> None:
    words = report.words
    names = (
        "item", "day", "window_start", "window_end", "channel", "status", "out_on", "at", "what", "link", "issue",
        "why", "approved", "approved_at", "delivery",
    )  # fmt: skip
    sheet.header(words[name] for name in names)
    for number, row in enumerate(report.duties, start=1):
        status = row.status_words if row.owed else f"{row.status_words} ({words['besides']})"
        link = sheet.link(row.link, row.link) if row.link else ", ".join(map(str, row.proofs))
        sheet.row(
            [
                row.item, row.day, row.window_start, row.window_end, row.channel, status, row.out_on, row.at, row.title,
                link, row.issue, row.why, row.approved_by, row.approved_at, row.delivery,
            ]
        )  # fmt: skip
        if number % _EVERY == 0:
            progress(number, len(report.duties))


def _figures(sheet: _Sheet, report: Report) -> None:
    words = report.words
    names = ("item", "channel", "metric", "value", "posts", "without", "source", "until")
    sheet.header(words[name] for name in names)
    for item in report.items:
        for row in item.figures:
            value = words["not_available"] if row.value is None else row.value
            sheet.row([item.number, row.channel, row.metric, value, row.posts, row.without, row.source, row.until])


def _links(sheet: _Sheet, report: Report) -> None:
    words = report.words
    sheet.header(words[name] for name in ("number", "item", "day", "channel", "what", "link"))
    for row in report.links:
        address = sheet.link(row.address, row.address) if row.is_link else row.address
        sheet.row([row.number, row.item, row.on, row.channel, row.title, address])
