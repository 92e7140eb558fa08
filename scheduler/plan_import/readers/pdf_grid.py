"""Ruled lines of a page to the cells of its tables, with cells that cover several columns or rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SNAP = 2.5
_JOIN = 3.5
_REACH = 3.0
_COVERED = 0.8
_OPEN_SIDE = 10.0


class Edge(NamedTuple):
    """A level or upright line: its place across its direction, and from where to where it runs, in points."""

    is_level: bool
    at: float
    start: float
    end: float

    def turned(self, turn: int) -> Edge:
        """Return the edge on the page turned by a quarter, as Char.turned does."""
        if self.is_level == (turn > 0):
            at, start, end = -self.at, self.start, self.end
        else:
            at, start, end = self.at, self.start, self.end
        if self.is_level != (turn > 0):
            start, end = -end, -start
        return Edge(not self.is_level, at, start, end)


class Box(NamedTuple):
    """A cell's rectangle in points and the rows of its grid that it covers, from `first` to `last`."""

    x0: float
    top: float
    x1: float
    bottom: float
    first: int
    last: int


@dataclass(frozen=True)
class Grid:
    """A ruled table on one page: its upright lines `xs`, its level lines `ys`, its cells from the top left on."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    _box_at: dict[tuple[int, int], int]

    def box_at(self, x: float, y: float) -> int | None:
        """Return the index of the box that holds the point, or None when it lies outside."""
        return self._box_at.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def holds(self, inner: Grid) -> bool:
        """Tell whether the other grid lies inside this one."""
        across = self.xs[0] - _SNAP < inner.xs[0] and inner.xs[-1] < self.xs[-1] + _SNAP
        return across and self.ys[0] - _SNAP < inner.ys[0] and inner.ys[-1] < self.ys[-1] + _SNAP


def grids_of(edges: Iterable[Edge]) -> list[Grid]:
    """Return the tables of at least two cells from top to bottom; one inside another's cell is left to that cell."""
    grids = [grid for group in _touching(_merged(list(edges))) if (grid := _grid(group)) is not None]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return [grid for grid in grids if not any(other.holds(grid) for other in grids if other is not grid)]


def clusters(values: Iterable[float], within: float = _SNAP) -> list[float]:
    """Return the middles of the groups that the values form when neighbours are `within` so many points."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= within:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(values: Sequence[float], value: float) -> int:
    """Return the index of the one of the sorted `values` that lies nearest."""
    return min(range(len(values)), key=lambda at: abs(values[at] - value))


def _merged(edges: list[Edge]) -> list[Edge]:
    """Bring edges that lie almost on one line onto it, and join dashes and pieces that almost touch."""
    merged: list[Edge] = []
    for is_level in (True, False):
        places = clusters({edge.at for edge in edges if edge.is_level == is_level})
        snapped = sorted(
            (nearest(places, edge.at), edge.start, edge.end) for edge in edges if edge.is_level == is_level
        )
        run: Edge | None = None
        for place, start, end in snapped:
            if run is not None and run.at == places[place] and start <= run.end + _JOIN:
                run = run._replace(end=max(run.end, end))
                continue
            if run is not None:
                merged.append(run)
            run = Edge(is_level, places[place], start, end)
        if run is not None:
            merged.append(run)
    return [edge for edge in merged if edge.end - edge.start > _REACH]


def _touching(edges: list[Edge]) -> list[list[Edge]]:
    """Group the edges that cross or meet."""
    level = [edge for edge in edges if edge.is_level]
    upright = [edge for edge in edges if not edge.is_level]
    joined = _Joined(len(edges))
    for at, line in enumerate(level):
        for other, post in enumerate(upright, start=len(level)):
            meets = line.start - _REACH <= post.at <= line.end + _REACH
            if meets and post.start - _REACH <= line.at <= post.end + _REACH:
                joined.join(at, other)
    both = level + upright
    return [[both[at] for at in group] for group in joined.groups() if len(group) > 1]


def _grid(edges: list[Edge]) -> Grid | None:
    """Return the grid of edges that hang together; sides that nobody drew are closed where the lines end."""
    level = [edge for edge in edges if edge.is_level]
    upright = [edge for edge in edges if not edge.is_level]
    xs = _closed([edge.at for edge in upright], level)
    ys = _closed([edge.at for edge in level], upright)
    if len(xs) < 2 or len(ys) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    walls = _borders(upright, xs, ys)
    floors = _borders(level, ys, xs)
    joined = _Joined(rows * columns)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in walls:
                joined.join(here, here + 1)
            if row + 1 < rows and (row + 1, column) not in floors:
                joined.join(here, here + columns)
    boxes: list[Box] = []
    box_at: dict[tuple[int, int], int] = {}
    for group in joined.groups():
        for part in _rectangles([divmod(at, columns) for at in group]):
            (first, left), (last, right) = part[0], part[-1]
            box_at.update(dict.fromkeys(part, len(boxes)))
            boxes.append(Box(xs[left], ys[first], xs[right + 1], ys[last + 1], first, last))
    return Grid(xs, ys, boxes, box_at) if len(boxes) > 1 else None


def _closed(places: list[float], across: list[Edge]) -> list[float]:
    known = clusters(places)
    first, last = min(edge.start for edge in across), max(edge.end for edge in across)
    if first < known[0] - _OPEN_SIDE:
        known.insert(0, first)
    if last > known[-1] + _OPEN_SIDE:
        known.append(last)
    return known


def _borders(edges: list[Edge], places: list[float], steps: list[float]) -> set[tuple[int, int]]:
    """Return (place, step) for each piece of a line of the grid that is really drawn."""
    covered: dict[tuple[int, int], float] = {}
    for edge in edges:
        place = nearest(places, edge.at)
        for step in range(len(steps) - 1):
            shared = min(edge.end, steps[step + 1]) - max(edge.start, steps[step])
            if shared > 0:
                covered[place, step] = covered.get((place, step), 0.0) + shared
    return {
        (place, step)
        for (place, step), length in covered.items()
        if length >= _COVERED * (steps[step + 1] - steps[step])
    }


def _rectangles(cells: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the cells as one rectangle, or row by row where they form none."""
    cells = sorted(cells)
    height = cells[-1][0] - cells[0][0] + 1
    width = max(column for _row, column in cells) - min(column for _row, column in cells) + 1
    if height * width == len(cells):
        return [cells]
    runs: list[list[tuple[int, int]]] = []
    for row, column in cells:
        if runs and runs[-1][-1] == (row, column - 1):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return runs


class _Joined:
    """Numbers from 0 that are joined into groups step by step."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Put both into one group."""
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def groups(self) -> list[list[int]]:
        """Return the groups, each in order."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._parent)):
            found.setdefault(self._root(at), []).append(at)
        return list(found.values())
