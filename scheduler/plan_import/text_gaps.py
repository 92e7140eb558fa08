"""Asks about items whose cells lack text: no title at all, or a deadline or coverage that breaks off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.plan_import.plan_reading import ItemReading

CUT = "…"
_CUT_MARKS = (CUT, "...")


def with_gap_questions(items: Iterable[ItemReading]) -> Iterator[ItemReading]:
    """Yield the items, each with the questions that its missing text raises."""
    for item in items:
        codes = [
            *(["swapped_cells"] if not item.title else []),
            *(["multi_deadline"] if item.deadline_text.endswith(_CUT_MARKS) else []),
            *(["channel_unclear"] if item.coverage_text.endswith(_CUT_MARKS) else []),
        ]
        yield replace(item, review=tuple(dict.fromkeys((*item.review, *codes)))) if codes else item
