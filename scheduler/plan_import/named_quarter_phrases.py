"""Phrases that call quarters and half-years by their number."""

from __future__ import annotations

import calendar
from dataclasses import replace

from scheduler.plan_import.calendar_phrases import YEAR, counted, year_of
from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.lexing import Token
from scheduler.plan_import.period_phrases import COUNT, HALF_YEAR, QUARTER
from scheduler.plan_import.plan_dates import PlanDate, Window

_NUMBERS = r"(?<![HxA])(?P<nth>N(?:{noun}?[,-]N)*)"
_QUARTERS = _NUMBERS.format(noun="q")
_HALVES = _NUMBERS.format(noun="(?:h|Fy)")


def read_named_quarters(clues: Clues) -> Wording | None:
    """Return quarters and half-years that are called by number, or None."""
    match = _numbered(rf"U?(?P<end>E){_QUARTERS}q(?P<yr2>{YEAR})?", clues) or _numbered(
        rf"V?(?:(?P<yr>{YEAR})|H+y|(?<![HN2cK])y)?{_QUARTERS}q(?P<end>E?)(?P<yr2>{YEAR})?U?V?I?,?{COUNT}?", clues
    )
    if match:
        return _numbers_of(match, 3, clues)
    if match := clues.take(rf"(?P<yr>{YEAR}|y)Lq(?P<end>E?)U?"):
        return _stretch("one_off_month", 9, 11, match, clues)
    match = _numbered(rf"V?(?P<yr>{YEAR})?{_HALVES}(?:h|Fy)(?P<end>E?)(?P<yr2>{YEAR})?U?V?I?", clues) or _numbered(
        r"(?P<yr>2?c?)y(?P<nth>N)FU?", clues
    )
    return _numbers_of(match, 6, clues) if match else None


def _numbered(pattern: str, clues: Clues) -> Match | None:
    """Take a match whose numbers call by number: "ikki chorak" are two quarters, "ikkinchi chorak" is the second."""
    match = clues.find(pattern)
    if match is None or any(token.word.isalpha() and not token.ordinal for token in _numerals(match)):
        return None
    match.mark_read()
    return match


def _numerals(match: Match) -> list[Token]:
    return [token for token in match.tokens("nth") if token.kind == "N"]


def _numbers_of(match: Match, months: int, clues: Clues) -> Wording:
    kind, rrule = ("one_off_month", QUARTER.rrule) if months == 3 else ("half_year", HALF_YEAR.rrule)
    numbers = [token.value for token in _numerals(match)]
    if not all(1 <= number <= 12 // months for number in numbers):
        return Wording(kind, review=("impossible_date",))
    spans = any(token.kind == "-" for token in match.tokens("nth"))
    if len(numbers) == 1 or (spans and len(numbers) == 2):
        wording = _stretch(kind, min(numbers) * months - months, max(numbers) * months - 1, match, clues)
        return wording.with_review("exact_day") if spans else wording  # one in all of them, or one in each?
    return _each_of(sorted(set(match.values("nth"))), rrule, months, match, clues)


def _each_of(numbers: list[int], rrule: str, months: int, match: Match, clues: Clues) -> Wording:
    """Return one in each of the quarters or half-years that are listed."""
    year = year_of(match, clues)
    turn = months - 1 if match.tokens("end") else 0
    listed = sorted(clues.month_at(number * months - months + turn) for number in numbers)
    rule = f"FREQ=MONTHLY;BYMONTH={','.join(str(month) for month in listed)}"
    if match.tokens("end"):
        rule += ";BYMONTHDAY=-1"
    elif len(numbers) == 12 // months:
        rule = rrule
    window = None if year in (None, clues.year) else Window(PlanDate(1, year=year), PlanDate(12, year=year))
    anchor = "by" if match.tokens("end") else "during"
    wording = Wording("quarterly" if months == 3 else "half_year", rule, window=window, anchor=anchor)
    vague = match.ends_before() or match.tokens("count") or len(numbers) < len(_numerals(match))
    return wording.with_review("exact_day") if vague else wording


def _stretch(kind: str, first: int, last: int, match: Match, clues: Clues) -> Wording:
    """Return the window of whole months, or its last day when the words say "at the end"; turns count from 0."""
    window = Window(PlanDate(clues.month_at(first)), PlanDate(clues.month_at(last))).in_year(year_of(match, clues))
    if match.tokens("end"):
        end = window.end
        day = replace(end, day=calendar.monthrange(end.year or 2025, end.month)[1])
        return Wording("dates", dates=(day,), anchor="by", review=("exact_day",))
    anchor = "by" if match.ends_before() else "during"
    return counted(Wording(kind, window=window, anchor=anchor, review=("exact_day",) if anchor == "by" else ()), match)
