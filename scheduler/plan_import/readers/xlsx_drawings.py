"""What floats over a sheet's cells and is not read: pictures, charts, text boxes, comments."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from scheduler.plan_import.rows import NotRead

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ANCHORS = tuple(f"{_DRAWING}{kind}Anchor" for kind in ("twoCell", "oneCell", "absolute"))
_PICTURES = (f"{_DRAWING}pic", f"{_DRAWING}graphicFrame")
_LONGEST_NOTE = 200


def floating_parts(archive: zipfile.ZipFile, sheet_path: str, number: int) -> Iterator[NotRead]:
    """Yield what lies over the sheet at `sheet_path`, with the row where it begins."""
    for kind, path in _related(archive, sheet_path):
        if kind == "drawing":
            yield from _drawn(_tree(archive, path), number)
        elif kind == "comments":
            yield from _comments(_tree(archive, path), number)


def _related(archive: zipfile.ZipFile, sheet_path: str) -> Iterator[tuple[str, str]]:
    folder, name = posixpath.split(sheet_path)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return
    for relation in _tree(archive, relations):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if path in archive.namelist():
            yield relation.get("Type", "").rsplit("/", 1)[-1], path


def _tree(archive: zipfile.ZipFile, path: str) -> Element:
    return fromstring(archive.read(path))  # noqa: S314 - `archives` saw that it is safe


def _drawn(drawing: Element, number: int) -> Iterator[NotRead]:
    for anchor in (child for child in drawing if child.tag in _ANCHORS):
        row = anchor.findtext(f"{_DRAWING}from/{_DRAWING}row")
        place = int(row) + 1 if row else None
        text = " ".join("".join(part.text or "" for part in anchor.iter(_TEXT)).split())
        names = [properties.get("name", "") for properties in anchor.iter(f"{_DRAWING}cNvPr")]
        if text:
            yield NotRead(number, place, text[:_LONGEST_NOTE], "text_box")
        elif any(next(anchor.iter(tag), None) is not None for tag in _PICTURES):
            yield NotRead(number, place, (names[0] if names else "")[:_LONGEST_NOTE], "picture")


def _comments(comments: Element, number: int) -> Iterator[NotRead]:
    for comment in comments.iter(f"{_SHEET}comment"):
        text = " ".join("".join(part.text or "" for part in comment.iter(f"{_SHEET}t")).split())
        row = "".join(letter for letter in comment.get("ref", "") if letter.isdigit())
        yield NotRead(number, int(row) if row else None, text[:_LONGEST_NOTE], "text_box")
