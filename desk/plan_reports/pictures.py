"""Bars that the server draws. Each says in words what it shows; patterns tell the parts apart without colours."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.bars import Part, parts_of
from reports.execution.parts import Bar, percent_words
from reports.ledger.entries import Counts
from reports.ledger.labels import STATUSES


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
    parts = parts_of(counts.of, STATUSES)
    words = "; ".join(f"{part.label}: {part.count}" for part in parts)
    return Strip(parts, words or _("Nothing falls into this period."))


def measure_of(bar: Bar) -> Measure:
    counts = bar.counts
    return Measure(bar.label, counts.percent, percent_words(counts), counts.fulfilled, counts.counted)
