"""The board as rows, cells and sums. Pure: screen, print and spreadsheet show the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from desk.board.periods import place_of
from desk.board.reading import Duty
from desk.board.states import Standing, worst
from scheduler.models import PlanItem
from scheduler.periods import Period


@dataclass(frozen=True, slots=True)
class Sum:
    """How many duties are done of those that are owed; excused ones are not."""

    done: int
    owed: int


@dataclass(frozen=True)
class Cell:
    """What one item owes in one period."""

    duties: tuple[Duty, ...]

    @cached_property
    def standing(self) -> Standing:
        return worst(duty.standing for duty in self.duties)

    @property
    def counts(self) -> Counter[Standing]:
        return Counter(duty.standing for duty in self.duties)

    @cached_property
    def ways(self) -> Mapping[int | None, Standing]:
        """By channel the worst."""
        if len(self.duties) == 1:
            return self.duties[0].ways
        found: dict[int | None, list[Standing]] = defaultdict(list)
        for duty in self.duties:
            for channel, standing in duty.ways.items():
                found[channel].append(standing)
        return {channel: worst(standings) for channel, standings in found.items()}


@dataclass(frozen=True, slots=True)
class Row:
    item: PlanItem
    cells: tuple[Cell | None, ...]
    """One a period; None: nothing is owed in it."""
    total: Sum
    channels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    periods: Sequence[Period]
    rows: Sequence[Row]
    totals: Sequence[Sum] = field(default=())
    """One a period."""
    total: Sum = Sum(0, 0)
    counts: Counter[Standing] = field(default_factory=Counter)


def board_of(items: Sequence[PlanItem], periods: Sequence[Period], duties: Iterable[Duty]) -> Board:
    starts = [period.start for period in periods]
    placed: dict[tuple[int, int], list[Duty]] = defaultdict(list)
    by_place: list[list[Duty]] = [[] for _period in periods]
    shown = []
    for duty in duties:
        place = place_of(duty.day, starts)
        placed[duty.item, place].append(duty)
        by_place[place].append(duty)
        shown.append(duty)
    rows = [_row(item, len(periods), placed) for item in items]
    return Board(
        periods, rows, [_sum(column) for column in by_place], _sum(shown), Counter(duty.standing for duty in shown)
    )


def _row(item: PlanItem, width: int, placed: dict[tuple[int, int], list[Duty]]) -> Row:
    found = [placed.get((item.pk, place), []) for place in range(width)]
    duties = [duty for cell in found for duty in cell]
    channels = {channel for duty in duties for channel in duty.ways if channel is not None}
    cells = tuple(Cell(tuple(one)) if one else None for one in found)
    return Row(item, cells, _sum(duties), tuple(sorted(channels)))


def _sum(duties: Iterable[Duty]) -> Sum:
    owed = [duty for duty in duties if duty.standing != Standing.EXCUSED]
    return Sum(sum(duty.standing == Standing.PUBLISHED for duty in owed), len(owed))
