"""A small line chart of one metric: where its points lie in a picture of fixed size. Pure; the template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 320, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 312, 10, 104


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    """``lines``: points of each piece of the line; it is broken where a figure is not available."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    most: int
    base: int = _BOTTOM
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP


def chart_of(points: Sequence[tuple[datetime, int | None]]) -> Chart | None:
    """From zero to the largest value; None with fewer than two values, which make no line. Points oldest first."""
    values = [value for _at, value in points if value is not None]
    if len(values) < 2:
        return None
    first, last, most = points[0][0], points[-1][0], max(max(values), 1)
    length = (last - first).total_seconds() or 1.0
    pieces: list[list[Dot]] = [[]]
    for at, value in points:
        if value is None:
            pieces.append([])
            continue
        x = _LEFT + (_RIGHT - _LEFT) * (at - first).total_seconds() / length
        y = _BOTTOM - (_BOTTOM - _TOP) * value / most
        pieces[-1].append(Dot(round(x, 1), round(y, 1), value, at))
    lines = tuple(" ".join(f"{dot.x},{dot.y}" for dot in piece) for piece in pieces if len(piece) > 1)
    return Chart(lines, tuple(dot for piece in pieces for dot in piece), most)
