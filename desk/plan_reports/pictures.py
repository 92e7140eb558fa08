"""Bars that the server draws. Each says in words what it shows; patterns tell the parts apart without colours."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.execution.parts import Bar, percent_words
from reports.ledger.entries import Counts, Status
from reports.ledger.labels import status_label

ORDER = (
    Status.DONE,
    Status.REPLACED,
    Status.LATE,
    Status.UNDER_WAY,
    Status.NOT_DONE,
    Status.EXCUSED,
    Status.OPEN,
)
"""What is carried out first."""


@dataclass(frozen=True, slots=True)
class Part:
    status: str
    label: str
    count: int
    begin: float
    """In percent of the whole."""
    width: float


@dataclass(frozen=True, slots=True)
class Strip:
    """All duties of something side by side, by status."""

    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a chart: how much of what can be asked for is carried out."""

    label: str
    percent: int | None
    told: str
    """'91 %', or a dash."""
    fulfilled: int
    counted: int


def strip_of(counts: Counts) -> Strip:
    parts, begin = [], 0.0
    for status in ORDER:
        if found := counts.of[status]:
            width = 100 * found / counts.total
            parts.append(Part(status.value, status_label(status), found, round(begin, 2), round(width, 2)))
            begin += width
    words = "; ".join(f"{part.label}: {part.count}" for part in parts)
    return Strip(tuple(parts), words or _("Nothing falls into this period."))


def measure_of(bar: Bar) -> Measure:
    counts = bar.counts
    return Measure(bar.label, counts.percent, percent_words(counts), counts.fulfilled, counts.counted)
