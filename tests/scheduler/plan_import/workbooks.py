"""Workbooks and lines with separators of an invented town, written by the tests that need them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.rows import Document, Paragraph, Row, Table

SHEET = "xl/worksheets/sheet1.xml"


def workbook_of(rows: Iterable[Sequence[Any]], name: str = "Reja") -> Any:
    """Return a workbook of one sheet with these rows from A1."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    return workbook


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """Write a workbook of one sheet."""
    workbook_of(rows).save(path)
    return path


def write_csv(path: Path, rows: Iterable[Sequence[str]], separator: str = ";", encoding: str = "utf-8-sig") -> Path:
    """Write rows as Excel does: quoted where needed, lines ended by CR LF, breaks inside a cell by LF."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def rewrite(path: Path, change: Callable[[str, bytes], bytes], target: Path | None = None) -> Path:
    """Write an archive anew with each part changed: `change` gets its name and content."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    target = target or path
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return target


def texts(path: Path) -> list[str | list[list[str]]]:
    """Return what the reader of the file gives: paragraphs as texts, tables as the texts of their cells."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in open_document(path).blocks
    ]


def only_table(document: Document) -> tuple[Row, ...]:
    """Return the rows of the document's single table."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table.rows


def cell_facts(row: Row) -> list[tuple[str, int, int, bool]]:
    """Return text, column, span and inheritance of each filled cell."""
    return [(cell.text, cell.column, cell.span, cell.inherited) for cell in row.cells if cell.text]
