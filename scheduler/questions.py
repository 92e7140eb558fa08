"""What the importer asks about an item: which questions hold it back, and which answer settles which of them."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.models import PlanItem

BLOCKING = frozenset(
    {
        "inherited_deadline", "needs_dates", "exact_day", "multi_deadline", "event_relative", "moving_holiday",
        "no_deadline", "count_mismatch", "spelling", "impossible_date", "conflicting_deadline", "swapped_cells",
        "year_differs",
    }
)  # fmt: skip
"""While one of these is open the item owes nothing: a wrong date is worse than none."""

ABOUT_CHANNELS = frozenset({"channel_unknown", "channel_unclear"})
WANT_A_FACT = frozenset({"needs_dates", "moving_holiday"})
"""Nobody can say yes to these: dates, or the day of a holiday, have to come."""


def is_held_back(item: PlanItem) -> bool:
    """Whether an open question keeps the item from owing anything."""
    return not BLOCKING.isdisjoint(item.review)


def about_deadline(codes: Iterable[str]) -> list[str]:
    """Those of ``codes`` that an answer about the deadline settles, in their order."""
    return [code for code in codes if code not in ABOUT_CHANNELS]


def about_channels(codes: Iterable[str]) -> list[str]:
    """Those of ``codes`` that an answer about the coverage settles, in their order."""
    return [code for code in codes if code in ABOUT_CHANNELS]
