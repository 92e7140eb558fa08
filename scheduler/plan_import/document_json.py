"""The neutral document as JSON, for the way from the process that reads a file to the one that asked for it."""

from __future__ import annotations

from typing import Any

from scheduler.plan_import.plain_text import plain_text
from scheduler.plan_import.rows import Cell, Document, NotRead, Paragraph, Row, Table


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the document as lists and plain values."""
    return {
        "blocks": [_block_to_json(block) for block in document.blocks],
        "not_read": [[note.table, note.row, note.text, note.reason] for note in document.not_read],
    }


def document_from_json(value: dict[str, Any]) -> Document:
    """Return the document that `document_to_json` took apart, its text plain: see `plain_text`.

    Raises KeyError, TypeError or ValueError on another value.
    """
    blocks = tuple(_block_from_json(block) for block in value["blocks"])
    return Document(
        blocks, tuple(NotRead(table, row, plain_text(text), reason) for table, row, text, reason in value["not_read"])
    )


def _block_to_json(block: Paragraph | Table) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"text": block.text, "place": block.place}
    rows = [
        [row.place, [[cell.text, cell.column, cell.span, cell.inherited] for cell in row.cells]] for row in block.rows
    ]
    return {"rows": rows, "number": block.number, "name": block.name}


def _block_from_json(block: dict[str, Any]) -> Paragraph | Table:
    if "text" in block:
        return Paragraph(plain_text(block["text"]), block["place"])
    rows = tuple(Row(tuple(map(_cell_from_json, cells)), (place[0], place[1])) for place, cells in block["rows"])
    return Table(rows, block["number"], block["name"])


def _cell_from_json(cell: list[Any]) -> Cell:
    text, column, span, inherited = cell
    return Cell(plain_text(text), column, span, inherited)
