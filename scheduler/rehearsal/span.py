"""Which days of which year are played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.models import MediaPlan
from scheduler.plan_year import FIRST_YEAR, LAST_YEAR, bounds

LONGEST_DAYS = 2 * 366


class SpanRefused(ValueError):
    """These days cannot be played; ``code`` says why: no_year, other_year, year_range, backwards, too_long, outside."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Span:
    """Both days are played."""

    begin: date
    end: date
    year: int


def span_of(plan: MediaPlan, *, begin: date | None, end: date | None, year: int | None) -> Span:
    """The days named, or else the plan's whole year; ``year`` is for a plan whose document names none.

    Raises SpanRefused.
    """
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise SpanRefused("year_range")
    if plan.year is None and year is None:
        raise SpanRefused("no_year")
    if None not in (plan.year, year) and plan.year != year:
        raise SpanRefused("other_year")
    chosen = plan.year or year or 0  # one of them is there
    first, last = bounds(MediaPlan(year=chosen, is_school_year=plan.is_school_year))
    begin, end = begin or first, end or last
    if begin > end:
        raise SpanRefused("backwards")
    if (end - begin).days >= LONGEST_DAYS:
        raise SpanRefused("too_long")
    if end < first or begin > last:
        raise SpanRefused("outside")
    return Span(begin, end, chosen)
