"""Phrases that name places in the calendar: days, ranges of days, the end of the year, a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.period_phrases import LIST, MOST_IN_A_PERIOD, lacks_its_number
from scheduler.plan_import.plan_dates import PlanDate, Window, whole_year

_LONGEST_CLEAR_RANGE = 124  # days: half a year hardly means one post
YEAR = r"(?:2y?|cy|Ky)"
_ACROSS = rf"I?(?P<yr>{YEAR})?(?P<d1>N)(?P<m1>M)m?d?-?(?P<d2>N)(?P<m2>M)m?(?P<yr2>{YEAR})?d?U?"
_DAY_MONTH = rf"I?U?(?P<yr>{YEAR})?U?(?P<days>{LIST})(?P<month>M)m?(?P<yr2>{YEAR})?(?:,?Wd?|d)?U?I?"
_MONTH_DAY = rf"I?(?P<yr>{YEAR})?(?P<month>M)m?(?P<days>{LIST})dU?I?"
_MONTH_RANGE = rf"(?P<yr>{YEAR})?(?P<month>M)(?P<days>N-N)(?![xnubdwmqhyFD])"
_FULL = r"I?U?(?P<day>N(?=-[Tt]))?-?(?P<first>[Tt])y?(?:-(?P<last>[Tt])y?)?(?:,?Wd?)?d?U?I?"


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
    return _joined(found, clues)


def _next_dates(clues: Clues) -> Wording | None:
    across = clues.find(_ACROSS)
    if across and (across.tokens("m1")[0].case == "from" or any(token.kind == "-" for token in across.tokens())):
        across.mark_read()
        year = year_of(across, clues)
        start = PlanDate(across.tokens("m1")[0].value, across.number("d1"), year)
        end = PlanDate(across.tokens("m2")[0].value, across.number("d2"), year)
        return _range(start, end, clues)
    if match := clues.take(_DAY_MONTH) or clues.take(_MONTH_DAY) or clues.take(_MONTH_RANGE):
        year, month = year_of(match, clues), match.tokens("month")[0].value
        listed = match.tokens("days")
        days = [token.value for token in listed if token.kind == "N"]
        if len(days) == 2 and any(token.kind == "-" for token in listed):
            return _range(PlanDate(month, days[0], year), PlanDate(month, days[1], year), clues)
        return exact_days([PlanDate(month, day, year) for day in days], match, clues)
    if match := clues.take(_FULL):
        first = match.tokens("first")[0].date
        last = match.tokens("last")[0].date if match.tokens("last") else None
        if first is None:
            return None
        clues.note_year(first.year)
        if last is not None:
            clues.note_year(last.year)
            return _range(replace(first, year=first.year or last.year), last, clues)
        if match.tokens("day"):  # "25-28.12.2026"
            return _range(replace(first, day=match.number("day")), first, clues)
        return exact_days([first], match, clues)
    return None


def exact_days(days: Sequence[PlanDate], match: Match, clues: Clues) -> Wording:
    """Return a reading of exact days, with a question for each that is impossible, doubtful or on a weekend."""
    known = [clues.dated(day) for day in days]
    review: list[str] = [] if all(day.exists() for day in known) else ["impossible_date"]
    dated = [day.first_day() for day in known if day.exists() and day.year is not None]
    named = [token.value for token in match.tokens() if token.kind == "W"]
    if named and any(day.weekday() not in named for day in dated):
        review.append("conflicting_deadline")
    if any(day.month == 3 for day in days) and any(token.word == "bir" for token in match.tokens()):
        review.append("spelling")  # "bir mart" is more likely "bir marta", once
    if len(days) == 1 and any(token.kind == "d" and token.plural for token in match.tokens()):
        review.append("exact_day")  # "the first days of December" are more than one
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
        if length > _LONGEST_CLEAR_RANGE:
            review += ("exact_day",)
    return Wording("dates", window=Window(start, end), review=review)


def goes_back(days: Sequence[PlanDate], clues: Clues) -> bool:
    """Tell whether days without a year run backwards ("noyabr, yanvar"): the later ones may mean the next year."""
    turns = [clues.turn(day.month) for day in days if day.year is None]
    return turns != sorted(turns)


def _joined(found: Sequence[Wording], clues: Clues) -> Wording:
    """Make one reading of several dates; a mixture of days and ranges, or of "on" and "by", is asked about."""
    first = found[0]
    if len(found) == 1:
        return first
    dates = tuple(dict.fromkeys(day for wording in found for day in wording.dates))
    joined = replace(first, dates=dates).with_review(*(code for wording in found for code in wording.review))
    if goes_back(dates, clues):
        joined = joined.with_review("year_differs")
    alike = all(wording.window is None and wording.anchor == first.anchor for wording in found)
    return joined if alike else joined.with_review("multi_deadline")


def read_year_end(clues: Clues) -> Wording | None:
    """Return "by the end of the year": 31 December, with a question about the day."""
    match = clues.take(r"U?(?P<yr>2?c?K?)yEU?") or clues.take(r"U?E(?P<yr>2?c?K?)y")
    if not match:
        return None
    last = 12 if match.tokens("yr") else clues.whole_year.end.month
    return Wording("dates", dates=(PlanDate(last, 31, year_of(match, clues)),), anchor="by", review=("exact_day",))


def read_bare_year(clues: Clues) -> Wording | None:
    """Return a year that stands alone: once in it, on a day that a person names."""
    match = clues.take(r"^ *(?P<yr>2y?|cy) *$")
    if not match:
        return None
    year = year_of(match, clues)
    window = clues.whole_year if year is None or clues.school else whole_year().in_year(year)
    return Wording("dates", window=window, review=("exact_day",))


def counted(wording: Wording, match: Match) -> Wording:
    """Add how many are asked for in a named stretch of time."""
    numbers = [token.value for token in match.tokens("count") if token.kind == "N"]
    if not numbers:
        return wording.with_review("count_mismatch") if lacks_its_number(match) else wording
    known = replace(wording, per_period=min(max(1, min(numbers)), MOST_IN_A_PERIOD))
    return known if numbers == [known.per_period] else known.with_review("count_mismatch")
