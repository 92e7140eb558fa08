"""Words to the cells that they were written in, also where a row is too low or a column too narrow for them.

A spreadsheet hides what does not fit; its PDF still holds it, printed over the cells beside and below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.plan_import.readers.pdf_grid import Box, Grid
from scheduler.plan_import.readers.pdf_lines import Char, middle_of

_WIDEST_BLANK = 1.0  # of the letters' size
_LINE = (0.7, 1.3)  # from one line of a text to the next, in sizes of its letters; rows of a table are further apart
_SAME_STEP = 0.6
_SIDE = 1.0
_RIM = 0.1  # of a sign's height: what letters really fill begins there
_LEVEL = 0.25  # of the letters' size
_OVER = 0.3  # of a word's height


@dataclass
class _Text:
    """Words written one after the other, line below line: where they stand in the list of words, and their box."""

    places: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    line_top: float
    step: float = 0.0


def boxes_of_runs(grid: Grid, runs: Sequence[list[Char]]) -> tuple[list[int | None], set[int]]:
    """Return for each word the box of the grid that it belongs to, None for words outside the table.

    With them come the boxes whose text was too long, of which the program may have left lines out.
    """
    found = [grid.box_at(*middle_of(run)) for run in runs]
    held: dict[int | None, list[int]] = {}
    for place, at in enumerate(found):
        held.setdefault(at, []).append(place)
    moved = list(found)
    too_full: set[int] = set()
    for text in _texts(grid, runs):
        homes = {found[place] for place in text.places}
        if len(homes) > 1 and any(
            _is_over_rim(grid, runs[place]) or _is_over_others(runs, place, held[found[place]], text)
            for place in text.places
        ):
            home = _home(text, [(at, grid.boxes[at]) for at in sorted(home for home in homes if home is not None)])
            for place in text.places:
                moved[place] = home
            too_full.add(home)
    return moved, too_full


def _texts(grid: Grid, runs: Sequence[list[Char]]) -> Iterator[_Text]:
    text: _Text | None = None
    for place, run in enumerate(runs):
        x0, top, x1, bottom = _extent(run)
        before = runs[text.places[-1]] if text is not None else run
        if text is not None and not run[0].turn and _goes_on(text, before, run, grid):
            if top - text.line_top > _LINE[0] * run[0].size:
                text.step, text.line_top = top - text.line_top, top
            text.places.append(place)
            text.x0, text.x1 = min(text.x0, x0), max(text.x1, x1)
            text.top, text.bottom = min(text.top, top), max(text.bottom, bottom)
            continue
        if text is not None:
            yield text
        text = None if run[0].turn else _Text([place], x0, top, x1, bottom, top)
    if text is not None:
        yield text


def _goes_on(text: _Text, before: list[Char], run: list[Char], grid: Grid) -> bool:
    """Tell whether a word follows on the same line, or begins the next one at the same distance as those above."""
    size = run[0].size
    x0, top, x1, _bottom = _extent(run)
    down = top - text.line_top
    if abs(down) < _LEVEL * size:
        is_near = -_LEVEL * size < x0 - _extent(before)[2] < _WIDEST_BLANK * size
        return is_near and before[-1].text.isspace() and _column(grid, before, -1) == _column(grid, run, 0)
    is_next = _LINE[0] * size < down < _LINE[1] * size and x0 < text.x1 and text.x0 < x1
    return is_next and (not text.step or abs(down - text.step) < _SAME_STEP)


def _column(grid: Grid, run: list[Char], side: int) -> int:
    """Return the column of the grid in which a word ends (side -1) or begins (0)."""
    x = _extent(run)[2] - _SIDE if side else _extent(run)[0] + _SIDE
    return bisect_right(grid.xs, x)


def _is_over_rim(grid: Grid, run: list[Char]) -> bool:
    """Tell whether a word stands across a line of the grid."""
    x0, top, x1, bottom = _extent(run)
    rim = _RIM * (bottom - top)
    x, y = middle_of(run)
    ends = ((x, top + rim), (x, bottom - rim), (x0 + _SIDE, y), (x1 - _SIDE, y))
    return len({grid.box_at(*point) for point in ends}) > 1


def _is_over_others(runs: Sequence[list[Char]], place: int, held: Sequence[int], text: _Text) -> bool:
    """Tell whether a word is printed over one of another text in the same box."""
    x0, top, x1, bottom = _extent(runs[place])
    for other in held:
        if text.places[0] <= other <= text.places[-1]:
            continue
        left, high, right, low = _extent(runs[other])
        if min(x1, right) - max(x0, left) > _SIDE and min(bottom, low) - max(top, high) > _OVER * (bottom - top):
            return True
    return False


def _extent(run: Sequence[Char]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the signs that are seen."""
    shown = [char for char in run if not char.text.isspace()] or run
    return (
        min(char.x0 for char in shown),
        min(char.top for char in shown),
        max(char.x1 for char in shown),
        max(char.bottom for char in shown),
    )


def _home(text: _Text, boxes: Sequence[tuple[int, Box]]) -> int:
    """Return the box in which the text is set best: to a side of it or in its middle, both ways."""

    def slip(box: Box) -> float:
        across = _slip(text.x0, text.x1, box.x0, box.x1)
        return across + _slip(text.top, text.bottom, box.top, box.bottom)

    return min(boxes, key=lambda pair: slip(pair[1]))[0]


def _slip(start: float, end: float, first: float, last: float) -> float:
    return min(abs(start - first), abs(end - last), abs((start + end) - (first + last)) / 2)
