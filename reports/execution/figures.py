"""Figures of reach, added up for one item: only what is there, only like with like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from reports.execution.parts import FigureRow
from reports.ledger.entries import DutyEntry


class Figure(Protocol):
    """What is known of one post on one channel; ``value`` None: not available, which is no zero."""

    @property
    def metric(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def source(self) -> str: ...
    @property
    def taken_at(self) -> datetime: ...


Figures = Mapping[int, Sequence[Figure]]
"""By delivery, of each metric the newest one."""


def rows_of(entries: Iterable[DutyEntry], figures: Figures, channels: Mapping[int, str]) -> list[FigureRow]:
    """One row for each channel, metric and source, in the order of the channels' names."""
    groups: dict[tuple[int, str, str], list[Figure]] = defaultdict(list)
    seen: set[int] = set()
    for entry in entries:
        if entry.delivery is None or entry.out_on is None or entry.channel is None or entry.delivery in seen:
            continue
        seen.add(entry.delivery)
        for figure in figures.get(entry.delivery, ()):
            groups[entry.channel, figure.metric, figure.source].append(figure)
    rows = [_row(channels[channel], metric, source, together) for (channel, metric, source), together in groups.items()]
    return sorted(rows, key=lambda row: (row.channel, row.metric, row.source))


def _row(channel: str, metric: str, source: str, figures: Sequence[Figure]) -> FigureRow:
    known = [figure.value for figure in figures if figure.value is not None]
    return FigureRow(
        channel=channel,
        metric=metric,
        value=sum(known) if known else None,
        posts=len(known),
        without=len(figures) - len(known),
        source=source,
        until=max(figure.taken_at for figure in figures).date(),
        rounded=any(getattr(figure, "rounded", False) for figure in figures),
    )
