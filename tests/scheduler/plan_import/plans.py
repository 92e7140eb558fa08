"""Plans of an invented town in the layouts that press services use, written by the tests that need them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from scheduler.samples.build_sample import HEADER, PAGES

Table = Sequence[Sequence[str]]


def plan_rows(*deadlines: str) -> list[list[str]]:
    """Return a header and one row per deadline."""
    rows = [
        [f"{at}.", f"{at}-tadbir haqida xabar", "Xabar tayyorlash", text, PAGES] for at, text in enumerate(deadlines, 1)
    ]
    return [list(HEADER), *rows]


def write_docx(path: Path, *tables: Table, above: Sequence[str] = ("MEDIA-REJA",)) -> Path:
    """Write paragraphs and then tables as a Word document."""
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=0, cols=max(len(row) for row in rows))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
        document.add_paragraph("")
    document.save(str(path))
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text file in UTF-8."""
    path.write_text(text, encoding="utf-8")
    return path


def pasted(rows: Table, above: str = "MEDIA-REJA") -> str:
    """Return rows as Word pastes them when each cell comes on a line of its own after a tab."""
    return f"{above}\n" + "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows) + "\n"
