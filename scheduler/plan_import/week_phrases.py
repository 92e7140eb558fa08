"""Phrases that repeat on weekdays or each day."""

from __future__ import annotations

from scheduler.plan_import.clues import Clues, Match, Wording
from scheduler.plan_import.period_phrases import COUNT, WEEKDAYS, WORKING_WEEK, counted_in_each

_FREE = r"(?:Rd?(?:,jd?)?|W(?:,W)*d?)"


def read_weekdays(clues: Clues) -> Wording | None:
    """Return a rhythm on named weekdays, or None."""
    days = r"(?P<days>W(?:[,-]W)*)"
    match = (
        clues.take(rf"H?w{COUNT},?{days}d?")
        or clues.take(rf"{COUNT}H?w,?{days}d?")
        or clues.take(rf"H?w,?H?{days}d?")
        or clues.take(rf"(?:(?<![HMNK])m)?H{days}d?")
        or clues.take(rf"{days}d?,?Hw")
    )
    if not match:
        match = clues.find(rf"(?<![MN]){days}d?")
        if not match or not any(token.plural for token in match.tokens()):
            return None
        match.mark_read()
    weekdays = sorted(set(match.values("days", "W")))
    anchor = "by" if match.ends_before() else "on"
    wording = Wording("weekly", f"FREQ=WEEKLY;BYDAY={_names(weekdays)}", anchor=anchor, per_period=len(weekdays))
    if match.tokens("count") and counted_in_each(match, wording) != wording:
        wording = wording.with_review("count_mismatch")  # "haftada 3 marta (dushanba, juma)"
    leans = anchor == "on" and any(token.case in ("from", "to") for token in match.tokens() if token.kind in "Wd")
    return wording.with_review("exact_day") if leans else wording


def read_daily(clues: Clues) -> Wording | None:
    """Return a rhythm of days, working days, or days but for some, or None."""
    if match := clues.take(rf"{_FREE}X,?H+d{COUNT}?") or clues.take(rf"H+d{COUNT}?,?(?:X{_FREE}|{_FREE}X)"):
        return _days_but(match)
    if match := clues.take(rf"w?H+(?P<each>N)?bd{COUNT}?") or clues.take(rf"H+d{COUNT}?,?bd"):
        wording = counted_in_each(match, Wording("daily", f"FREQ=DAILY;BYDAY={WORKING_WEEK}"))
        return wording if match.number("each") == 1 else wording.with_review("exact_day")
    match = clues.take(rf"H+N?d{COUNT}?") or clues.take(rf"(?<!N)(?<!Nb)d{COUNT}") or clues.take(rf"{COUNT}d")
    if match:
        return counted_in_each(match, Wording("daily", "FREQ=DAILY"))
    match = clues.find(r"(?<!N)bd")
    if match and any(token.plural for token in match.tokens()):
        match.mark_read()
        return Wording("daily", f"FREQ=DAILY;BYDAY={WORKING_WEEK}", review=("exact_day",))  # each, or any of them?
    return None


def _days_but(match: Match) -> Wording:
    free = set(match.values(0, "W")) or {5, 6}
    wording = Wording("daily", f"FREQ=DAILY;BYDAY={_names([day for day in range(7) if day not in free])}")
    return counted_in_each(match, wording)


def _names(weekdays: list[int]) -> str:
    return ",".join(WEEKDAYS[weekday] for weekday in weekdays)
