"""Phrases without a date of their own: standing tasks, approved schedules, need, other events, holidays."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.plan_import.clues import Clues, Wording
from scheduler.plan_import.plan_dates import PlanDate
from scheduler.plan_import.uzbek_words import MOVING_NAMES

_ANY_COMMON_YEAR = 2025
_MOVING = frozenset(MOVING_NAMES)


def read_standing(clues: Clues) -> Wording | None:
    """Return a standing task ("doimiy", "muntazam"), or None."""
    return Wording("continuous") if clues.take(r"H?C(?:,?C)*") else None


def read_schedule(clues: Clues) -> Wording | None:
    """Return "by the approved schedule" or "as needed": a person gives the dates, or None."""
    if clues.take(r"Z(?:,?Z)*"):
        return Wording("on_schedule", review=("as_needed",))
    return Wording("on_schedule", review=("needs_dates",)) if clues.take(r"b?G(?:,?b?G)*") else None


def read_relative(clues: Clues) -> Wording | None:
    """Return a time counted from an event that the plan does not date ("10 kun muddatda"), or None."""
    counted = (
        clues.take(r"Nb?[dwmy][IV]|[IV]Nb?[dwmy]|INq|Nb?[dwm]Q(?![KmH]*q)|Nb?[dwm]P")
        or clues.take(r"Q(?![KmH]*q)")
        or clues.take("P")
    )
    return Wording("unknown", review=("event_relative",)) if counted else None


def read_event(clues: Clues) -> Wording | None:
    """Return a holiday, its eve or one of its days; those that move with the moon have no date until a person knows it.

    "After" and "before" a holiday leave the day open, and the eve of a fixed one may mean more days than one.
    """
    match = clues.take(r"O?(?P<before>d)?(?P<names>Y+(?:,Y+)*)j?(?P<month>m)?(?:(?P<nth>N)d)?(?P<day>d)?O?d?")
    if not match:
        return None
    clues.take("H+y")
    named = {token.value for token in match.tokens("names") if token.kind == "Y"}
    eve = any(token.kind == "O" for token in match.tokens())
    offset = match.number("nth") - 1 - (1 if eve else 0)
    leans = any(token.case in ("until", "from", "to") for token in match.tokens())
    apart = ("event_relative",) if clues.take(r"(?:Nb?[dwm])?[QP]") or leans else ()
    if named <= _MOVING:
        names = sorted(MOVING_NAMES[value] for value in named if value)
        clear = len(names) == 1 and not apart and not match.tokens("month") and offset in range(-1, 3)
        several = ("multi_deadline",) if len(names) > 1 else ()
        review = ("moving_holiday", *several, *apart)
        holiday = names[0] if clear else None
        return Wording("dates", anchor="on", review=review, holiday=holiday, holiday_offset=offset if clear else 0)
    day = date(_ANY_COMMON_YEAR, *divmod(min(named - _MOVING), 100)) + timedelta(days=offset)
    vague = eve or apart or len(named) > 1 or offset > 0
    plural = ("exact_day",) if any(token.plural for token in match.tokens("day") + match.tokens("before")) else ()
    review = (*(("event_relative",) if vague else ()), *plural)
    return Wording("dates", dates=(PlanDate(day.month, day.day),), anchor="on", review=review)
