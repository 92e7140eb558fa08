"""Neutral rows: what every reader makes of its file, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One cell as written. `column` counts from 0; `span` is how many columns it covers;
    `inherited` marks the text of a cell that was merged downwards from a row above."""

    text: str
    column: int
    span: int = 1
    inherited: bool = False


@dataclass(frozen=True)
class Row:
    """One table row. `place` is its place in the document, (table, row), both from 1."""

    cells: tuple[Cell, ...]
    place: tuple[int, int]

    def text(self, column: int | None) -> str:
        """Return the stripped text of the cell over `column`; empty when there is none."""
        cell = self.cell(column)
        return cell.text.strip() if cell else ""

    def cell(self, column: int | None) -> Cell | None:
        """Return the cell over `column`, or None."""
        if column is None:
            return None
        return next((cell for cell in self.cells if cell.column <= column < cell.column + cell.span), None)

    def only_text(self) -> str | None:
        """Return the text of the row's single filled cell, or None when several or none are filled."""
        filled = [cell.text.strip() for cell in self.cells if cell.text.strip()]
        return filled[0] if len(filled) == 1 else None


@dataclass(frozen=True)
class Paragraph:
    """Text outside tables. `place` is its place among the document's paragraphs that hold text, from 1."""

    text: str
    place: int


@dataclass(frozen=True)
class Table:
    """A table, or a sheet of a workbook. `number` counts from 1; `name` is the sheet's, empty elsewhere."""

    rows: tuple[Row, ...]
    number: int
    name: str = ""


@dataclass(frozen=True)
class NotRead:
    """Something in the document that became no item. `table` and `row` count from 1; a paragraph has only `row`.

    `text` is how it begins; `reason` one of REASONS.
    """

    table: int | None
    row: int | None
    text: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"table": self.table, "row": self.row, "text": self.text, "reason": self.reason}


REASONS = (
    "repeated_header", "column_numbers", "total", "signature", "stamp", "footnote", "other_table", "paragraph",
    "hidden_sheet", "hidden_row", "hidden_column", "picture", "text_box", "other_column", "blank_row",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """What a reader found, in the order of the document, and what it did not read."""

    blocks: tuple[Paragraph | Table, ...]
    not_read: tuple[NotRead, ...] = ()

    @classmethod
    def of(cls, paragraphs: Iterable[str], tables: Iterable[tuple[Row, ...]]) -> Document:
        """Return a document whose paragraphs all stand before its tables."""
        texts = tuple(Paragraph(text, place) for place, text in enumerate(paragraphs, start=1))
        return cls(texts + tuple(Table(rows, number) for number, rows in enumerate(tables, start=1)))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs before the first table."""
        before = takewhile(lambda block: isinstance(block, Paragraph), self.blocks)
        return tuple(block.text for block in before if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[tuple[Row, ...], ...]:
        """The rows of each table."""
        return tuple(block.rows for block in self.blocks if isinstance(block, Table))
