"""Phrases that repeat: so often each day, week, month, quarter, half-year or year."""

from __future__ import annotations

from scheduler.plan_import.clues import Clues, Wording
from scheduler.plan_import.period_phrases import (
    COUNT,
    DAY,
    HALF_YEAR,
    LIST,
    MONTH,
    QUARTER,
    TURNS,
    WEEK,
    by_day,
    counted_in_each,
    every,
    nth_weekday,
    on_days,
    working_day,
)
from scheduler.plan_import.quarter_phrases import read_half_yearly, read_quarterly, speaks_of_results
from scheduler.plan_import.week_phrases import read_daily, read_weekdays

# "oyning" without "har" is monthly too, unless it belongs to a month's name or to a number of months.
EACH_MONTH = r"(?:H+N?m|(?<![MNHK])m)"
_MONTHLY = "FREQ=MONTHLY"
_LONGEST_GAP = 60


def read_rhythm(clues: Clues) -> Wording | None:
    """Return the repeating reading of the clues, longest period first, or None."""
    return (
        _several_quarters(clues)
        or read_quarterly(clues)
        or read_half_yearly(clues)
        or _yearly(clues)
        or _counted_on_days(clues)
        or _each_numbered_day(clues)
        or _every_few(clues)
        or _day_of_next_month(clues)
        or _day_of_month(clues)
        or _part_of_month(clues)
        or read_weekdays(clues)
        or every(MONTH, clues)
        or every(WEEK, clues)
        or read_daily(clues)
    )


def _several_quarters(clues: Clues) -> Wording | None:
    """ "har ikki chorakda": two are a half-year, more are asked about."""
    match = clues.find(rf"H?(?P<gap>N)q{COUNT}") or clues.find(r"H(?P<gap>N)q") or clues.find(rf"{COUNT}(?P<gap>N)q")
    if not match or match.number("gap") == 1:
        return None
    match.mark_read()
    period = HALF_YEAR if match.number("gap") == 2 else QUARTER
    wording = counted_in_each(match, Wording(period.kind, period.rrule))
    return wording if period is HALF_YEAR else wording.with_review("exact_day")


def _yearly(clues: Clues) -> Wording | None:
    """Once or several times a year without a month: the year is the window and a person names the days."""
    yearly = rf"H+N?y(?!,?U?N?M|,?V?M){COUNT}?"
    match = clues.take(yearly) or clues.take(rf"N?y{COUNT}") or clues.take(rf"{COUNT}H?y")
    if not match:
        return None
    return counted_in_each(match, Wording("dates", window=clues.whole_year)).with_review("exact_day")


def _counted_on_days(clues: Clues) -> Wording | None:
    """ "oyiga bir marta, 25-sanasida": how many a month beside the days themselves; the two must agree."""
    counted = rf"{EACH_MONTH}{COUNT},?(?:H*m)?"
    if match := clues.take(rf"{counted}U?(?P<days>{LIST})dU?"):
        wording = on_days(match, "monthly", _MONTHLY)
    elif match := clues.take(rf"{counted}{TURNS}Wd?U?"):
        wording = nth_weekday(match, "monthly", _MONTHLY)
    else:
        return None
    return wording if counted_in_each(match, wording) == wording else wording.with_review("count_mismatch")


def _each_numbered_day(clues: Clues) -> Wording | None:
    """ "каждое 25 число": a day of each month, where "каждые 25 дней" is an interval."""
    match = clues.find(rf"H(?P<days>{LIST})(?P<noun>d)H?m?")
    if not match or not match.tokens("noun")[0].word.startswith("chisl"):
        return None
    match.mark_read()
    return on_days(match, "monthly", _MONTHLY)


