"""Word documents to neutral rows: the tables, with merged cells, and the paragraphs above the first."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from scheduler.plan_import.columns import find_header
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.rows import Cell, Document, Row

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 80_000_000
MAX_PARTS = 3_000

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAKS, _HYPHEN = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr")), qn("w:noBreakHyphen")
_SKIPPED = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:moveTo"))


def read_docx(path: Path) -> Document:
    """Return the paragraphs before the first table and all tables. Raises NotAPlan: empty_file, unreadable, too_big."""
    size = path.stat().st_size
    if size == 0:
        raise NotAPlan("empty_file")
    if size > MAX_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": MAX_BYTES})
    _refuse_bombs(path)
    try:
        body: Any = docx.Document(str(path)).element.body
        tables = tuple(_rows(table, number) for number, table in enumerate(_tables(body), start=1))
        paragraphs = tuple(text for text in _paragraphs_before_table(body) if text)
    except Exception as error:  # lxml, zipfile and python-docx each have their own for a damaged file
        raise NotAPlan("unreadable") from error
    if not tables and not paragraphs:
        raise NotAPlan("empty_file")
    return Document.of(paragraphs, tables)


def _refuse_bombs(path: Path) -> None:
    """Bound what unpacking may take; zipfile itself never reads past the declared size of a part."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotAPlan("unreadable") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": MAX_UNPACKED_BYTES})


def _paragraphs_before_table(body: Any) -> Iterator[str]:
    for child in _children(body, (_PARAGRAPH, _TABLE)):
        if child.tag == _TABLE:
            return
        yield from (line.strip() for line in _text(child).split("\n"))


def _tables(element: Any) -> Iterator[Any]:
    """Yield the tables in document order; those inside a plan's own table are content of its cells and stay there."""
    for child in element.iterchildren():
        if child.tag == _TABLE:
            yield child
            if find_header(_rows(child, 0)) is None:
                for row in _children(child, (_ROW,)):
                    yield from _tables(row)
        elif child.tag not in _SKIPPED:
            yield from _tables(child)


def _rows(table: Any, number: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    above: dict[int, Cell] = {}
    for place, row in enumerate(_children(table, (_ROW,)), start=1):
        if row.find(_DELETED_ROW) is not None:
            continue
        cells: list[Cell] = []
        column = _skipped_columns(row)
        for element in _children(row, (_CELL,)):
            cell = _cell(element, column, above)
            cells.append(cell)
            column += cell.span
        above = {cell.column: cell for cell in cells}
        rows.append(Row(tuple(cells), (number, place)))
    return tuple(rows)


def _cell(element: Any, column: int, above: dict[int, Cell]) -> Cell:
    properties = element.tcPr
    span = max(1, element.grid_span)
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and column in above:
        return Cell(above[column].text, column, span, inherited=True)
    blocks = [_text(block) for block in _children(element, (_PARAGRAPH, _TABLE))]
    return Cell("\n".join(blocks).strip(), column, span)


def _skipped_columns(row: Any) -> int:
    properties = row.find(qn("w:trPr"))
    skipped = properties.find(qn("w:gridBefore")) if properties is not None else None
    value = skipped.get(qn("w:val")) if skipped is not None else None
    return int(value) if value and value.isdigit() else 0


def _children(element: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield direct children with these tags, also inside content controls and accepted insertions."""
    for child in element.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tags)


def _text(element: Any) -> str:
    """Return the text as Word shows it: insertions are in, deletions and duplicates for old programs are out."""
    if element.tag == _TABLE:
        return "\n".join(_text(paragraph) for paragraph in element.iter(_PARAGRAPH))
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _TAB:
            parts.append(" ")
        elif child.tag in _BREAKS:
            parts.append("\n")
        elif child.tag == _HYPHEN:
            parts.append("-")
        elif child.tag not in _SKIPPED and child.tag != qn("w:pPr"):
            parts.append(_text(child))
    return "".join(parts)
