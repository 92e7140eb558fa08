"""Word documents to neutral blocks in document order: paragraphs, and tables with merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml

from scheduler.plan_import.columns import find_header
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.docx_extras import beside_the_text, boxes_of, notes_in, page_furniture, read_notes
from scheduler.plan_import.readers.docx_numbers import Numbers
from scheduler.plan_import.readers.docx_text import (
    CELL,
    PARAGRAPH,
    ROW,
    TABLE,
    W,
    children,
    is_covered,
    is_deleted_row,
    own_paragraphs,
    text_of,
)
from scheduler.plan_import.rows import Cell, Document, NotRead, Paragraph, Row, Table

_PARTS = ("numbering", "styles", "footnotes", "endnotes", "header", "footer")
_STRICT_PART = "word/document.xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def read_docx(path: Path) -> Document:
    """Return paragraphs and tables in order; pictures, text boxes, notes and page heads are listed as not read.

    Raises NotAPlan: empty_file, unreadable, images_only.
    """
    try:
        document = _Reading(docx.Document(_transitional(path))).document()
    except Exception as error:  # lxml, zipfile and python-docx each have their own for a damaged file
        raise NotAPlan("unreadable") from error
    if not any(isinstance(block, Paragraph) or _has_text(block) for block in document.blocks):
        has_pictures = any(entry.reason == "picture" for entry in document.not_read)
        raise NotAPlan("images_only" if has_pictures else "empty_file")
    return document


def _has_text(table: Table) -> bool:
    return any(cell.text.strip() for row in table.rows for cell in row.cells)


def _transitional(path: Path) -> io.BytesIO:
    """Return the file, its parts in the usual namespaces where it was saved as strict Open XML."""
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if _STRICT_PART not in archive.namelist() or not _STRICT.search(archive.read(_STRICT_PART)):
            return io.BytesIO(raw)
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as copy:
            for part in archive.infolist():
                content = archive.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
                copy.writestr(part.filename, content)
    return changed


class _Reading:
    """Walks through one document and collects its blocks."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._blocks: list[Paragraph | Table] = []
        self._not_read: list[NotRead] = []
        self._paragraphs = self._tables = 0
        self._notes: dict[tuple[str, str], str] = {}
        parts: dict[str, Any] = {}
        for relation in document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if relation.is_external or kind not in _PARTS:
                continue
            part = relation.target_part
            parts[kind] = part.element if hasattr(part, "element") else parse_xml(part.blob)
            if kind in ("footnotes", "endnotes"):
                self._notes |= read_notes(parts[kind], kind.removesuffix("s"))
            elif kind in ("header", "footer"):
                self._not_read.extend(page_furniture(parts[kind]))
        self._numbers = Numbers(parts.get("numbering"), parts.get("styles"))
        self._numbers.count(own_paragraphs(self._body))

    def document(self) -> Document:
        """Return all that was found."""
        self._walk(self._body)
        return Document(tuple(self._blocks), tuple(self._not_read))

    def _walk(self, element: Any) -> None:
        for child in children(element, (PARAGRAPH, TABLE)):
            if child.tag == TABLE:
                self._add_table(child)
            else:
                self._add_paragraph(child)

    def _add_paragraph(self, paragraph: Any) -> None:
        for line in self._text(paragraph).split("\n"):
            if line.strip():
                self._paragraphs += 1
                self._blocks.append(Paragraph(line.strip(), self._paragraphs))
        self._note_extras(paragraph, None, self._paragraphs or None)
        self._add_tables_of_boxes(paragraph)

    def _add_table(self, table: Any) -> None:
        """Add the table; one that only lays out the page around a plan's table is no table to a reader."""
        rows = self._rows(table, self._tables + 1)
        nested = [inner for row in children(table, (ROW,)) for inner in row.iter(TABLE)]
        if find_header(rows) is None and any(find_header(self._rows(inner, 0)) for inner in nested):
            for row in children(table, (ROW,)):
                for cell in children(row, (CELL,)):
                    self._walk(cell)
            return
        self._tables += 1
        self._blocks.append(Table(rows, self._tables))
        for place, row in enumerate(children(table, (ROW,)), start=1):
            for paragraph in own_paragraphs(row):
                self._note_extras(paragraph, rows[0].place[0] if rows else None, place)
        for paragraph in own_paragraphs(table):
            self._add_tables_of_boxes(paragraph)

    def _add_tables_of_boxes(self, paragraph: Any) -> None:
        for box in boxes_of(paragraph):
            for table in children(box, (TABLE,)):
                self._add_table(table)

    def _note_extras(self, paragraph: Any, table: int | None, row: int | None) -> None:
        self._not_read.extend(beside_the_text(paragraph, table, row))
        self._not_read.extend(notes_in(paragraph, self._notes, table, row))

    def _rows(self, table: Any, number: int) -> tuple[Row, ...]:
        rows: list[Row] = []
        above: dict[int, Cell] = {}
        for place, row in enumerate(children(table, (ROW,)), start=1):
            if is_deleted_row(row):
                continue
            cells = tuple(self._cells(row, above))
            above = {cell.column: cell for cell in cells}
            rows.append(Row(cells, (number, place)))
        return tuple(rows)

    def _cells(self, row: Any, above: dict[int, Cell]) -> Iterator[Cell]:
        column = _skipped_columns(row)
        for element in children(row, (CELL,)):
            span = max(1, element.grid_span)
            if is_covered(element) and column in above:
                yield Cell(above[column].text, column, span, inherited=True)
            else:
                blocks = [self._text(block) for block in children(element, (PARAGRAPH, TABLE))]
                yield Cell("\n".join(blocks).strip(), column, span)
            column += span

    def _text(self, element: Any) -> str:
        return text_of(element, self._numbers.label)


def _skipped_columns(row: Any) -> int:
    skipped = row.find(f"{W}trPr/{W}gridBefore")
    value = skipped.get(f"{W}val") if skipped is not None else None
    return int(value) if value and value.isdigit() else 0