def _every_few(clues: Clues) -> Wording | None:
    """ "ikki oyda bir marta": an interval of several periods."""
    match = clues.take(rf"H?(?P<gap>N)(?P<noun>[dwm]){COUNT}") or clues.take(r"H(?P<gap>N)(?P<noun>[dwm])")
    match = match or clues.take(rf"{COUNT}(?P<gap>N)(?P<noun>[dwm])")
    if not match:
        return None
    gap, noun = match.number("gap"), match.tokens("noun")[0].kind
    known = {("m", 3): QUARTER, ("m", 6): HALF_YEAR}
    period = known.get((noun, gap)) or {"m": MONTH, "w": WEEK, "d": DAY}[noun]
    if not 1 <= gap <= _LONGEST_GAP:
        return Wording("unknown", review=("no_deadline",))
    repeats = period.rrule if (noun, gap) in known or gap == 1 else f"{period.rrule};INTERVAL={gap}"
    counted = counted_in_each(match, Wording(period.kind, repeats))
    return counted.with_review("exact_day") if noun == "d" and gap > 1 else counted  # from which day on?


def _day_of_next_month(clues: Clues) -> Wording | None:
    """ "by the 10th of the next month": each month's work, due in the one after; without "each" it is asked about."""
    each = clues.take(rf"H+m(?:E?U?|,)Km(?P<days>{LIST})dU?") or clues.take(rf"H+m,?U?(?P<days>{LIST})dKm")
    if each:
        return on_days(each, "monthly", _MONTHLY)
    once = clues.take(rf"mE?KmU?(?P<days>{LIST})dU?") or clues.take(rf"Km(?P<days>{LIST})dU?|U?(?P<days2>{LIST})dKm")
    return on_days(once, "monthly", _MONTHLY, ("days", "days2")).with_review("exact_day") if once else None


def _day_of_month(clues: Clues) -> Wording | None:
    match = (
        clues.take(rf"{EACH_MONTH},?U?(?P<days>{LIST})(?:dU?|U)")
        or clues.take(rf"U?(?P<days>{LIST})dH?m(?!N)")
        or clues.take(rf"U?(?P<days>{LIST})d,?Hm")
    )
    return on_days(match, "monthly", _MONTHLY) if match else None


def _part_of_month(clues: Clues) -> Wording | None:
    """The last Friday, the first working day, the last week, the first half, the end of every month."""
    if match := clues.take(rf"{EACH_MONTH},?LbdU?") or clues.take(r"LbdH?m"):
        return working_day(match, "monthly", _MONTHLY, -1)
    if match := clues.take(r"LbdU?"):
        return working_day(match, "monthly", _MONTHLY, -1).with_review("exact_day")
    if match := clues.take(rf"{EACH_MONTH}(?P<nth>N)bdU?") or clues.take(r"(?P<nth>N)bdH?m"):
        return working_day(match, "monthly", _MONTHLY, match.number("nth"))
    if match := clues.take(rf"{EACH_MONTH},?{TURNS}Wd?U?") or clues.take(rf"{TURNS}WH?m"):
        return nth_weekday(match, "monthly", _MONTHLY)
    if match := clues.take(r"^ *,?(?P<nth>[LN])Wd?U?"):
        return nth_weekday(match, "monthly", _MONTHLY).with_review("exact_day")
    if match := clues.take(rf"{EACH_MONTH}LdU?") or clues.take(r"U?LdH?m"):
        return Wording("monthly", f"{_MONTHLY};BYMONTHDAY=-1", anchor="by" if match.ends_before() else "on")
    if clues.take(rf"{EACH_MONTH}L(?:[wFD]|Nd)") or clues.take(r"L[wFD]H?m"):
        return by_day("monthly", _MONTHLY, -1, ask=True)
    if match := clues.take(rf"{EACH_MONTH}E(?P<week>w)?U?|U?(?:EH?|HE)m"):
        return by_day("monthly", _MONTHLY, -1, ask=bool(match.tokens("week")) or speaks_of_results(match))
    if match := clues.take(rf"{EACH_MONTH}(?P<nth>N)(?P<part>[wFD]|Nd)") or clues.take(r"(?P<nth>N)(?P<part>[wFD])H?m"):
        part = match.tokens("part")[0].kind
        last = {"w": 7, "F": 15}.get(part, 10) * match.number("nth")
        return by_day("monthly", _MONTHLY, last if 0 < last < 29 else -1, ask=True)
    if clues.take(rf"{EACH_MONTH}B") or clues.take(r"BH?m"):
        return by_day("monthly", _MONTHLY, 5, ask=True)
    return None
