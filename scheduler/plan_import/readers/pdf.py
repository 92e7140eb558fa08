"""PDF files with a text layer to pages of signs and ruled lines; what they mean is read elsewhere."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber

from scheduler.plan_import import limits
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.pdf_grid import Edge
from scheduler.plan_import.readers.pdf_lines import Char
from scheduler.plan_import.readers.pdf_pages import Page, document_of
from scheduler.plan_import.rows import Document

MAX_PAGES = 100  # a page full of text takes a fifth of a second
MAX_EDGES = 8_000  # on one page

_END_MARK = b"%%EOF"
_AFTER_END = 2_048
_THIN = 3.0
_UNKNOWN_SIGN = "(cid:"


def read_pdf(path: Path) -> Document:
    """Return paragraphs and tables in reading order, one table where it goes on over pages.

    Raises NotAPlan: empty_file, unreadable, too_big, encrypted, images_only.
    """
    _refuse_cut_file(path)
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise NotAPlan("too_big", {"limit_pages": MAX_PAGES})
            sheets = list(_sheets(pdf))
    except NotAPlan:
        raise
    except Exception as error:  # pdfminer meets damage with errors of many kinds
        raise NotAPlan("encrypted" if _is_locked(error) else "unreadable") from error
    _refuse_without_words(sheets)
    return document_of(sheets)


def _refuse_cut_file(path: Path) -> None:
    """A file whose end is missing would open, with the last pages silently gone."""
    size = path.stat().st_size
    if size == 0:
        raise NotAPlan("empty_file")
    if size > limits.FILE_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": limits.FILE_BYTES})
    with path.open("rb") as file:
        file.seek(max(0, size - _AFTER_END))
        if _END_MARK not in file.read():
            raise NotAPlan("unreadable")


def _is_locked(error: Exception) -> bool:
    names = {type(cause).__name__ for cause in (error, *error.args, error.__cause__, error.__context__)}
    return any("Password" in name or "Encryption" in name for name in names)


def _refuse_without_words(pages: list[Page]) -> None:
    signs = sum(len(page.chars) for page in pages)
    unknown = sum(char.text.startswith(_UNKNOWN_SIGN) for page in pages for char in page.chars)
    if 5 * unknown > signs or (not signs and any(page.has_pictures for page in pages)):
        raise NotAPlan("images_only")
    if not signs:
        raise NotAPlan("empty_file")


def _sheets(pdf: Any) -> Iterator[Page]:
    left = limits.CHARACTERS
    for sheet in pdf.pages:
        _refuse_damaged_content(sheet)
        left -= len(sheet.chars)
        edges = list(_edges(sheet))
        if left < 0 or len(edges) > MAX_EDGES:
            raise NotAPlan("too_big", {"limit_characters": limits.CHARACTERS})
        x0, top, x1, bottom = sheet.bbox
        pictures = bool(sheet.images or sheet.curves or sheet.rects)
        page = Page((x0, top, x1, bottom), list(_chars(sheet)), edges, pictures)
        yield page.level()
        sheet.close()


def _refuse_damaged_content(sheet: Any) -> None:
    """Of a damaged stream the library would hand on the part before the damage without a word."""
    for reference in sheet.page_obj.contents:
        stream = reference.resolve() if hasattr(reference, "resolve") else reference
        if not hasattr(stream, "get_data"):
            raise NotAPlan("unreadable")
        filters = stream.get_filters()
        is_packed = len(filters) == 1 and "Flate" in repr(filters[0])
        if is_packed and stream.rawdata is not None and stream.decipher is None:
            zlib.decompress(stream.rawdata)


def _chars(sheet: Any) -> Iterator[Char]:
    x0, top, x1, bottom = sheet.bbox
    seen: set[tuple[str, int, int]] = set()
    for char in sheet.chars:
        places = _places(char)
        if not seen.isdisjoint(places):
            continue
        seen.update(places)
        is_on_page = x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom
        if char["text"] and is_on_page:
            level, rise = char["matrix"][0], char["matrix"][1]
            turn = 0 if abs(level) >= abs(rise) else 1 if rise > 0 else -1
            yield Char(char["text"], char["x0"], char["top"], char["x1"], char["bottom"], char["size"], turn)


def _places(char: Any) -> list[tuple[str, int, int]]:
    """Return keys of which a sign drawn again over itself, as some programs make bold letters, shares one."""
    across, down = char["x0"], char["top"]
    return [(char["text"], int(2 * across + half), int(2 * down + other)) for half in (0, 0.5) for other in (0, 0.5)]


def _edges(sheet: Any) -> Iterator[Edge]:
    """Yield drawn lines; thin rectangles are lines too, filled ones are only shading."""
    for line in sheet.lines:
        yield from _thin_edges(line)
    for rect in sheet.rects:
        if rect["width"] <= _THIN or rect["height"] <= _THIN:
            yield from _thin_edges(rect)
        elif rect["stroke"]:
            for x in (rect["x0"], rect["x1"]):
                yield Edge(False, x, rect["top"], rect["bottom"])
            for y in (rect["top"], rect["bottom"]):
                yield Edge(True, y, rect["x0"], rect["x1"])


def _thin_edges(shape: Any) -> Iterator[Edge]:
    if shape["height"] <= _THIN:
        yield Edge(True, (shape["top"] + shape["bottom"]) / 2, shape["x0"], shape["x1"])
    if shape["width"] <= _THIN:
        yield Edge(False, (shape["x0"] + shape["x1"]) / 2, shape["top"], shape["bottom"])
