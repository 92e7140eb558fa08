"""Phrases that name months: one, a range, a list, or a part of one month."""

from __future__ import annotations

import calendar
from dataclasses import replace

from scheduler.plan_import.calendar_phrases import YEAR, counted, exact_days, goes_back, year_of
from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.period_phrases import COUNT, nth_weekday, working_day
from scheduler.plan_import.plan_dates import PlanDate, Window

_LONGEST_CLEAR_RANGE = 4  # "yanvar-dekabr" hardly means one post in a year
MONTH_RANGE = r"(?P<first>M)m?-(?P<last>M)m?|(?P<from>Mm?)(?P<until>Mm?)U?"


def read_day_in_month(clues: Clues) -> Wording | None:
    """Return the last day, a working day or an nth weekday of one named month, or None."""
    match = clues.take(rf"(?P<yr>{YEAR})?(?P<month>M)m?(?P<nth>[LN])(?P<day>b?d|Wd?)U?") or clues.take(
        rf"U?(?P<nth>[LN])(?P<day>b?d|W)(?P<month>M)m?(?P<yr2>{YEAR})?"
    )
    if not match or (match.tokens("nth")[0].kind == "N" and match.tokens("day")[0].kind == "d"):
        return None
    year, month = year_of(match, clues), match.tokens("month")[0].value
    rule, first = f"FREQ=MONTHLY;BYMONTH={month}", match.tokens("day")[0].kind
    if first == "W":
        wording = nth_weekday(match, "one_off_month", rule)
    elif first == "b":
        wording = working_day(match, "one_off_month", rule, match.number("nth", default=-1))
    else:
        days = calendar.monthrange(clues.dated(PlanDate(month, year=year)).year or 2025, month)[1]
        wording = exact_days([PlanDate(month, days, year)], match, clues)
        leap = month == 2 and clues.dated(PlanDate(month, year=year)).year is None
        return wording.with_review("exact_day") if leap else wording
    return replace(wording, window=Window(PlanDate(month, year=year), PlanDate(month, year=year)))


def read_named_months(clues: Clues) -> Wording | None:
    """Return the months that the clues name, or None."""
    return _part_of_month(clues) or month_range(clues) or _months(clues)


def month_range(clues: Clues) -> Wording | None:
    """Return the window from one month to another ("yanvar-fevral", "maydan iyulgacha"), or None."""
    match = clues.find(rf"V?(?P<yr>{YEAR})?(?:{MONTH_RANGE})(?P<yr2>{YEAR})?[IV]?,?{COUNT}?")
    if not match:
        return None
    spoken = match.tokens("from")
    if spoken and (spoken[-1].case != "from" or not match.ends_before()):
        return None
    match.mark_read()
    year = year_of(match, clues)
    first = (match.tokens("first") or spoken)[0].value
    last = (match.tokens("last") or match.tokens("until"))[0].value
    wording = Wording("one_off_month", window=Window(PlanDate(first), PlanDate(last)).in_year(year))
    months = (last - first) % 12 + 1
    turns_year = last < first if year is not None else clues.turn(last) < clues.turn(first)
    questions = [*(["year_differs"] if turns_year else []), *(["exact_day"] if months > _LONGEST_CLEAR_RANGE else [])]
    return counted(wording.with_review(*questions), match)


def _part_of_month(clues: Clues) -> Wording | None:
    """ "dekabrning birinchi yarmi", "III dekada", "dekabr oxirida": a window of days inside one month."""
    numbered = (
        clues.take(rf"(?P<yr>{YEAR})?(?P<month>M)m?(?P<nth>[NL])(?P<part>F|D|w|Nd)U?")
        or clues.take(rf"V?(?P<nth>[NL])(?P<part>F|D|w|Nd)(?P<month>M)m?(?P<yr2>{YEAR})?")
    )  # fmt: skip
    if numbered:
        return _numbered_part(numbered, clues)
    named = clues.take(rf"(?P<yr>{YEAR})?(?P<month>M)m?(?P<part>[EB])U?|U?(?P<part2>[EB])(?P<month2>M)m?")
    if not named:
        return None
    month = (named.tokens("month") or named.tokens("month2"))[0].value
    part = (named.tokens("part") or named.tokens("part2"))[0].kind
    if part == "E" and named.ends_before():
        days = calendar.monthrange(clues.dated(PlanDate(month)).year or 2025, month)[1]
        return Wording(
            "dates", dates=(PlanDate(month, days, year_of(named, clues)),), anchor="by", review=("exact_day",)
        )
    start, end = (1, 10) if part == "B" else (21, 31)
    return _days_of(month, start, end, year_of(named, clues), clues).with_review("exact_day")


def _numbered_part(match: Match, clues: Clues) -> Wording:
    month = match.tokens("month")[0].value
    part = match.tokens("part")[0].kind
    length, most = {"F": (15, 2), "w": (7, 5)}.get(part, (10, 3))
    last = match.tokens("nth")[0].kind == "L"
    nth = most if last else match.number("nth")
    if not 1 <= nth <= most or (part == "N" and match.number("part") != 10):
        return Wording("dates", review=("impossible_date",))
    year = year_of(match, clues)
    ends_month = nth == most or (part == "F" and nth == 2)
    end = 31 if ends_month else nth * length
    days = calendar.monthrange(clues.dated(PlanDate(month, year=year)).year or 2025, month)[1]
    start = days - length + 1 if last and part == "w" else (nth - 1) * length + 1
    wording = _days_of(month, start, end, year, clues)
    leans = any(token.case in ("from", "to", "until") or token.kind == "U" for token in match.tokens("part"))
    return wording.with_review("exact_day") if part == "w" or leans or match.ends_before() else wording


def _days_of(month: int, start: int, end: int, year: int | None, clues: Clues) -> Wording:
    days = calendar.monthrange(clues.dated(PlanDate(month, year=year)).year or 2025, month)[1]
    if start > days:
        return Wording("dates", review=("impossible_date",))
    last_known = end < days or year is not None or clues.year is not None or month != 2
    finish = PlanDate(month, min(end, days), year) if last_known else PlanDate(month, year=year)
    return Wording("dates", window=Window(PlanDate(month, start, year), finish))


def _months(clues: Clues) -> Wording | None:
    match = clues.take(rf"V?(?P<yr>{YEAR})?U?(?P<months>M(?:m?,?M)*)m?(?P<yr2>{YEAR})?[IV]?U?,?{COUNT}?")
    if not match:
        return None
    clues.take(r"H+y")
    year = year_of(match, clues)
    months = list(dict.fromkeys(token.value for token in match.tokens("months") if token.kind == "M"))
    if len(months) > 1:
        wording = Wording("dates", dates=tuple(PlanDate(month, year=year) for month in months))
        joined = sum(token.kind == "," for token in match.tokens("months"))
        side_by_side = joined < len(months) - 1 and (joined > 0 or len(months) == 2)  # a dash or a choice may be lost
        if side_by_side:
            wording = wording.with_review("multi_deadline")
        if match.leans() or match.ends_before():
            wording = wording.with_review("exact_day")
        if goes_back(wording.dates, clues):
            wording = wording.with_review("year_differs")
        count = match.number("count", default=len(months))
        return wording if count == len(months) else wording.with_review("count_mismatch")
    window = Window(PlanDate(months[0], year=year), PlanDate(months[0], year=year))
    if match.ends_before():
        return Wording("one_off_month", window=window, anchor="by", review=("exact_day",))
    wording = counted(Wording("one_off_month", window=window), match)
    return wording.with_review("exact_day") if match.leans() else wording
