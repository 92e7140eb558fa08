"""Reads the words of one deadline into a recurrence, or into a question for a person. Knows nothing of files."""

from __future__ import annotations

from dataclasses import replace

from scheduler.plan_import.calendar_phrases import (
    read_bare_year,
    read_named_dates,
    read_year_end,
    year_of,
)
from scheduler.plan_import.clues import Clues, Wording
from scheduler.plan_import.lexing import lex
from scheduler.plan_import.month_phrases import read_day_in_month, read_named_months
from scheduler.plan_import.named_quarter_phrases import read_named_quarters
from scheduler.plan_import.plan_dates import SCHOOL_STARTS, PlanDate, Window, whole_year
from scheduler.plan_import.quarter_phrases import read_after_period
from scheduler.plan_import.rhythm_phrases import read_rhythm
from scheduler.plan_import.scopes import read_scope
from scheduler.plan_import.spelling import respelt
from scheduler.plan_import.standing_phrases import read_event, read_relative, read_schedule, read_standing

__all__ = ["Wording", "read_wording"]

LONGEST_DEADLINE = 1000  # characters; a longer cell holds prose, and reading it would take long

# Full dates first, then rhythms from the longest period down, single months, and only then what names no time at all.
_READERS = (
    read_event,
    read_after_period,
    read_relative,
    read_named_dates,
    read_named_quarters,
    read_day_in_month,
    read_rhythm,
    read_year_end,
    read_bare_year,
    read_named_months,
    read_standing,
    read_schedule,
)


def read_wording(text: str, *, year: int | None = None, school: bool = False) -> Wording:
    """Return what the deadline words in `text` ask for; `year` is the plan's year when it is known.

    In a `school` plan `year` is the first of its two years: the plan and its quarters start in September.

    Never raises: words that cannot be read give kind "unknown" with a review code that says what to ask.
    """
    if len(text) > LONGEST_DEADLINE and len(text := " ".join(text.split())) > LONGEST_DEADLINE:
        return Wording("unknown", review=("no_deadline",))
    if not any(char.isalnum() for char in text):
        return Wording("unknown", review=("no_deadline",))
    tokens, corrected = respelt(lex(text))
    clues = Clues(tokens, year, school=school)
    scope = read_scope(clues)
    wording = next((found for reader in _READERS if (found := reader(clues)) is not None), None)
    wording = scope.applied_to(wording)
    hangs_on_event = clues.take("v") is not None
    while clues.take("v"):
        pass
    if wording is None:
        asked = "event_relative" if hangs_on_event else "spelling" if corrected else "no_deadline"
        return Wording("unknown", review=(asked,))
    wording = _in_named_year(wording, clues)
    return replace(wording, at=clues.at).with_review(
        *(["spelling"] if corrected else []),
        *(["event_relative"] if hangs_on_event else []),
        *(["year_differs"] if clues.names_other_year or clues.lies_outside(wording) else []),
        *(["multi_deadline"] if clues.has_unread_words() else []),
    )


def _calendar_year(year: int | None, clues: Clues) -> Window:
    """Return the months of a calendar year; of a school plan only the part that lies in it."""
    if not clues.school or year is None or clues.year not in (year, year - 1):
        return whole_year()
    return Window(PlanDate(SCHOOL_STARTS), PlanDate(12)) if year == clues.year else Window(PlanDate(1), PlanDate(8))


def _in_named_year(wording: Wording, clues: Clues) -> Wording:
    """A year that stands apart from the phrase ("har oyda, 2026-yil") binds it to that year."""
    clues.take("cy")
    match = clues.take(r"(?P<yr>2)y?(?!.*2)")
    if match is None:
        return wording
    year = year_of(match, clues)
    window = wording.window
    if wording.rrule and window is None and (year != clues.year or clues.school):
        window = _calendar_year(year, clues)
    return replace(
        wording,
        window=window.in_year(year) if window else None,
        dates=tuple(day.in_year(year) for day in wording.dates),
    )
