"""The part of the year that a plan's title names: "2026-yil mart oyi uchun", "II yarim yillik", "на I квартал"."""

from __future__ import annotations

import re

from scheduler.plan_import.folding import fold
from scheduler.plan_import.headings import MONTHS
from scheduler.plan_import.plan_dates import SCHOOL_STARTS, PlanDate, Window
from scheduler.plan_import.wording import read_wording

_NAME = re.compile(r"[“”„«\"][^“”„«»\"]*[“”»\"]")
_MONTHS = re.compile(
    rf"\b(?P<first>{MONTHS})(?: ?[-–—] ?(?P<last>{MONTHS}))? (?:oy(?:i|lari|iga|ida|ining|lariga|larida|larining)?)\b"
    rf"|\b(?:na|za) (?P<from>{MONTHS})(?: ?[-–—] ?(?P<to>{MONTHS}))?(?= mesyats| 20\d\d| *$)"
)
_PART = re.compile(
    r"\b(?P<first>i{1,3}|iv|[1-4])(?: ?[-–—,] ?(?P<last>i{1,3}|iv|[1-4]))? ?-? ?"
    r"(?:(?P<quarter>chora[kg]|kvartal)|yarim ?yil|yarmi|polugodi)"
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period_of(title: str, *, school: bool = False) -> Window | None:
    """Return the months for which a title says the plan is, None for a whole year or where it says two things.

    The quarters and halves of a `school` year are counted from September.
    """
    key = fold(_NAME.sub(" ", title))
    parts = (_part(match, SCHOOL_STARTS if school else 1) for match in _PART.finditer(key))
    found = {window for window in (*map(_months, _MONTHS.finditer(key)), *parts) if window}
    return found.pop() if len(found) == 1 else None


def _months(match: re.Match[str]) -> Window | None:
    first = match["first"] or match["from"]
    last = match["last"] or match["to"] or first
    start, end = read_wording(first).window, read_wording(last).window
    return Window(start.start, end.end) if start and end else None


def _part(match: re.Match[str], begins: int) -> Window | None:
    length = 3 if match["quarter"] else 6
    first, last = (_NUMBERS.get(text) or int(text) for text in (match["first"], match["last"] or match["first"]))
    if not first <= last <= 12 // length:
        return None
    start, end = begins + (first - 1) * length, begins + last * length - 1
    return Window(PlanDate((start - 1) % 12 + 1), PlanDate((end - 1) % 12 + 1))
