"""Documents as the readers hand them on, written down as plain lists by the tests that need them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scheduler.plan_import.plan_reading import ItemReading
from scheduler.plan_import.reading import plan_of
from scheduler.plan_import.rows import Cell, Document, Paragraph, Row, Table

PAGES = "Rasmiy sahifalar"
HEADER = ["T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi"]
ABOVE = "2026-yilgi MEDIA-REJA"

Written = str | tuple[str, int] | tuple[str, int, str]


def above(text: str) -> tuple[str, int, str]:
    """Return a cell that is merged down from the row above, which holds `text`."""
    return (text, 1, "inherited")


def rows_of(rows: Sequence[Sequence[Written]], table: int = 1) -> tuple[Row, ...]:
    """Return rows; a cell is its text, or its text and width, or that and a word for "merged down from above"."""
    return tuple(Row(_cells(row), (table, at)) for at, row in enumerate(rows, start=1))


def _cells(row: Sequence[Written]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    column = 0
    for written in row:
        text, span, *merged = (written, 1) if isinstance(written, str) else written
        cells.append(Cell(text, column, span, inherited=bool(merged)))
        column += span
    return tuple(cells)


def document_of(*blocks: str | Sequence[Sequence[Written]] | dict[str, Any]) -> Document:
    """Return a document: a text is a paragraph, a list a table, a dict with "name" and "rows" a sheet."""
    found: list[Paragraph | Table] = []
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, str):
            paragraphs += 1
            found.append(Paragraph(block, paragraphs))
            continue
        tables += 1
        sheet = block if isinstance(block, dict) else {"name": "", "rows": block}
        found.append(Table(rows_of(sheet["rows"], tables), tables, sheet["name"]))
    return Document(tuple(found))


def items_of(*blocks: str | Sequence[Sequence[Written]] | dict[str, Any]) -> tuple[ItemReading, ...]:
    """Return the items of a document below a title that names 2026."""
    return plan_of(document_of(ABOVE, *blocks)).items


def unread_of(*blocks: str | Sequence[Sequence[Written]] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what was not read in a document below a title, as (table, row, text, reason)."""
    reading = plan_of(document_of(ABOVE, *blocks))
    return [(note.table, note.row, note.text, note.reason) for note in reading.not_read]
