"""The board as a workbook: what the screen shows, with its legend and the time of making."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from desk.board.cells import in_short
from desk.board.choosing import Wish
from desk.board.labels import SIGNS, WORDS
from desk.board.periods import heading
from desk.board.states import Standing
from desk.board.table import Board, Cell, Row, Sum
from scheduler.plan_export.grid import Grid, grid_of

WIDTHS = (6, 44, 22, 24)
"""Of number, measure, responsible and channels."""


def sheet_of(
    board: Board,
    wish: Wish,
    *,
    made: str,
    chosen: list[str],
    channels: Mapping[int, str],
    instead: Callable[[Row], str],
) -> bytes:
    """The workbook's bytes. ``channels``: names by key; ``instead``: what an item is that owes nothing on any day."""
    rows: list[list[str]] = []
    section = ""
    for row in board.rows:
        if row.item.section != section:
            section = row.item.section
            rows += [[section]] if section else []
        rows.append(_texts(row, channels, instead(row)))
    fixed = ["№", _("Measure"), _("Responsible"), _("Channels")]
    grid = Grid(
        name=_("Plan board"),
        title=str(wish.plan),
        lines=["; ".join([*chosen, _("Made: %(time)s") % {"time": made}]), _legend()],
        header=[*fixed, *(heading(period, wish.by) for period in board.periods), _("Done")],
        rows=rows,
        sums=["", _("Done"), "", "", *map(_sum, board.totals), _sum(board.total)],
        widths=WIDTHS,
    )
    return grid_of(grid)


def _texts(row: Row, channels: Mapping[int, str], instead: str) -> list[str]:
    item = row.item
    named = ", ".join(channels.get(one, "") for one in row.channels)
    fixed = [item.number or str(item.position), item.title, item.responsible, named]
    cells = [instead] if instead else [_cell(one) if one else "" for one in row.cells]
    return [*fixed, *cells, _sum(row.total)]


def _cell(cell: Cell) -> str:
    """'● 15.12', with several channels a sign for each below."""
    ways = cell.ways
    strip = "".join(SIGNS[ways[one]] for one in sorted(ways, key=lambda one: one or 0))
    first = f"{SIGNS[cell.standing]} {in_short(cell)}"
    return f"{first}\n{strip}" if len(ways) > 1 else first


def _sum(found: Sum) -> str:
    return f"{found.done}/{found.owed}" if found.owed else ""


def _legend() -> str:
    return ";  ".join(f"{SIGNS[one]} {WORDS[one]}" for one in Standing)
