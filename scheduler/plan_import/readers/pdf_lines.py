"""Signs on a page to lines of text: what stands side by side, from left to right, with the gaps as blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

_BLANK_GAP = 0.15  # of the letters' size; narrower gaps lie inside words
_CHUNK = re.compile(r"[^\s–-]*[–-]+|[^\s–-]+")


class Char(NamedTuple):
    """One sign and its box in points from the top left corner.

    `turn` is 0 for level text, 1 for text that runs upwards and -1 for text that runs down.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0

    def turned(self, turn: int) -> Char:
        """Return the sign on the page turned by a quarter so that text running that way becomes level."""
        upwards, down = (-self.bottom, self.x0, -self.top, self.x1), (self.top, -self.x1, self.bottom, -self.x0)
        return Char(self.text, *(upwards if turn > 0 else down), self.size, self.turn - turn)


@dataclass(frozen=True)
class Line:
    """A line of signs in reading order. `is_turned` marks text that stands upright in a level page."""

    chars: tuple[Char, ...]
    is_turned: bool = False

    @cached_property
    def text(self) -> str:
        """The text, blanks folded, without those at its ends."""
        return " ".join(self._spaced().split())

    @cached_property
    def x0(self) -> float:
        """Where its first visible sign begins."""
        return self._visible[0].x0

    @cached_property
    def x1(self) -> float:
        """Where its last visible sign ends."""
        return max(char.x1 for char in self._visible)

    @cached_property
    def top(self) -> float:
        """The upper edge of its highest sign."""
        return min(char.top for char in self._visible)

    @cached_property
    def bottom(self) -> float:
        """The lower edge of its lowest sign."""
        return max(char.bottom for char in self._visible)

    @cached_property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(char.size for char in self._visible)

    @cached_property
    def ends_blank(self) -> bool:
        """Whether a blank was written after the last word, as most programs do where they break a line."""
        return self.chars[-1].text.isspace()

    @cached_property
    def first_chunk(self) -> float:
        """The width of what cannot be broken at its beginning: a word, or the part of it up to a hyphen."""
        match = _CHUNK.match(self.text)
        length = len(match.group()) if match else 1
        shown = self._visible[:length]
        return max(char.x1 for char in shown) - shown[0].x0

    @cached_property
    def first_width(self) -> float:
        """The width of its first sign."""
        return self._visible[0].x1 - self._visible[0].x0

    @cached_property
    def _visible(self) -> list[Char]:
        return [char for char in self.chars if not char.text.isspace()]

    def segments(self, gap: float) -> list[Line]:
        """Cut the line where more than `gap` times the letters' size is left free."""
        parts: list[list[Char]] = []
        end = 0.0
        for char in self.chars:
            is_blank = char.text.isspace()
            if not is_blank and (not parts or char.x0 - end > gap * self.size):
                parts.append([])
            if parts:
                parts[-1].append(char)
            end = end if is_blank else char.x1
        return [replace(self, chars=tuple(part)) for part in parts]

    def _spaced(self) -> str:
        parts: list[str] = []
        end: float | None = None
        for char in self.chars:
            if end is not None and char.x0 - end > _BLANK_GAP * char.size:
                parts.append(" ")
            parts.append(char.text)
            end = char.x1
        return "".join(parts)


def runs_of(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Yield the words as they were written, each with the blank behind it: one too wide for its cell stays whole."""
    run: list[Char] = []
    for char in chars:
        if run and not _follows(char, run[-1]):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _follows(char: Char, before: Char) -> bool:
    if before.text.isspace() or char.turn != before.turn:
        return False
    now, then = (char.turned(char.turn), before.turned(before.turn)) if char.turn else (char, before)
    return abs(now.x0 - then.x1) <= _BLANK_GAP * now.size and then.top <= (now.top + now.bottom) / 2 <= then.bottom


def middle_of(run: Sequence[Char]) -> tuple[float, float]:
    """Return the middle of a word, in points from the left and from the top."""
    shown = [char for char in run if not char.text.isspace()] or run
    across = min(char.x0 for char in shown) + max(char.x1 for char in shown)
    down = min(char.top for char in shown) + max(char.bottom for char in shown)
    return across / 2, down / 2


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Return the lines from top to bottom; upright text, such as the heads of narrow columns, comes after the level."""
    groups: dict[int, list[Char]] = {}
    for char in chars:
        groups.setdefault(char.turn, []).append(char)
    lines = _level_lines(groups.pop(0, []))
    for turn, signs in sorted(groups.items()):
        level = _level_lines([char.turned(turn) for char in signs])
        lines.extend(replace(line, is_turned=True) for line in level)
    return lines


def _level_lines(chars: Sequence[Char]) -> list[Line]:
    rows: list[list[Char]] = []
    top = bottom = 0.0
    for char in sorted(chars, key=lambda char: (char.top + char.bottom) / 2):
        middle = (char.top + char.bottom) / 2
        if rows and top <= middle <= bottom:
            rows[-1].append(char)
            continue
        rows.append([char])
        # raised and lowered signs stay in the line, the next line's do not
        height = char.bottom - char.top
        top, bottom = char.top, char.bottom - 0.1 * height
    lines = (Line(tuple(sorted(row, key=lambda char: char.x0))) for row in rows)
    return [line for line in lines if line.text]
