"""Tables of single pages to whole tables: one that goes on over pages is one, and so is a row that a page break cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.readers.pdf_grid import Grid, clusters, nearest
from scheduler.plan_import.readers.pdf_lines import Char, Line, lines_of
from scheduler.plan_import.readers.pdf_overflow import boxes_of_runs
from scheduler.plan_import.readers.pdf_wrapping import Block, Wrapping
from scheduler.plan_import.rows import Cell, Row
from scheduler.plan_import.text_gaps import CUT

_SAME_PLACE = 4.0
_WIDEST_PADDING = 15.0
_NEAR_END = 3.5  # lines that may stay free at the end of a cut cell: single lines of a paragraph are not left alone
_NUMBER = re.compile(r"^\d{1,4}(?:\.\d{1,3})*[.)]*$")
_STEP = re.compile(r"^(\d{1,2})[.)](?=\s|$)")
_HEADER_ROWS = 4


@dataclass(eq=False)
class BoxedCell:
    """A cell with its lines; those of its continuation on the next page are added to them."""

    x0: float
    x1: float
    bottom: float
    lines: list[Line]

    def is_filled_to_its_end(self) -> bool:
        """Tell whether the text may go on elsewhere: it reaches the lower edge of the cell."""
        last = self.lines[-1]
        return last.is_turned or self.bottom - last.bottom < _NEAR_END * (last.bottom - last.top)


@dataclass(frozen=True)
class Placed:
    """A cell in a row; `inherited` where it began in a row above."""

    cell: BoxedCell
    inherited: bool


@dataclass
class BoxedTable:
    """The rows of a table so far. `xs` are the upright lines of all its parts.

    `repeated` holds the places of rows that repeat its header at the top of a page.
    """

    xs: list[float]
    rows: list[list[Placed]] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, grid: Grid, runs: Sequence[list[Char]]) -> BoxedTable:
        """Return the part of a table that stands on one page; `runs` are the words of the page."""
        held: list[list[Char]] = [[] for _box in grid.boxes]
        places, too_full = boxes_of_runs(grid, runs)
        for run, at in zip(runs, places, strict=True):
            if at is not None:
                held[at].extend(run)
        for at in too_full:
            held[at].append(_cut_mark(held[at]))
        cells = [
            BoxedCell(box.x0, box.x1, box.bottom, lines_of(signs)) for box, signs in zip(grid.boxes, held, strict=True)
        ]
        rows: list[list[Placed]] = [[] for _line in grid.ys[1:]]
        for box, cell in sorted(zip(grid.boxes, cells, strict=True), key=lambda pair: pair[0].x0):
            for row in range(box.first, box.last + 1):
                rows[row].append(Placed(cell, row > box.first))
        return cls(list(grid.xs), rows)

    def goes_on_with(self, part: BoxedTable) -> bool:
        """Tell whether the part at the top of the next page has this table's columns."""
        fewer, more = sorted((self.xs, part.xs), key=len)
        same_sides = abs(fewer[0] - more[0]) < _SAME_PLACE and abs(fewer[-1] - more[-1]) < _SAME_PLACE
        return same_sides and all(abs(more[nearest(more, x)] - x) < _SAME_PLACE for x in fewer)

    def add(self, part: BoxedTable) -> None:
        """Put the part from the next page below, its first row into the last one where the page break cut that."""
        opening = self._repeated_rows(part)
        last = next(row for at, row in reversed(list(enumerate(self.rows))) if at not in self.repeated)
        if opening < len(part.rows) and _is_rest(part.rows[opening], last):
            part = _joined(last, part, opening)
        self.repeated.update(range(len(self.rows), len(self.rows) + opening))
        self.rows.extend(part.rows)
        self.xs = clusters([*self.xs, *part.xs], _SAME_PLACE)

    def _repeated_rows(self, part: BoxedTable) -> int:
        """Return how many rows at the top of a part are this table's header over again."""
        above = [_words(row) for row in self.rows[:_HEADER_ROWS]]
        below = [_words(row) for row in part.rows[:_HEADER_ROWS]]
        if not any(below[0]) or below[0] not in above:
            return 0
        header = above[above.index(below[0]) :]
        pairs = list(zip(header, below, strict=False))
        return next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))

    def blocks(self) -> list[Block]:
        """Return the lines of each cell with their room, in the order of the cells."""
        padding = self._padding()
        return [_block(cell, padding) for cell in self._cells()]

    def finished(self, number: int, wrapping: Wrapping) -> tuple[Row, ...]:
        """Return the neutral rows of table `number`."""
        cells = zip(self._cells(), self.blocks(), strict=True)
        texts = {id(cell): wrapping.text(block) for cell, block in cells}
        return tuple(
            Row(tuple(self._neutral(placed, texts) for placed in row), (number, place))
            for place, row in enumerate(self.rows, start=1)
        )

    def _neutral(self, placed: Placed, texts: dict[int, str]) -> Cell:
        column, end = nearest(self.xs, placed.cell.x0), nearest(self.xs, placed.cell.x1)
        return Cell(texts[id(placed.cell)], column, max(1, end - column), placed.inherited)

    def _cells(self) -> list[BoxedCell]:
        return [placed.cell for row in self.rows for placed in row if not placed.inherited]

    def _padding(self) -> float:
        free = [line.x0 - cell.x0 for cell in self._cells() for line in cell.lines if not line.is_turned]
        return min([_WIDEST_PADDING, *(space for space in free if space > 0)])


