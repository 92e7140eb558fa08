"""Phrases that repeat: so often each day, week, month, quarter, half-year or year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.plan_import.clues import Clues, Match, Wording

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# "oyning" without "har" is monthly too, unless it belongs to a month's name or to a number of months.
EACH_MONTH = r"(?:H+N?m|(?<![MNHK])m)"
COUNT = r"(?P<count>A?N(?:-N)?A?[xn]|x)"
HALF = r"(?:h|Fy)"
_LIST = r"N(?:[,-]N)*"
_LONGEST_GAP = 60
MOST_IN_A_PERIOD = 100


@dataclass(frozen=True)
class _Period:
    """A period that plans count in: its noun's pattern, the kind it gives and its rule."""

    noun: str
    kind: str
    rrule: str
    months: int = 1


_QUARTER = _Period("q", "quarterly", "FREQ=MONTHLY;INTERVAL=3", 3)
_HALF_YEAR = _Period(HALF, "half_year", "FREQ=MONTHLY;INTERVAL=6", 6)
_MONTH = _Period("m", "monthly", "FREQ=MONTHLY")
_WEEK = _Period("w", "weekly", "FREQ=WEEKLY")
_DAY = _Period("d", "daily", "FREQ=DAILY")


def read_rhythm(clues: Clues) -> Wording | None:
    """Return the repeating reading of the clues, longest period first, or None."""
    return (
        _after_quarter(clues)
        or _end_of(_QUARTER, clues)
        or _plain(_QUARTER, clues)
        or _end_of(_HALF_YEAR, clues)
        or _plain(_HALF_YEAR, clues)
        or _bare_half_year(clues)
        or _yearly(clues)
        or _every_few(clues)
        or _day_of_month(clues)
        or _part_of_month(clues)
        or _weekly(clues)
        or _plain(_MONTH, clues)
        or _plain(_WEEK, clues)
        or _daily(clues)
    )


def _after_quarter(clues: Clues) -> Wording | None:
    match = clues.take(rf"H?qE?U?Km(?P<days>{_LIST})dU?") or clues.take(rf"U?(?P<days>{_LIST})dK?m?QH?q")
    return _on_days(match, "quarterly", f"FREQ=MONTHLY;BYMONTH={_months_of(_QUARTER, 0, clues)}") if match else None


def _end_of(period: _Period, clues: Clues) -> Wording | None:
    noun = period.noun
    match = clues.take(rf"H{noun}EU?|U?(?:HE|EH){noun}|H{noun}U?E") or clues.take(rf"(?<![N-]){noun}EU?|U?E{noun}")
    if not match:
        return None
    last = _months_of(period, period.months - 1, clues)
    return Wording(period.kind, f"FREQ=MONTHLY;BYMONTH={last};BYMONTHDAY=-1", anchor="by")


def _months_of(period: _Period, turn: int, clues: Clues) -> str:
    """Return the months at `turn` (from 0) of each such period of the plan's year, as an rrule lists them."""
    months = sorted(clues.month_at(start + turn) for start in range(0, 12, period.months))
    return ",".join(str(month) for month in months)


def _plain(period: _Period, clues: Clues) -> Wording | None:
    noun = period.noun
    match = (
        clues.take(rf"H+N?{noun}[VI]?,?{COUNT}?") or clues.take(rf"{noun}{COUNT}") or clues.take(rf"{COUNT}H?{noun}")
    )
    if not match:
        return None
    return _counted(match, Wording(period.kind, period.rrule))


def _bare_half_year(clues: Clues) -> Wording | None:
    """ "yarim yillikda" without a number means each half-year."""
    return Wording("half_year", _HALF_YEAR.rrule) if clues.take(rf"^{HALF}$") else None


def _yearly(clues: Clues) -> Wording | None:
    """Once or several times a year without a month: the year is the window and a person names the days."""
    match = clues.take(rf"H+N?y(?!NM|M){COUNT}?") or clues.take(rf"N?y{COUNT}") or clues.take(rf"{COUNT}H?y")
    if not match:
        return None
    return _counted(match, Wording("dates", window=clues.whole_year)).with_review("exact_day")


def _every_few(clues: Clues) -> Wording | None:
    """ "ikki oyda bir marta": an interval of several periods."""
    match = clues.take(rf"H?(?P<gap>N)(?P<noun>[dwm]){COUNT}") or clues.take(r"H(?P<gap>N)(?P<noun>[dwm])")
    match = match or clues.take(r"(?<!N)x(?P<gap>N)(?P<noun>[dwm])")
    if not match:
        return None
    gap, noun = match.number("gap"), match.tokens("noun")[0].kind
    known = {("m", 3): _QUARTER, ("m", 6): _HALF_YEAR}
    period = known.get((noun, gap)) or {"m": _MONTH, "w": _WEEK, "d": _DAY}[noun]
    if not 1 <= gap <= _LONGEST_GAP:
        return Wording("unknown", review=("no_deadline",))
    repeats = period.rrule if (noun, gap) in known or gap == 1 else f"{period.rrule};INTERVAL={gap}"
    counted = _counted(match, Wording(period.kind, repeats))
    return counted.with_review("exact_day") if noun == "d" and gap > 1 else counted  # from which day on?


