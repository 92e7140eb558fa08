"""Real PDF files for the tests that need them, typeset by typst with the project's own font."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

import content.cards.drawing

FONTS = Path(content.cards.drawing.__file__).parent / "fonts"


def typeset(path: Path, body: str, *, page: str = 'paper: "a4"', size: int = 12) -> Path:
    """Write a PDF of typst markup."""
    source = path.with_suffix(".typ")
    source.write_text(
        f'#set page({page})\n#set text(font: "DejaVu Sans", size: {size}pt, hyphenate: false)\n{body}\n',
        encoding="utf-8",
    )
    path.write_bytes(typst.compile(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True))
    return path


def words(text: str) -> str:
    """Return text as a typst string; nothing in it is taken for markup."""
    return json.dumps(text, ensure_ascii=False)


def table(rows: Sequence[Sequence[str]], *, columns: str = "", options: str = "") -> str:
    """Return the markup of a ruled table."""
    columns = columns or f"({'1fr, ' * len(rows[0])})"
    cells = ", ".join(f"[#{words(text)}]" for row in rows for text in row)
    return f"#table(columns: {columns}, {options} {cells})"
