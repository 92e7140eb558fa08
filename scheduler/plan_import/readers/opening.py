"""Opens one file with the reader of its kind. Runs in the confined process; see ``confinement``."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from scheduler.plan_import import limits
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.kinds import check_kind, refuse_at_sight
from scheduler.plan_import.rows import Document, Paragraph

READERS = {
    ".docx": ("docx", "read_docx"),
    ".txt": ("text", "read_text"),
    ".xlsx": ("xlsx", "read_xlsx"),
    ".csv": ("csv", "read_csv"),
    ".pdf": ("pdf", "read_pdf"),
}
"""Module and function by suffix: a reader brings a library that takes longer to load than a plan to read."""


def open_document(path: Path) -> Document:
    """Return what the file holds. Raises NotAPlan with every code but those of assembling: no_table, is_report."""
    refuse_at_sight(path)
    check_kind(path)
    document = _reader(path.suffix.lower())(path)
    _check_amount(document)
    return document


def _reader(suffix: str) -> Callable[[Path], Document]:
    module, function = READERS[suffix]
    reader: Callable[[Path], Document] = getattr(
        importlib.import_module(f"scheduler.plan_import.readers.{module}"), function
    )
    return reader


def _check_amount(document: Document) -> None:
    """Bound what the process that asked has to go through."""
    rows = [row for block in document.blocks if not isinstance(block, Paragraph) for row in block.rows]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    if len(rows) + len(texts) > limits.ROWS:
        raise NotAPlan("too_big", {"limit_rows": limits.ROWS})
    if sum(len(row.cells) for row in rows) > limits.CELLS:
        raise NotAPlan("too_big", {"limit_cells": limits.CELLS})
    if sum(map(len, texts)) + sum(len(cell.text) for row in rows for cell in row.cells) > limits.CHARACTERS:
        raise NotAPlan("too_big", {"limit_characters": limits.CHARACTERS})
