"""One row of a plan's table to a raw entry: which cell goes to which role, marks under months and channels included."""

from __future__ import annotations

import re

from scheduler.plan_import.coverage import read_coverage
from scheduler.plan_import.entries import Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.header import Header, cells_of
from scheduler.plan_import.header_words import SECTION
from scheduler.plan_import.marks import days_in, is_mark, is_nothing
from scheduler.plan_import.month_columns import deadline_of, named_period
from scheduler.plan_import.numbering import number_of, split_number
from scheduler.plan_import.rows import Cell, Row

_HOUR = re.compile(r"\s*(?:soat\s*)?\d{1,2}[:.]\d{2}\s*(?:da)?\s*", re.IGNORECASE)
_QUOTED = re.compile(r"[“”„«\"‟〝].{1,120}[”“»\"〞‟]")
_LONGEST_NUMBER = 12
_PUT_OFF = re.compile(r"\b(?:bekor k[ia]l|kochiril|koldiril|otmen[ei]|perenes)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def entry_of(row: Row, header: Header, *, numbered: bool) -> tuple[Entry, list[str]]:
    """Return the row's entry, and the texts of its remarks, which no role takes.

    numbered: the table numbers its rows in a column of their own.
    """
    columns = header.columns
    title, method = row.text(columns["title"]), _text_of(row, header, "method")
    number, title = _number_and_title(row, header, title, numbered=numbered)
    deadline, deadlines = _deadline(row, header)
    entry = Entry(
        number=number,
        section=row.text(columns.get(SECTION)) or None,
        title=title,
        method=method,
        deadline=deadline,
        responsible=_text_of(row, header, "responsible"),
        coverage=_coverage(row, header),
        place=row.place,
        inherited=_inherited(row, header),
        deadlines=deadlines,
    )
    remarks = []
    for cell in _untaken(row, header):
        words = next((text for column, text in header.named() if cell.column <= column < cell.column + cell.span), "")
        text = f"{words}: {cell.text.strip()}" if words else cell.text.strip()
        if cell.column in header.others:
            remarks.append(" ".join(text.split()))
        else:
            entry.add("method", text)
    if any(_PUT_OFF.search(fold(text)) for text in (*remarks, *_IN_BRACKETS.findall(title))):
        entry.questions += ("conflicting_deadline",)
    if header.is_guessed or header.is_swapped:
        entry.questions += ("swapped_cells",)
    return entry, remarks


def _untaken(row: Row, header: Header) -> list[Cell]:
    """Return the filled cells that no role takes; what is merged down from above was taken there."""
    columns = (*header.columns.values(), *header.deadlines, *header.coverages, *header.periods, *header.channels)
    taken = {cell.column for place in columns if (cell := row.cell(place)) is not None}
    return [cell for cell in row.cells if cell.text.strip() and not cell.inherited and cell.column not in taken]


def _text_of(row: Row, header: Header, role: str) -> str:
    """Return the text of a role, empty where its cell is the title's that goes on over it."""
    column = header.columns.get(role)
    cell, title = row.cell(column), row.cell(header.columns["title"])
    if cell is None or (role != "title" and title is not None and cell.column == title.column):
        return ""
    return cell.text.strip()


def _number_and_title(row: Row, header: Header, title: str, *, numbered: bool) -> tuple[str | None, str]:
    written = _text_of(row, header, "number")
    number = number_of(written)
    if number is None and written:
        leading, rest = split_number(written)
        if leading is None and len(written) <= _LONGEST_NUMBER:
            return written, title
        return leading, f"{rest}\n{title}".strip()
    return split_number(title) if number is None and not numbered else (number, title)


def _deadline(row: Row, header: Header) -> tuple[str, int]:
    """Return the deadline of a row and how many cells it stood in; an hour of its own belongs to the day beside it."""
    title = row.cell(header.columns["title"])
    cells = [
        cell.text.strip() for cell in cells_of(row, header.deadlines) if title is None or cell.column != title.column
    ]
    days = [text for text in cells if not _HOUR.fullmatch(text)]
    hours = [text for text in cells if _HOUR.fullmatch(text)]
    if marks := deadline_of(row, header.periods, russian=header.is_russian, counted=header.adds_up):
        days.append(marks)
    days = _joined_day(days)
    text = "; ".join(days or hours)
    if days and hours:
        text = f"{text}, {', '.join(hours)}"
    return text, max(1, len(days))


def _joined_day(texts: list[str]) -> list[str]:
    """Join a month and a day that stand in two columns."""
    if len(texts) == 2:
        for month, days in (texts, texts[::-1]):
            if named_period(month) and days_in(days):
                return [f"{days.strip(' .')}-{month}"]
    return texts


def _coverage(row: Row, header: Header) -> str:
    title = row.cell(header.columns["title"])
    parts = [
        cell.text.strip() for cell in cells_of(row, header.coverages) if title is None or cell.column != title.column
    ]
    parts.extend(
        _channel(header.channels[column], cell.text.strip())
        for column in sorted(header.channels)
        if (cell := row.cell(column)) is not None and not is_nothing(cell.text)
    )
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _channel(name: str, text: str) -> str:
    """Return the channel that a cell below its name asks for: a mark stands for the name, words for themselves."""
    if is_mark(text):
        return name
    if _QUOTED.fullmatch(text):
        return f"{text} {name}"
    coverage = read_coverage(text)
    return text if coverage.channels and not coverage.review else f"{name} ({text})"


def _inherited(row: Row, header: Header) -> set[str]:
    columns = {
        **{role: (column,) for role, column in header.columns.items() if role not in ("deadline", "coverage")},
        "deadline": (*header.deadlines, *header.periods),
        "coverage": (*header.coverages, *header.channels),
    }
    cells = {role: list(cells_of(row, places)) for role, places in columns.items()}
    return {role for role, found in cells.items() if found and all(cell.inherited for cell in found)}
