"""Tables drawn with upright bars, as chat programs write them: their bars become tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.plan_import.readers.text_lines import IN_CELL

_ROW = re.compile(r"\s*\|(.*\|.*)\|\s*")
_RULE = re.compile(r"[\s|:+-]*-{2}[\s|:+-]*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"\s*<br ?/?>\s*", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def with_tabs(lines: Iterable[str]) -> list[str]:
    """Return the lines with tabs between the cells of rows drawn with bars, and without the rules below headers."""
    return [_row(line) for line in lines if not ("|" in line and _RULE.fullmatch(line))]


def _row(line: str) -> str:
    match = _ROW.fullmatch(line)
    if match is None or "\t" in line:
        return line
    cells = (_BREAK.sub(IN_CELL, cell.strip().replace("\\|", "|")) for cell in _BAR.split(match.group(1)))
    return "\t".join(_BOLD.sub(r"\1", cell) for cell in cells)
