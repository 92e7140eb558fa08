"""Phrases that name places in the calendar: days, ranges, months, quarters, half-years, the end of the year."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace

from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.plan_dates import PlanDate, Window
from scheduler.plan_import.rhythm_phrases import COUNT, MOST_IN_A_PERIOD

YEAR = r"(?:2y?|cy|Ky)"
_LIST = r"N(?:[,-]N)*"
_ACROSS = rf"(?P<yr>{YEAR})?(?P<d1>N)(?P<m1>M)m?d?-?(?P<d2>N)(?P<m2>M)m?(?P<yr2>{YEAR})?d?U?"
_DAY_MONTH = rf"(?P<yr>{YEAR})?U?(?P<days>{_LIST})(?P<month>M)m?(?P<yr2>{YEAR})?(?:,?Wd|d)?U?"
_MONTH_DAY = rf"(?P<yr>{YEAR})?(?P<month>M)m?(?P<days>{_LIST})dU?"
_FULL = r"U?(?P<first>[Tt])y?(?:-(?P<last>[Tt])y?)?(?:,?Wd)?d?U?"


def year_of(match: Match, clues: Clues) -> int | None:
    """Return the year that a match names in its groups yr, yr2 and yr3; None is the plan's own."""
    tokens = match.tokens("yr") + match.tokens("yr2") + match.tokens("yr3")
    if any(token.kind == "K" for token in tokens):
        clues.names_other_year = True
        return clues.year + 1 if clues.year is not None else None
    return clues.note_year(next((token.value for token in tokens if token.kind == "2"), None))


def read_named_dates(clues: Clues) -> Wording | None:
    """Return days and ranges of days that are written out, or None."""
    found: list[Wording] = []
    while len(found) < 40:
        wording = _next_dates(clues)
        if wording is None:
            break
        found.append(wording)
    if not found:
        return None
    clues.take(r"H+y")
    return _joined(found)


def _next_dates(clues: Clues) -> Wording | None:
    across = clues.find(_ACROSS)
    if across and (across.tokens("m1")[0].case == "from" or any(token.kind == "-" for token in across.tokens())):
        across.mark_read()
        year = year_of(across, clues)
        start = PlanDate(across.tokens("m1")[0].value, across.number("d1"), year)
        end = PlanDate(across.tokens("m2")[0].value, across.number("d2"), year)
        return _range(start, end, clues)
    if match := clues.take(_DAY_MONTH) or clues.take(_MONTH_DAY):
        year, month = year_of(match, clues), match.tokens("month")[0].value
        days = [token.value for token in match.tokens("days") if token.kind == "N"]
        if len(days) == 2 and any(token.kind == "-" for token in match.tokens("days")):
            return _range(PlanDate(month, days[0], year), PlanDate(month, days[1], year), clues)
        return _days([PlanDate(month, day, year) for day in days], match, clues)
    if match := clues.take(_FULL):
        first = match.tokens("first")[0].date
        last = match.tokens("last")[0].date if match.tokens("last") else None
        if first is None:
            return None
        clues.note_year(first.year)
        if last is not None:
            clues.note_year(last.year)
            return _range(replace(first, year=first.year or last.year), last, clues)
        return _days([first], match, clues)
    return None


def _days(days: Sequence[PlanDate], match: Match, clues: Clues) -> Wording:
    known = [clues.dated(day) for day in days]
    review: list[str] = [] if all(day.exists() for day in known) else ["impossible_date"]
    dated = [day.first_day() for day in known if day.exists() and day.year is not None]
    named = [token.value for token in match.tokens() if token.kind == "W"]
    if named and any(day.weekday() not in named for day in dated):
        review.append("conflicting_deadline")
    by = match.ends_before()
    if by and not clues.school and any((day.month, day.day, day.year) == (1, 1, None) for day in days):
        review.append("year_differs")  # "by 1 January" hardly means the first day of the plan's own year
    if not by and match.leans():
        review.append("exact_day")
    if not by and any(day.weekday() > 4 for day in dated):
        review.append("weekend_inside")
    kept = tuple(day for day, full in zip(days, known, strict=True) if full.exists())
    return Wording("dates", dates=kept, anchor="by" if by else "on", review=tuple(review))


