"""Phrases that repeat each quarter or half-year: its end, its last month or day, a day of the month after it."""

from __future__ import annotations

from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.period_phrases import (
    HALF,
    HALF_YEAR,
    LIST,
    QUARTER,
    Period,
    by_day,
    every,
    months_of,
    on_days,
    with_certain_turn,
    working_day,
)

_RESULTS = frozenset({"itogam", "okonchanii", "okonchaniya"})


def read_quarterly(clues: Clues) -> Wording | None:
    """Return what repeats each quarter, or None."""
    return _after_quarter(clues) or _part_of(QUARTER, clues) or _end_of(QUARTER, clues) or every(QUARTER, clues)


def read_half_yearly(clues: Clues) -> Wording | None:
    """Return what repeats each half-year, or None; "yarim yillikda" alone means each of them."""
    repeated = _part_of(HALF_YEAR, clues) or _end_of(HALF_YEAR, clues) or every(HALF_YEAR, clues)
    if repeated is None and clues.take(rf"^{HALF}$"):
        return Wording("half_year", HALF_YEAR.rrule)
    return repeated


def speaks_of_results(match: Match) -> bool:
    """Tell whether "by the results of" a period is meant: that comes after its end, not before it."""
    return any(token.kind == "E" and (token.plural or token.word in _RESULTS) for token in match.tokens())


def read_after_period(clues: Clues) -> Wording | None:
    """Return "within 10 days after each quarter": the day is known, yet it hangs on an end, so it is asked about."""
    match = clues.take(r"H?(?P<noun>[qm])E?Q(?P<days>N)d[IV]U?") or clues.take(r"V(?P<days>N)dQE?H?(?P<noun>[qm])")
    if not match or not 1 <= match.number("days") <= 28:
        return Wording("unknown", review=("event_relative",)) if match else None
    quarterly = match.tokens("noun")[0].kind == "q"
    kind, rule = ("quarterly", _after(QUARTER, clues)) if quarterly else ("monthly", "FREQ=MONTHLY")
    return by_day(kind, rule, match.number("days"), ask=False).with_review("event_relative")


def _after_quarter(clues: Clues) -> Wording | None:
    match = (
        clues.take(rf"H?qE?U?,?Km(?P<days>{LIST})dU?")
        or clues.take(rf"U?(?P<days>{LIST})dK?m?QH?q")
        or clues.take(rf"Hq,?U?(?P<days>{LIST})dKm")
    )
    return on_days(match, "quarterly", _after(QUARTER, clues)) if match else None


def _after(period: Period, clues: Clues) -> str:
    return f"FREQ=MONTHLY;BYMONTH={months_of(period, 0, clues)}"


def _part_of(period: Period, clues: Clues) -> Wording | None:
    """The last month, day or working day of each such period, its beginning, and a day of one of its months."""
    each = rf"(?:H{period.noun}|(?<![N,-]){period.noun})"
    if match := clues.take(rf"{each}(?P<nth>[LN])m(?:(?P<days>{LIST})d)?U?") or clues.take(
        rf"(?:U?(?P<days>{LIST})d)?(?P<nth>[LN])mH?{period.noun}"
    ):
        return _month_of(period, match, clues)
    last = f"FREQ=MONTHLY;BYMONTH={months_of(period, period.months - 1, clues)}"
    if match := clues.take(rf"{each},?LbdU?") or clues.take(rf"LbdH?{period.noun}"):
        return working_day(match, period.kind, last, -1)
    if match := clues.take(rf"{each},?LdU?") or clues.take(rf"U?LdH?{period.noun}"):
        anchor = "by" if match.ends_before() else "on"
        return Wording(period.kind, f"{last};BYMONTHDAY=-1", anchor=anchor)
    if clues.take(rf"{each}B") or clues.take(rf"BH?{period.noun}"):
        return Wording(period.kind, period.rrule, review=("exact_day",))
    return None


def _month_of(period: Period, match: Match, clues: Clues) -> Wording:
    nth = period.months if match.tokens("nth")[0].kind == "L" else match.number("nth")
    if not 1 <= nth <= period.months:
        return Wording(period.kind, review=("impossible_date",))
    rule = f"FREQ=MONTHLY;BYMONTH={months_of(period, nth - 1, clues)}"
    if match.tokens("days"):
        return with_certain_turn(match, on_days(match, period.kind, rule))
    if match.ends_before():
        return by_day(period.kind, rule, -1, ask=True)
    return with_certain_turn(match, Wording(period.kind, rule))


def _end_of(period: Period, clues: Clues) -> Wording | None:
    noun = period.noun
    match = (
        clues.take(rf"H{noun}EU?|U?(?:HE|EH){noun}|H{noun}U?E")
        or clues.take(rf"(?<![N-]){noun}EU?")
        or clues.take(rf"U?E{noun}")
    )
    if not match:
        return None
    last = f"FREQ=MONTHLY;BYMONTH={months_of(period, period.months - 1, clues)}"
    return by_day(period.kind, last, -1, ask=speaks_of_results(match))