def _day_of_month(clues: Clues) -> Wording | None:
    match = clues.take(rf"{EACH_MONTH}(?P<days>{_LIST})dU?") or clues.take(rf"U?(?P<days>{_LIST})dH?m(?!N)")
    return _on_days(match, "monthly", "FREQ=MONTHLY") if match else None


def _part_of_month(clues: Clues) -> Wording | None:
    """The last Friday, the first working day, the last week, the first half, the end of every month."""
    if match := clues.take(rf"{EACH_MONTH}LbdU?") or clues.take(r"LbdH?m"):
        return _working_day(match, -1)
    if match := clues.take(r"LbdU?"):
        return _working_day(match, -1).with_review("exact_day")
    if match := clues.take(rf"{EACH_MONTH}(?P<nth>N)bdU?") or clues.take(r"(?P<nth>N)bdH?m"):
        return _working_day(match, match.number("nth"))
    if match := clues.take(rf"{EACH_MONTH}(?P<nth>[LN])Wd?U?") or clues.take(r"(?P<nth>[LN])WH?m"):
        return _nth_weekday(match)
    if match := clues.take(r"^ *,?(?P<nth>[LN])Wd?U?"):
        return _nth_weekday(match).with_review("exact_day")
    if match := clues.take(rf"{EACH_MONTH}L(?:[wFD]|Nd)") or clues.take(r"LwH?m"):
        return _by_day(-1, ask=True)
    if match := clues.take(rf"{EACH_MONTH}E(?:d|w)?U?|U?(?:EH?|HE)m"):
        return _by_day(-1, ask=False)
    if match := clues.take(rf"{EACH_MONTH}(?P<nth>N)(?P<part>[wFD]|Nd)"):
        part = match.tokens("part")[0].kind
        last = {"w": 7, "F": 15}.get(part, 10) * match.number("nth")
        return _by_day(last if last < 29 else -1, ask=True)
    if clues.take(rf"{EACH_MONTH}B"):
        return _by_day(5, ask=True)
    return None


def _weekly(clues: Clues) -> Wording | None:
    days = r"(?P<days>W(?:[,-]W)*)"
    match = clues.take(rf"H?wH?{days}d?") or clues.take(rf"H{days}d?") or clues.take(rf"{days}d?Hw")
    if not match:
        match = clues.find(rf"(?<![MN]){days}d?")
        if not match or not any(token.plural for token in match.tokens()):
            return None
        match.mark_read()
    weekdays = sorted(set(match.values("days", "W")))
    names = ",".join(WEEKDAYS[weekday] for weekday in weekdays)
    anchor = "by" if match.ends_before() else "on"
    return Wording("weekly", f"FREQ=WEEKLY;BYDAY={names}", anchor=anchor, per_period=len(weekdays))


def _daily(clues: Clues) -> Wording | None:
    match = clues.take(rf"H+N?(?P<working>b)d{COUNT}?") or clues.take(rf"H+N?d{COUNT}?") or clues.take(rf"d{COUNT}")
    if not match:
        match = clues.take(rf"{COUNT}d")
    if not match:
        return None
    working = any(token.kind == "b" for token in match.tokens())
    return _counted(match, Wording("daily", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR" if working else "FREQ=DAILY"))


def _counted(match: Match, wording: Wording) -> Wording:
    """Add how many in each period; a range such as "2-3 marta" takes the lower and asks."""
    numbers = [token.value for token in match.tokens("count") if token.kind == "N"]
    if not numbers:
        return wording
    if not 1 <= min(numbers) <= MOST_IN_A_PERIOD:
        return wording.with_review("count_mismatch")
    counted = replace(wording, per_period=min(numbers))
    return counted.with_review("count_mismatch") if len(set(numbers)) > 1 else counted


def _on_days(match: Match, kind: str, rule: str) -> Wording:
    numbers = [token.value for token in match.tokens("days") if token.kind == "N"]
    if not all(1 <= day <= 31 for day in numbers):
        return Wording(kind, rule, review=("impossible_date",))
    by = match.ends_before()
    if any(token.kind == "-" for token in match.tokens("days")):
        return Wording(kind, f"{rule};BYMONTHDAY={max(numbers)}", anchor="by", review=("exact_day",))
    days = sorted(set(numbers))
    late = ("impossible_date",) if days[-1] > 28 and kind == "monthly" else ()
    rule = f"{rule};BYMONTHDAY={','.join(str(day) for day in days)}"
    return Wording(kind, rule, anchor="by" if by else "on", per_period=len(days), review=late)


def _working_day(match: Match, nth: int) -> Wording:
    if not (nth == -1 or 1 <= nth <= 23):
        return Wording("monthly", review=("impossible_date",))
    rule = f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}"
    return Wording("monthly", rule, anchor="by" if match.ends_before() else "on")


def _nth_weekday(match: Match) -> Wording:
    weekday = match.values(0, "W")[0]
    nth = -1 if match.tokens("nth")[0].kind == "L" else match.number("nth")
    if nth not in (-1, 1, 2, 3, 4):
        return Wording("monthly", review=("impossible_date",))
    anchor = "by" if match.ends_before() else "on"
    return Wording("monthly", f"FREQ=MONTHLY;BYDAY={nth}{WEEKDAYS[weekday]}", anchor=anchor)


def _by_day(day: int, *, ask: bool) -> Wording:
    rule = f"FREQ=MONTHLY;BYMONTHDAY={day}"
    return Wording("monthly", rule, anchor="by", review=("exact_day",) if ask else ())