def _range(start: PlanDate, end: PlanDate, clues: Clues) -> Wording:
    review: tuple[str, ...] = ()
    if start.year is None and end.year is None:
        turns_year = clues.turn(end.month) < clues.turn(start.month)
    else:
        turns_year = end.month < start.month and end.year == start.year
    if turns_year:  # "25-dekabr - 5-yanvar" ends in the next year
        end = replace(end, year=start.year + 1 if start.year else None)
        review = ("year_differs",)
    stretch = Window(start, end).in_year(clues.year, school=clues.school)
    first, last = stretch.start, stretch.end
    if not first.exists() or not last.exists():
        return Wording("dates", review=("impossible_date",))
    known = first.year is not None and last.year is not None
    if (last.first_day() < first.first_day()) if known else (not review and start.month == end.month and last < first):
        return Wording("dates", review=("conflicting_deadline",))
    if first.year is not None and last.year is not None:
        length = (last.last_day() - first.first_day()).days
        if length >= 7 or last.last_day().weekday() > 4 or first.first_day().weekday() + length > 4:
            review += ("weekend_inside",)
    return Wording("dates", window=Window(start, end), review=review)


def _joined(found: Sequence[Wording]) -> Wording:
    """Make one reading of several dates; a mixture of days and ranges, or of "on" and "by", is asked about."""
    first = found[0]
    if len(found) == 1:
        return first
    dates = tuple(dict.fromkeys(day for wording in found for day in wording.dates))
    joined = replace(first, dates=dates).with_review(*(code for wording in found for code in wording.review))
    alike = all(wording.window is None and wording.anchor == first.anchor for wording in found)
    return joined if alike else joined.with_review("multi_deadline")


def read_year_end(clues: Clues) -> Wording | None:
    """Return "by the end of the year": 31 December, with a question about the day."""
    match = clues.take(r"U?(?P<yr>2?c?K?)yEU?") or clues.take(r"U?E(?P<yr>2?c?K?)y")
    if not match:
        return None
    last = 12 if match.tokens("yr") else clues.whole_year.end.month
    return Wording("dates", dates=(PlanDate(last, 31, year_of(match, clues)),), anchor="by", review=("exact_day",))


def read_named_quarters(clues: Clues) -> Wording | None:
    """Return quarters and half-years that are called by number, or None."""
    match = clues.take(rf"(?P<yr>{YEAR})?(?<![HxA])(?P<nth>{_LIST})q(?P<end>E?)(?P<yr2>2y?)?U?,?{COUNT}?")
    if match:
        return _quarters(match, clues)
    half = rf"(?P<yr>{YEAR})?(?<![HxA])(?P<nth>N)(?:h|Fy)(?P<end>E?)(?P<yr2>2y?)?U?|(?P<yr3>2?c?)y(?P<nth2>N)FU?"
    if not (match := clues.take(half)):
        return None
    year = year_of(match, clues)
    nth = match.number("nth", default=match.number("nth2"))
    if nth not in (1, 2):
        return Wording("half_year", review=("impossible_date",))
    return _stretch("half_year", clues.month_at(nth * 6 - 6), clues.month_at(nth * 6 - 1), year, match)


def _quarters(match: Match, clues: Clues) -> Wording:
    year = year_of(match, clues)
    numbers = [token.value for token in match.tokens("nth") if token.kind == "N"]
    if not all(1 <= number <= 4 for number in numbers):
        return Wording("one_off_month", review=("impossible_date",))
    spans = any(token.kind == "-" for token in match.tokens("nth"))
    if len(numbers) == 1 or (spans and len(numbers) == 2):
        first, last = clues.month_at(min(numbers) * 3 - 3), clues.month_at(max(numbers) * 3 - 1)
        wording = _stretch("one_off_month", first, last, year, match)
        return wording.with_review("exact_day") if spans else wording  # one in all of them, or one in each?
    every = sorted({*match.values("nth")})
    if every == [1, 2, 3, 4]:
        return Wording("quarterly", "FREQ=MONTHLY;INTERVAL=3")
    months = sorted(clues.month_at(number * 3 - 3) for number in every)
    return Wording("quarterly", f"FREQ=MONTHLY;BYMONTH={','.join(str(month) for month in months)}")


def _stretch(kind: str, first: int, last: int, year: int | None, match: Match) -> Wording:
    """Return the window of whole months, or its last day when the words say "at the end"."""
    window = Window(PlanDate(first), PlanDate(last)).in_year(year)
    if match.tokens("end"):
        day = replace(window.end, day=calendar.monthrange(window.end.year or 2025, last)[1])
        return Wording("dates", dates=(day,), anchor="by", review=("exact_day",))
    anchor = "by" if match.ends_before() else "during"
    return counted(Wording(kind, window=window, anchor=anchor, review=("exact_day",) if anchor == "by" else ()), match)


def counted(wording: Wording, match: Match) -> Wording:
    """Add how many are asked for in a named stretch of time."""
    numbers = [token.value for token in match.tokens("count") if token.kind == "N"]
    if not numbers:
        return wording
    known = replace(wording, per_period=min(max(1, min(numbers)), MOST_IN_A_PERIOD))
    return known if numbers == [known.per_period] else known.with_review("count_mismatch")
