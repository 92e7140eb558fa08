"""An office's plan as plain data: its paragraphs, its tables and, beside each row, what the row must read as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEFT = "<"  # the cell belongs to the one on its left
UP = "^"  # the cell belongs to the one above


class Automatic(str):
    """A number that Word counts by itself: it is in no text of the document."""


Cell = str | date


@dataclass(frozen=True)
class Expected:
    """What a row must read as; `schedules` and `channels` each hold the readings that can be defended."""

    number: str | None
    title: str
    schedules: tuple[str, ...]
    channels: tuple[str, ...] | None
    asks: str  # "": no question is needed, "~": one is welcome, "?": any must be asked, else codes of which one must be
    is_optional: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    schedules: str = ""
    channels: str | None = None
    asks: str = ""
    is_hidden: bool = False
    is_bold: bool = False
    number: str | None = None
    title: str | None = None

    @property
    def is_item(self) -> bool:
        return bool(self.schedules)


@dataclass(frozen=True)
class Table:
    """`roles` names the columns by letters: n number, t title, . any other."""

    roles: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Said:
    """A paragraph, with what it must read as when an item is told in it."""

    text: str
    expected: Expected | None = None


@dataclass(frozen=True)
class Office:
    name: str
    year: int | None
    blocks: tuple[str | Said | Table, ...]
    forms: tuple[str, ...] = ("docx", "xlsx", "csv", "txt", "tsv", "pdf")
    hidden_sheets: tuple[Table, ...] = ()
    review: tuple[str, ...] = ()  # codes that the plan as a whole must ask
    option: int | None = None  # the year the reader is given


def item(
    *cells: Cell,
    reads: str,
    on: str | None = None,
    asks: str = "",
    number: str | None = None,
    title: str | None = None,
    hidden: bool = False,
) -> Row:
    return Row(cells, reads, on, asks, hidden, number=number, title=title)


def other(*cells: Cell, bold: bool = False) -> Row:
    return Row(cells, is_bold=bold)


def said(text: str, number: str | None, title: str, reads: str, on: str | None = None, asks: str = "") -> Said:
    return Said(text, Expected(number, title, _choices(reads), None if on is None else _choices(on), asks))


def band(text: str, width: int) -> Row:
    """Return a row whose one cell goes over all columns."""
    return Row((text, *[LEFT] * (width - 1)), is_bold=True)


def expected_of(office: Office) -> list[Expected]:
    """Return what the office's document must read as, from its top to its end."""
    told: list[Expected] = []
    for block in office.blocks:
        if isinstance(block, Said) and block.expected is not None:
            told.append(block.expected)
        elif isinstance(block, Table):
            told.extend(_expected_of_row(block.roles, row) for row in block.rows if row.is_item)
    return told


def _expected_of_row(roles: str, row: Row) -> Expected:
    number = row.number
    if number is None and "n" in roles:
        number = str(row.cells[roles.index("n")]).strip().rstrip(".)") or None
    title = row.title if row.title is not None else str(row.cells[roles.index("t")])
    channels = None if row.channels is None else _choices(row.channels)
    return Expected(number or None, title, _choices(row.schedules), channels, row.asks, row.is_hidden)


def _choices(text: str) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in text.split("|"))
