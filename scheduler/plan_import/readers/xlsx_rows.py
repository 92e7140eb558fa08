"""The cells of a sheet to rows: merged ranges in every row they cover, hidden rows and columns left out by name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from scheduler.plan_import.readers.xlsx_sheet import SheetCells
from scheduler.plan_import.rows import Cell, NotRead, Row

_LONGEST_NOTE = 200


def rows_of_sheet(sheet: SheetCells, number: int) -> list[Row]:
    """Return the rows that show something; a row's place is (number, its number in the sheet)."""
    shown = sorted(set(sheet.cells) - sheet.hidden_rows)
    width = max((max(sheet.cells[row]) for row in shown), default=0)
    merged = _merged_cells(sheet, shown, width)
    rows: list[Row] = []
    for row in shown:
        cells = tuple(_cells(sheet, row, width, merged.get(row, {})))
        if any(cell.text and not cell.inherited for cell in cells):
            rows.append(Row(cells, (number, row)))
    return rows


def _merged_cells(sheet: SheetCells, shown: list[int], width: int) -> dict[int, dict[int, Cell]]:
    """Return row to column to merged cell. A range shows its text in its first row that is not hidden."""
    merged: dict[int, dict[int, Cell]] = {}
    for merge in sheet.merges:
        if merge.left > width:
            continue
        text = sheet.cells.get(merge.top, {}).get(merge.left, "")
        span = min(merge.right, width) - merge.left + 1
        covered = shown[bisect_left(shown, merge.top) : bisect_right(shown, merge.bottom)]
        for at, row in enumerate(covered):
            merged.setdefault(row, {})[merge.left] = Cell(text, merge.left - 1, span, inherited=at > 0)
    return merged


def _cells(sheet: SheetCells, row: int, width: int, merged: dict[int, Cell]) -> Iterator[Cell]:
    texts, column = sheet.cells[row], 1
    while column <= width:
        cell = merged.get(column) or Cell(texts.get(column, ""), column - 1)
        if any(covered not in sheet.hidden_columns for covered in range(column, column + cell.span)):
            yield cell
        column += cell.span


def hidden_parts(sheet: SheetCells, number: int) -> Iterator[NotRead]:
    """Yield what the rows and columns hold that the sheet does not show."""
    for row in sorted(sheet.hidden_rows):
        yield NotRead(number, row, note(sheet.cells[row].values()), "hidden_row")
    shown = sorted(set(sheet.cells) - sheet.hidden_rows)
    for column in sorted(sheet.hidden_columns):
        texts = [sheet.cells[row][column] for row in shown if column in sheet.cells[row]]
        if texts:
            yield NotRead(number, None, note(texts), "hidden_column")


def note(texts: Iterable[str]) -> str:
    """Return how filled cells begin, on one line."""
    return " ".join(" | ".join(texts).split())[:_LONGEST_NOTE]
