"""The periods that plans count in, and what their phrases share: how many, on which days, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.plan_import.clues import Clues, Match, Wording

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEK = "MO,TU,WE,TH,FR"
COUNT = r"(?P<count>A?N(?:-N)?A?(?:[xn]u?|u)|A?x)"
HALF = r"(?:h|Fy)"
LIST = r"N(?:[,-]N)*"
TURNS = r"(?P<nth>[LN](?:,[LN])*)"
MOST_IN_A_PERIOD = 100
_DAYS_THAT_COUNT = frozenset({"kun", "den", "dnya", "dney"})  # "3 kun" may be a length of time


@dataclass(frozen=True)
class Period:
    """A period that plans count in: its noun's pattern, the kind it gives, its rule and its length in months."""

    noun: str
    kind: str
    rrule: str
    months: int = 1


QUARTER = Period("q", "quarterly", "FREQ=MONTHLY;INTERVAL=3", 3)
HALF_YEAR = Period(HALF, "half_year", "FREQ=MONTHLY;INTERVAL=6", 6)
MONTH = Period("m", "monthly", "FREQ=MONTHLY")
WEEK = Period("w", "weekly", "FREQ=WEEKLY")
DAY = Period("d", "daily", "FREQ=DAILY")


def every(period: Period, clues: Clues) -> Wording | None:
    """Return the plain rhythm of a period ("har oyda", "oyiga 2 marta"), or None."""
    noun = period.noun
    match = (
        clues.take(rf"H+(?P<each>N)?{noun}[VI]?,?{COUNT}?")
        or clues.take(rf"(?<!M){noun}{COUNT}")
        or clues.take(rf"{COUNT}H?{noun}")
    )
    if not match:
        return None
    wording = counted_in_each(match, Wording(period.kind, period.rrule))
    return wording if match.number("each") == 1 else wording.with_review("exact_day")


def months_of(period: Period, turn: int, clues: Clues) -> str:
    """Return the months at `turn` (from 0) of each such period of the plan's year, as an rrule lists them."""
    months = sorted(clues.month_at(start + turn) for start in range(0, 12, period.months))
    return ",".join(str(month) for month in months)


def counted_in_each(match: Match, wording: Wording) -> Wording:
    """Add how many in each period; a range such as "2-3 marta" takes the lower and asks, a limit asks."""
    numbers = [token.value for token in match.tokens("count") if token.kind == "N"]
    if not numbers:
        return wording.with_review("count_mismatch") if lacks_its_number(match) else wording
    if not 1 <= min(numbers) <= MOST_IN_A_PERIOD:
        return wording.with_review("count_mismatch")
    counted = replace(wording, per_period=min(numbers))
    if any(one.kind == "n" and other.kind in "dwmqhyF" for one, other in pairwise(match.tokens())):
        counted = counted.with_review("exact_day")  # "ikkita oyda" is in two months, not two in each
    at_most = any(token.case == "until" for token in match.tokens("count"))  # "5 tagacha"
    return counted.with_review("count_mismatch") if len(set(numbers)) > 1 or at_most else counted


def lacks_its_number(match: Match) -> bool:
    """Tell whether "marta" or "raza" stands without a number: a slip, or a March that was misspelt."""
    count = match.tokens("count")
    return len(count) == 1 and count[0].word not in ("raz", "bir")


def with_certain_turn(match: Match, wording: Wording) -> Wording:
    """Ask where "har oyda 2 juma" may mean two Fridays and not the second one."""
    of_a_month = any(token.kind == "m" and token.case == "of" for token in match.tokens())
    numbers = [token for token in match.tokens("nth") if token.kind == "N"]
    certain = all(token.ordinal or (of_a_month and token.word.isdigit()) for token in numbers)
    return wording if certain else wording.with_review("exact_day")


def on_days(match: Match, kind: str, rule: str, groups: Sequence[str] = ("days",)) -> Wording:
    """Return a rhythm on the days of the month that `groups` name; a range of days and a 31st are asked about."""
    tokens = [token for group in groups for token in match.tokens(group)]
    numbers = [token.value for token in tokens if token.kind == "N"]
    if not all(1 <= day <= 31 for day in numbers):
        return Wording(kind, rule, review=("impossible_date",))
    if any(token.kind == "-" for token in tokens):
        return Wording(kind, f"{rule};BYMONTHDAY={max(numbers)}", anchor="by", review=("exact_day",))
    days = sorted(set(numbers))
    anchor = "by" if match.ends_before() else "on"
    late = ("impossible_date",) if days[-1] > 28 else ()
    vague = anchor == "on" and match.leans("Md" if match.tokens("count") else "Mmd")  # "oyiga bir marta" is a count
    length = ("exact_day",) if vague or any(token.word in _DAYS_THAT_COUNT for token in match.tokens()) else ()
    rule = f"{rule};BYMONTHDAY={','.join(str(day) for day in days)}"
    return Wording(kind, rule, anchor=anchor, per_period=len(days), review=(*late, *length))


def by_day(kind: str, rule: str, day: int, *, ask: bool) -> Wording:
    """Return a rhythm that is due by one day of the month; -1 is the last."""
    return Wording(kind, f"{rule};BYMONTHDAY={day}", anchor="by", review=("exact_day",) if ask else ())


def working_day(match: Match, kind: str, rule: str, nth: int) -> Wording:
    """Return a rhythm on the nth working day, -1 the last."""
    if not (nth == -1 or 1 <= nth <= 23):
        return Wording(kind, review=("impossible_date",))
    anchor = "by" if match.ends_before() else "on"
    wording = Wording(kind, f"{rule};BYDAY={WORKING_WEEK};BYSETPOS={nth}", anchor=anchor)
    return with_certain_turn(match, wording)


def nth_weekday(match: Match, kind: str, rule: str) -> Wording:
    """Return a rhythm on the nth such weekday of the month, L the last; "nth" may list several."""
    weekday = WEEKDAYS[match.values(0, "W")[0]]
    turns = [-1 if token.kind == "L" else token.value for token in match.tokens("nth") if token.kind in "LN"]
    if len(set(turns)) < len(turns) or not set(turns) <= {-1, 1, 2, 3, 4}:
        return Wording(kind, review=("impossible_date",))
    anchor = "by" if match.ends_before() else "on"
    rule = f"{rule};BYDAY={','.join(f'{nth}{weekday}' for nth in turns)}"
    return with_certain_turn(match, Wording(kind, rule, anchor=anchor, per_period=len(turns)))
