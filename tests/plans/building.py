"""Writes an office's plan as a real file of each form in which offices hand plans in."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import typst
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import content.cards.drawing
from tests.plans.documents import LEFT, UP, Automatic, Cell, Office, Row, Said, Table

FONTS = Path(content.cards.drawing.__file__).parent / "fonts"


def write(office: Office, form: str, folder: Path) -> Path:
    """Write the office's plan in `form` and return the path of the file."""
    path = folder / f"{office.name}.{'txt' if form in ('txt', 'tsv') else form}"
    _WRITERS[form](office, path)
    return path


def _docx(office: Office, path: Path) -> None:
    document = docx.Document()
    for block in office.blocks:
        if isinstance(block, Table):
            _word_table(document, [row for row in block.rows if not row.is_hidden])
        else:
            document.add_paragraph(block.text if isinstance(block, Said) else block)
    document.save(str(path))


def _word_table(document: docx.document.Document, rows: list[Row]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0].cells))
    for top, left, bottom, right in _merges(rows):
        table.cell(top, left).merge(table.cell(bottom, right))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell in (LEFT, UP):
                continue
            paragraph = table.cell(at, column).paragraphs[0]
            if isinstance(cell, Automatic):
                paragraph.style = "List Number"
                continue
            for number, line in enumerate(_shown(cell).split("\n")):
                paragraph = table.cell(at, column).add_paragraph() if number else paragraph
                paragraph.add_run(line).bold = row.is_bold


def _xlsx(office: Office, path: Path) -> None:
    book = openpyxl.Workbook()
    _fill_sheet(book.worksheets[0], office.blocks)
    for number, table in enumerate(office.hidden_sheets):
        sheet = book.create_sheet(f"eski {number + 1}")
        _fill_sheet(sheet, (table,))
        sheet.sheet_state = "hidden"
    book.save(path)


def _fill_sheet(sheet: Worksheet, blocks: Iterable[str | Said | Table]) -> None:
    at = 1
    for block in blocks:
        if not isinstance(block, Table):
            sheet.cell(at, 1, block.text if isinstance(block, Said) else block)
            at += 1
            continue
        for number, row in enumerate(block.rows):
            for column, cell in enumerate(row.cells):
                if cell not in (LEFT, UP, ""):
                    sheet.cell(at + number, column + 1, _worth(cell)).font = Font(bold=row.is_bold)
            sheet.row_dimensions[at + number].hidden = row.is_hidden
        for top, left, bottom, right in _merges(list(block.rows)):
            sheet.merge_cells(start_row=at + top, start_column=left + 1, end_row=at + bottom, end_column=right + 1)
        at += len(block.rows) + 1


def _worth(cell: Cell) -> str | int | date:
    if isinstance(cell, str) and cell.isdigit():
        return int(cell)
    return str(cell) if isinstance(cell, str) else cell


def _csv(office: Office, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for block in office.blocks:
            if isinstance(block, Table):
                writer.writerows(_flat(row) for row in block.rows if not row.is_hidden)
            else:
                writer.writerow([block.text if isinstance(block, Said) else block])


def _tabs(office: Office, path: Path) -> None:
    lines: list[str] = []
    for block in office.blocks:
        if isinstance(block, Table):
            rows = [_flat(row) for row in block.rows if not row.is_hidden]
            lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
        else:
            lines.append(block.text if isinstance(block, Said) else block)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pasted(office: Office, path: Path) -> None:
    lines: list[str] = []
    for block in office.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                lines += [] if row.is_hidden else [*(f"\t{cell}" for cell in _kept(row)), ""]
        else:
            lines.append(block.text if isinstance(block, Said) else block)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _flat(row: Row) -> list[str]:
    return ["" if cell in (LEFT, UP) else _shown(cell) for cell in row.cells]


def _kept(row: Row) -> list[str]:
    return ["" if cell == UP else _shown(cell) for cell in row.cells if cell != LEFT]


def _pdf(office: Office, path: Path) -> None:
    body = [
        _typst_table([row for row in block.rows if not row.is_hidden])
        if isinstance(block, Table)
        else f"#{json.dumps(block.text if isinstance(block, Said) else block, ensure_ascii=False)}\n\n"
        for block in office.blocks
    ]
    source = path.with_suffix(".typ")
    source.write_text(
        '#set page(paper: "a4", flipped: true, margin: 1.5cm)\n'
        '#set text(font: "DejaVu Sans", size: 8pt, hyphenate: false)\n' + "\n".join(body),
        encoding="utf-8",
    )
    path.write_bytes(typst.compile(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True))


def _typst_table(rows: list[Row]) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _merges(rows)}
    cells = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell not in (LEFT, UP):
                down, across = spans.get((at, column), (1, 1))
                text = json.dumps(_shown(cell), ensure_ascii=False)
                cells.append(f"table.cell(rowspan: {down}, colspan: {across})[#{text}]")
    widths = ", ".join(_widths(rows))
    return f"#table(columns: ({widths}), {', '.join(cells)})\n"


def _widths(rows: list[Row]) -> list[str]:
    """Return a width for each column: narrow where all is short."""
    longest = [0] * len(rows[0].cells)
    for row in rows:
        if LEFT not in row.cells:
            longest = [max(old, len(_shown(cell))) for old, cell in zip(longest, row.cells, strict=True)]
    return [f"{max(2.5, min(12.0, length / 4)):.1f}fr" for length in longest]


def _merges(rows: list[Row]) -> list[tuple[int, int, int, int]]:
    """Return the merged areas as top, left, bottom, right."""
    areas = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row.cells):
            if cell in (LEFT, UP):
                continue
            right, bottom = left, top
            while right + 1 < len(row.cells) and row.cells[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1].cells[left] == UP:
                bottom += 1
            if (right, bottom) != (left, top):
                areas.append((top, left, bottom, right))
    return areas


def _shown(cell: Cell) -> str:
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


_WRITERS: dict[str, Callable[[Office, Path], None]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "csv": _csv,
    "txt": _pasted,
    "tsv": _tabs,
    "pdf": _pdf,
}
