"""Lines with separators whose quotation marks were typed by hand: one that closes no cell is part of the text."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"((?:[^"]+|"")*+)"')


def loosely_quoted(text: str, separator: str) -> list[list[str]]:
    """Return the cells of each line of `text`, which ends its lines with a bare line feed."""
    ends = re.compile(f"[{re.escape(separator)}\n]|$(?!\n)")
    records: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        if quoted and ends.match(text, quoted.end()) and not _runs_through_lines(quoted.group(1), separator):
            cell, at = quoted.group(1).replace('""', '"'), quoted.end()
        else:
            end = ends.search(text, at)
            cell, at = text[at : end.start()] if end else text[at:], end.start() if end else len(text)
        records[-1].append(_unquoted(cell))
        if text[at : at + 1] == "\n":
            records.append([])
        at += 1
    return [record or [""] for record in records]


def _runs_through_lines(quoted: str, separator: str) -> bool:
    """A mark that nobody closed takes whole lines, with their separators, into one cell."""
    return any(line.count(separator) >= 2 for line in quoted.split("\n")[1:])


def _unquoted(cell: str) -> str:
    """Take off the marks around a whole cell when the others inside are pairs."""
    bare = cell.strip()
    is_wrapped = len(bare) > 2 and bare[0] == bare[-1] == '"' and bare.count('"') % 2 == 0
    return bare[1:-1] if is_wrapped and (bare.count('"') == 2 or bare[1:-1].count('"') >= 2) else cell
