"""Phrases without a date of their own: standing tasks, approved schedules, need, other events, holidays."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.plan_import.clues import Clues, Wording
from scheduler.plan_import.plan_dates import PlanDate

_ANY_COMMON_YEAR = 2025


def read_standing(clues: Clues) -> Wording | None:
    """Return a standing task ("doimiy", "muntazam"), or None."""
    return Wording("continuous") if clues.take(r"C(?:,?C)*") else None


def read_schedule(clues: Clues) -> Wording | None:
    """Return "by the approved schedule" or "as needed": a person gives the dates, or None."""
    if clues.take(r"Z(?:,?Z)*"):
        return Wording("on_schedule", review=("as_needed",))
    return Wording("on_schedule", review=("needs_dates",)) if clues.take(r"b?G(?:,?b?G)*") else None


def read_relative(clues: Clues) -> Wording | None:
    """Return a time counted from an event that the plan does not date ("10 kun muddatda"), or None."""
    counted = clues.take(r"Nb?[dwm]I|INb?[dwmq]|Nb?[dwm]Q(?![KmH]*q)") or clues.take(r"Q(?![KmH]*q)")
    return Wording("unknown", review=("event_relative",)) if counted else None


def read_event(clues: Clues) -> Wording | None:
    """Return a holiday or its eve; holidays that move with the moon have no date until a person gives it."""
    match = clues.take(r"O?Y+d?O?d?")
    if not match:
        return None
    days = [token.value for token in match.tokens() if token.kind == "Y"]
    if 0 in days:
        return Wording("dates", anchor="on", review=("moving_holiday",))
    eve = any(token.kind == "O" for token in match.tokens())
    day = date(_ANY_COMMON_YEAR, *divmod(days[0], 100)) - timedelta(days=1 if eve else 0)
    review = ("event_relative",) if eve else ()
    return Wording("dates", dates=(PlanDate(day.month, day.day),), anchor="on", review=review)
