"""The text of a Word paragraph as Word shows it: accepted changes, field results and symbols in, hidden text out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPH, TABLE, ROW, CELL, BOX = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}txbxContent"
SKIPPED = (f"{W}del", f"{W}moveFrom", f"{_MC}Fallback")
_WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"))
_PLAIN = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_OFF = ("0", "false", "off", "none")

_TICK, _CROSS, _NOTHING = "✓", "x", ""
_SYMBOLS = {
    "wingdings": {0xFC: _TICK, 0xFE: _TICK, 0xFB: _CROSS, 0xFD: _CROSS, 0x78: _CROSS, 0xA8: _NOTHING, 0x6F: _NOTHING,
                  0x71: _NOTHING, 0x6C: "●", 0x6E: "■", 0xA7: "•", 0x9F: "•", 0xB7: "•"},
    "wingdings 2": {0x50: _TICK, 0x52: _TICK, 0x4F: _CROSS, 0x51: _CROSS, 0x53: _CROSS, 0x54: _CROSS, 0xA3: _NOTHING,
                    0x2A: _NOTHING, 0x30: _NOTHING},
    "symbol": {0xB7: "•", 0x2D: "-", 0xD6: _TICK},
}  # fmt: skip
_CHECKED_SIGNS = ("☑", "☒", "☐")


def text_of(element: Any, label_of: Callable[[Any], str]) -> str:
    """Return the text of a paragraph or a table, with the numbers that Word puts before its paragraphs.

    `label_of` returns the automatic number of a paragraph, empty when it has none.
    """
    if element.tag == TABLE:
        return "\n".join(text_of(paragraph, label_of) for paragraph in own_paragraphs(element))
    text = "".join(_parts(element, [])).strip(" ")
    label = label_of(element)
    return f"{label} {text}" if label and text else label or text


def children(element: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield direct children with these tags, also inside content controls and accepted insertions."""
    for child in element.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tags)


def own_paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs inside `element` in document order, without those in text boxes and in what is not shown."""
    for child in element.iterchildren():
        if child.tag == PARAGRAPH:
            yield child
        elif child.tag not in SKIPPED and not is_deleted_row(child) and not is_covered(child):
            yield from own_paragraphs(child)


def is_deleted_row(element: Any) -> bool:
    """Tell whether a table row was deleted with tracked changes."""
    return element.tag == ROW and element.find(f"{W}trPr/{W}del") is not None


def is_covered(element: Any) -> bool:
    """Tell whether a table cell lies under one that is merged downwards from above."""
    merge = element.find(f"{W}tcPr/{W}vMerge") if element.tag == CELL else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def is_on(element: Any) -> bool:
    """Tell whether a property that may be switched off again is there and on."""
    return element is not None and element.get(f"{W}val", "1").lower() not in _OFF


def _parts(element: Any, fields: list[str], *, hidden: bool = False) -> Iterator[str]:
    """Yield pieces of text; `fields` holds for each open field whether its code or its result is running."""
    for child in element.iterchildren():
        tag = child.tag
        if tag in SKIPPED or tag in (f"{W}pPr", f"{W}rPr", BOX):
            continue
        is_shown = not hidden and "begin" not in fields
        if tag == f"{W}fldChar":
            box = child.find(f"{W}ffData/{W}checkBox")
            if box is not None and is_shown:
                yield _form_box(box)
            _follow_field(child, fields)
        elif (shown := _leaf(child, element)) is not None:
            if is_shown:
                yield shown
        elif tag == f"{W}sdt" and (box := child.find(f"{W}sdtPr/{_W14}checkbox")) is not None:
            yield _checkbox("".join(_parts(child, fields, hidden=hidden)), box)
        else:
            yield from _parts(child, fields, hidden=hidden or is_on(child.find(f"{W}rPr/{W}vanish")))


def _leaf(element: Any, run: Any) -> str | None:
    if element.tag == f"{W}t":
        return _drawn(element.text or "", _font_of(run))
    if element.tag == f"{W}sym":
        return _symbol(element.get(f"{W}font", ""), int(element.get(f"{W}char", "0"), 16))
    return _PLAIN.get(element.tag)


def _follow_field(mark: Any, fields: list[str]) -> None:
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append("begin")
    elif kind == "separate" and fields:
        fields[-1] = "separate"
    elif kind == "end" and fields:
        fields.pop()


def _form_box(box: Any) -> str:
    state = box.find(f"{W}checked")
    return _TICK if is_on(box.find(f"{W}default") if state is None else state) else _NOTHING


def _font_of(run: Any) -> str:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""


def _drawn(text: str, font: str) -> str:
    """Signs of symbol fonts and of their private places in Unicode become what they look like."""
    if font.lower() in _SYMBOLS:
        return "".join(_symbol(font, ord(char)) for char in text)
    if any("\uf000" <= char <= "\uf0ff" for char in text):
        return "".join(_symbol("Wingdings", ord(char)) if "\uf000" <= char <= "\uf0ff" else char for char in text)
    return text


def _symbol(font: str, code: int) -> str:
    known = _SYMBOLS.get(font.lower(), {})
    low = code - 0xF000 if code >= 0xF000 else code
    if low in known:
        return known[low]
    return "" if code >= 0xF000 or low < 0x20 else chr(code)


def _checkbox(shown: str, box: Any) -> str:
    """A check box is its tick; what the document shows for it is one of several signs."""
    checked = box.find(f"{_W14}checked")
    state = checked.get(f"{_W14}val", "0") if checked is not None else "0"
    for sign in _CHECKED_SIGNS:
        shown = shown.replace(sign, "")
    return (_TICK if state.lower() not in _OFF else _NOTHING) + shown
