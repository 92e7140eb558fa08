"""The header of a plan's table: where it stands and what each column below it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.folding import fold
from scheduler.plan_import.month_columns import Period
from scheduler.plan_import.rows import Cell, Row

_COUNT_WORDS = ("jami", "itogo", "vsego")


@dataclass(frozen=True)
class Header:
    """Where the header stands in its table and what each column is for.

    row, last: its first and last row. columns: role to its first column. deadlines, coverages: every column with that
    role. periods: columns of months or quarters. channels: columns of one channel each, with its name. extras: columns
    with words we do not know, whose text goes to the method. others: columns of remarks, which are not read.
    cells: the lowest header row. lacking: roles found by content alone, and those that no column has.
    """

    row: int
    columns: dict[str, int]
    deadlines: tuple[int, ...]
    cells: Row
    last: int = 0
    coverages: tuple[int, ...] = ()
    periods: dict[int, Period] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)
    extras: dict[int, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    is_guessed: bool = False
    is_swapped: bool = False
    is_russian: bool = False

    @property
    def adds_up(self) -> bool:
        """Tell whether a column holds the sums of the rows."""
        return any(is_total(words) for words in self.others.values())

    def width(self) -> int:
        """Return how many columns the table has."""
        return width_of(self.cells)

    def named(self) -> list[tuple[int, str]]:
        """Return the columns that no role takes, each with its header words."""
        return [*self.extras.items(), *self.others.items()]

    def missing(self) -> list[str]:
        """Return the roles a plan needs and the header of this table lacks."""
        found = {
            *self.columns,
            *(["deadline"] if self.periods else []),
            *(["coverage"] if self.channels else []),
        }
        needed = ("title", "method", "deadline", "coverage")
        return [role for role in needed if role not in found or role in self.lacking]


def width_of(row: Row) -> int:
    """Return how many columns the cells of `row` cover."""
    return max((cell.column + cell.span for cell in row.cells), default=0)


def is_total(text: str) -> bool:
    """Tell whether a header cell names a column of sums."""
    return fold(text).strip(" .:") in _COUNT_WORDS


def cells_of(row: Row, columns: Sequence[int]) -> Iterator[Cell]:
    """Yield the filled cells over these columns, each once."""
    seen: set[int] = set()
    for column in columns:
        cell = row.cell(column)
        if cell is not None and cell.text.strip() and cell.column not in seen:
            seen.add(cell.column)
            yield cell