def _block(cell: BoxedCell, padding: float) -> Block:
    right = max([cell.x1 - padding, *(line.x1 for line in cell.lines if line.x1 <= cell.x1)])
    return Block(cell.lines, cell.x0 + padding, right)


def _words(row: list[Placed]) -> list[str]:
    return [" ".join(line.text for line in placed.cell.lines) for placed in row]


def _is_rest(row: list[Placed], above: list[Placed]) -> bool:
    """Tell whether a row at the top of a page is the rest of the one above: it has no number, and its cells go on.

    In doubt it is not: a row too many is seen and asked about, two items run into one are not.
    """
    if len(row) != len(above) or any(
        abs(one.cell.x0 - other.cell.x0) > _SAME_PLACE or abs(one.cell.x1 - other.cell.x1) > _SAME_PLACE
        for one, other in zip(row, above, strict=True)
    ):
        return False
    pairs = [(one.cell, other.cell) for one, other in zip(row, above, strict=True) if not one.inherited]
    going_on = [(cell, before) for cell, before in pairs if cell.lines and before.lines]
    if not any(cell.lines for cell, _before in pairs):
        return False
    if not all(before.is_filled_to_its_end() for _cell, before in going_on):
        return False
    open_ends = [_is_open(before, cell) for cell, before in going_on]
    has_ended = any(not cell.lines and before.lines for cell, before in pairs[1:])
    first, first_above = row[0].cell, above[0].cell
    if first_above.lines and _NUMBER.match(first_above.lines[0].text):
        if first.lines:
            return _is_cut_number(first_above, first) and all(open_ends[1:])
        return not going_on or (any(open_ends) if has_ended else all(open_ends))
    small = sum(cell.lines[0].text[:1].islower() for cell, _before in going_on)
    return small > 0 if has_ended else all(open_ends) and 2 * small > len(going_on)


def _is_open(before: BoxedCell, cell: BoxedCell) -> bool:
    """Tell whether the text stops in the middle: before a small letter, in a full line, or before the next step."""
    last, following = before.lines[-1], cell.lines[0]
    if following.text[:1].islower() or before.x1 - last.x1 < following.first_chunk + last.size:
        return True
    step = _STEP.match(following.text)
    steps = [int(found.group(1)) for line in before.lines if (found := _STEP.match(line.text))]
    return step is not None and bool(steps) and int(step.group(1)) == steps[-1] + 1


def _is_cut_number(before: BoxedCell, cell: BoxedCell) -> bool:
    """Tell whether a number too wide for its column was cut by the page's end: "1" and "2."."""
    text = "".join(line.text for line in before.lines)
    return text.isdigit() and re.fullmatch(r"\d{1,3}[.)]", cell.lines[0].text) is not None


def _joined(last: list[Placed], part: BoxedTable, opening: int) -> BoxedTable:
    """Move the lines of the cut row into `last`, and let rows below inherit from its cells."""
    moved: dict[int, BoxedCell] = {}
    for above, placed in zip(last, part.rows[opening], strict=True):
        above.cell.lines.extend(placed.cell.lines)
        above.cell.bottom = placed.cell.bottom
        moved[id(placed.cell)] = above.cell
    rows = [
        [Placed(moved[id(placed.cell)], True) if id(placed.cell) in moved else placed for placed in row]
        for at, row in enumerate(part.rows)
        if at != opening
    ]
    return BoxedTable(part.xs, rows)


def _cut_mark(signs: Sequence[Char]) -> Char:
    """Return an ellipsis behind the last sign of a text that its cell was too small for."""
    last = max((char for char in signs if not char.text.isspace()), key=lambda char: (round(char.top), char.x1))
    return last._replace(text=CUT, x0=last.x1, x1=last.x1 + last.size / 2)
