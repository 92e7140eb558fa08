"""Neutral rows: what every reader makes of its file, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass


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
class Document:
    """What a reader found: the paragraphs before the first table, and the tables."""

    paragraphs: tuple[str, ...]
    tables: tuple[tuple[Row, ...], ...]
