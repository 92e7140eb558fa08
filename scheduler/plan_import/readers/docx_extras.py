"""What a Word document holds beside its text and tables: pictures, text boxes, notes, heads and feet of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scheduler.plan_import.readers.docx_text import BOX, PARAGRAPH, SKIPPED, TABLE, W, text_of
from scheduler.plan_import.rows import NotRead

_LONGEST = 200
_PICTURES = ("blip", "imagedata", "OLEObject", "chart", "relIds")
_NOTE_KINDS = ("separator", "continuationSeparator", "continuationNotice")
_REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")


def beside_the_text(element: Any, table: int | None, row: int | None) -> Iterator[NotRead]:
    """Yield the pictures and text boxes inside a paragraph or a table row; a table in a box is read as a table."""
    for box in boxes_of(element):
        text = " ".join(_plain(paragraph) for paragraph in box.iterchildren(PARAGRAPH)).strip()
        if text:
            yield NotRead(table, row, " ".join(text.split())[:_LONGEST], "text_box")
    for picture in _found(element, _PICTURES):
        yield NotRead(table, row, _description(picture)[:_LONGEST], "picture")


def boxes_of(element: Any) -> Iterator[Any]:
    """Yield the contents of the text boxes inside `element`, each once."""
    for child in element.iterchildren():
        if child.tag == BOX:
            yield child
        elif child.tag not in SKIPPED:
            yield from boxes_of(child)


def notes_in(element: Any, notes: dict[tuple[str, str], str], table: int | None, row: int | None) -> Iterator[NotRead]:
    """Yield the footnotes and endnotes whose signs stand inside `element`."""
    for reference in element.iter(*_REFERENCES):
        text = notes.get((reference.tag, reference.get(f"{W}id", "")), "")
        if text:
            yield NotRead(table, row, text[:_LONGEST], "footnote")


def read_notes(part: Any, kind: str) -> dict[tuple[str, str], str]:
    """Return the text of each note of one part by the sign that refers to it; `kind` is "footnote" or "endnote"."""
    return {
        (f"{W}{kind}Reference", note.get(f"{W}id", "")): " ".join(
            " ".join(_plain(paragraph) for paragraph in note.iter(PARAGRAPH)).split()
        )
        for note in part.iter(f"{W}{kind}")
        if note.get(f"{W}type") not in _NOTE_KINDS
    }


def page_furniture(part: Any) -> Iterator[NotRead]:
    """Yield the text of a head or foot of the pages; a page number alone is nothing to speak of."""
    text = " ".join(" ".join(_plain(paragraph) for paragraph in part.iter(PARAGRAPH)).split())
    if any(char.isalpha() for char in text):
        yield NotRead(None, None, text[:_LONGEST], "paragraph")


def _found(element: Any, names: tuple[str, ...]) -> Iterator[Any]:
    for child in element.iterchildren():
        if child.tag in SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag.rpartition("}")[2] in names:
            yield child
        elif child.tag != BOX or child.find(f".//{TABLE}") is None:
            yield from _found(child, names)


def _description(picture: Any) -> str:
    """Return what the author wrote about the picture for those who cannot see it."""
    for ancestor in picture.iterancestors():
        for properties in ancestor.iterchildren():
            if str(properties.tag).endswith("}docPr"):
                return " ".join(str(properties.get("descr") or "").split())
    return ""


def _plain(paragraph: Any) -> str:
    return text_of(paragraph, lambda _paragraph: "")
