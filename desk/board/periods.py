"""The columns of the plan board: the months, quarters or weeks of a plan's year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from scheduler.labels import MONTHS, period_label
from scheduler.models import MediaPlan
from scheduler.periods import Period, month_of, quarter_of, week_of
from scheduler.plan_year import bounds


def periods_of(plan: MediaPlan, by: str) -> list[Period]:
    """Without a gap and in order; ``by``: months, quarters or weeks. The plan's year is known."""
    day, last = bounds(plan)
    found = []
    while day <= last:
        match by:
            case "weeks":
                period = week_of(day)
            case "quarters":
                period = quarter_of(day, plan.is_school_year)
            case _:
                period = month_of(day)
        found.append(period)
        day = period.end + timedelta(days=1)
    return found


def place_of(day: date, starts: Sequence[date]) -> int:
    """Of the column that holds the day; days before and after the year stand in the first and the last."""
    return max(bisect_right(starts, day) - 1, 0)


def heading(period: Period, by: str) -> str:
    """As short as a column is narrow: 'Dec', 'IV', '49'."""
    match by:
        case "weeks":
            return str(period.start.isocalendar().week)
        case "quarters":
            return ("I", "II", "III", "IV")[int(period.key[-1]) - 1]
        case _:
            return str(MONTHS[period.start.month - 1])


def name(period: Period) -> str:
    return period_label(period.key, period.start, period.end)
