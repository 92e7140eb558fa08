"""A table of dates as offices save it: CSV in, a list of dates out. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, time

from scheduler.date_lists import BadLine, DateList, GivenDate, NoDates, one_line, read_hour, read_moment
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.folding import fold
from scheduler.plan_import.readers.decoding import decoded

MOST_BYTES = 2_000_000
MOST_LINES = 5_000
SEPARATORS = (";", "\t", ",", "|")
Row = tuple[int, list[str]]
"""The line it ends on, and its cells."""

HEADINGS: Mapping[str, frozenset[str]] = {
    name: frozenset(fold(word) for word in words.split())
    for name, words in {
        "date": "sana sanasi kun kuni muddat muddati сана санаси кун куни муддат муддати дата день срок число date day",
        "time": "vaqt vaqti soat soati вақт вақти соат соати время час time hour",
        "occasion": "tadbir tadbirlar mavzu mavzusi nomi izoh sabab тадбир мавзу мавзуси номи изоҳ мероприятие тема "
        "название повод событие примечание occasion event title topic measure note",
    }.items()
}


def read_csv_dates(raw: bytes) -> DateList:
    """Return the dates of a CSV file; columns are found by their headings, without headings the first one has the days.

    Raises NoDates: too_big, empty, unreadable, no_dates.
    """
    if len(raw) > MOST_BYTES:
        raise NoDates("too_big")
    try:
        text = decoded(raw)
    except NotAPlan as refusal:
        raise NoDates(refusal.code) from None
    if not text.strip():
        raise NoDates("empty")
    rows = _rows(text)
    if len(rows) > MOST_LINES:
        raise NoDates("too_big")
    columns, rows = _columns(rows)
    dates: list[GivenDate] = []
    bad: list[BadLine] = []
    seen: set[tuple[date, time | None]] = set()
    for line, cells in rows:
        shown = " | ".join(cell for cell in cells if cell)[:200]
        try:
            one = _given(cells, columns, line)
        except ValueError as error:
            bad.append(BadLine(line, str(error), shown))
            continue
        if (one.day, one.at) in seen:
            bad.append(BadLine(line, "named_twice", shown))
            continue
        seen.add((one.day, one.at))
        dates.append(one)
    if not dates and not bad:
        raise NoDates("no_dates")
    return DateList(tuple(dates), tuple(bad))


def _given(cells: Sequence[str], columns: Mapping[str, int], line: int) -> GivenDate:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    if not cell("date"):
        raise ValueError("no_date")
    day, hour = read_moment(cell("date"))
    own_hour = read_hour(cell("time"))
    if hour is not None and own_hour is not None and hour != own_hour:
        raise ValueError("two_times")
    return GivenDate(day, own_hour or hour, one_line(cell("occasion")), line=line)


def _columns(rows: list[Row]) -> tuple[dict[str, int], list[Row]]:
    """Where each kind of value stands, and the rows below the headings; what stands above them is a title.

    Raises NoDates.
    """
    for index, (_line, cells) in enumerate(rows):
        if "date" in (found := _headings(cells)):
            return found, rows[index + 1 :]
    if not any(_is_date(cells[0]) for _line, cells in rows):
        raise NoDates("no_dates")
    two = max(len(cells) for _line, cells in rows) == 2
    return {"date": 0, "occasion": 1} if two else {"date": 0, "time": 1, "occasion": 2}, rows


def _headings(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    if len(cells) > 1 and sum(map(bool, cells)) == 1:  # a title above the table
        return found
    for at, cell in enumerate(cells):
        words = fold(cell).replace("/", " ").replace(".", " ").split()
        for name, known in HEADINGS.items():
            if name not in found and not known.isdisjoint(words):
                found[name] = at
                break
    return found


def _is_date(cell: str) -> bool:
    try:
        read_moment(cell)
    except ValueError as error:
        return str(error) != "unclear_date"
    return True


def _rows(text: str) -> list[Row]:
    """The rows that hold anything, each with the line it ends on, cut at the separator that makes most sense of them.

    Raises NoDates.
    """
    first, _break, rest = text.partition("\n")
    if first.lower().startswith("sep=") and first.strip()[4:5]:
        return _cut(rest, first.strip()[4], skipped=1)
    cut = [_cut(text, separator) for separator in SEPARATORS]
    return max(cut, key=lambda rows: (max((len(_headings(cells)) for _line, cells in rows), default=0), _dated(rows)))


def _dated(rows: list[Row]) -> int:
    return sum(_is_date(cells[0]) for _line, cells in rows)


def _cut(text: str, separator: str, *, skipped: int = 0) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        for cells in reader:
            plain = [cell.strip() for cell in cells]
            if any(plain):
                rows.append((reader.line_num + skipped, plain))
    except csv.Error:
        raise NoDates("unreadable") from None
    return rows
