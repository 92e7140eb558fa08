"""Phrases that bound another phrase: since a month, from month to month, all through the year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.plan_import.calendar_phrases import year_of
from scheduler.plan_import.clues import Clues, Wording
from scheduler.plan_import.month_phrases import month_range
from scheduler.plan_import.period_phrases import COUNT
from scheduler.plan_import.plan_dates import PlanDate, Window, whole_year

_RHYTHM = r"H[NbdwmqhFyW]|(?<!M)[dwmqhy]A?N(?:-N)?[xn]|[xn]H?[dwmqh]"
_REPEATING = frozenset({"monthly", "quarterly", "half_year", "weekly", "daily", "continuous"})
_SCHOOL_YEAR = r"(?<=V)e(?=y)|(?:(?P<yr>2)[-?]?2e?|e)(?:y(?![VIEUB])|(?=y))"
_YEAR = r"(?:2y?|cy|Ky)"


@dataclass(frozen=True)
class Scope:
    """The bounds that a deadline sets to its own rhythm."""

    window: Window | None = None
    anchor: str = "during"
    whole_year: Window | None = None
    times: int = 0
    review: tuple[str, ...] = ()

    def applied_to(self, wording: Wording | None) -> Wording | None:
        """Return the reading inside these bounds; bounds without a rhythm are a standing task."""
        if self.times and wording is not None:
            places = 0 if wording.rrule else len(wording.dates) or int(wording.window is not None)
            return wording if places == self.times else wording.with_review("count_mismatch")
        if self.window is None:
            return Wording("continuous", window=self.whole_year) if wording is None and self.whole_year else wording
        if wording is None:
            return Wording("continuous", window=self.window, anchor=self.anchor, review=("needs_dates", *self.review))
        if wording.kind not in _REPEATING or wording.window is not None:
            return wording.with_review("multi_deadline", *self.review)
        anchor = self.anchor if wording.anchor == "during" else wording.anchor
        return replace(wording, window=self.window, anchor=anchor).with_review(*self.review)


def read_scope(clues: Clues) -> Scope:
    """Return the bounds named in the clues, marking their words as read."""
    if clues.school and (named := clues.take(_SCHOOL_YEAR)):
        first = next((token.value for token in named.tokens("yr")), clues.year)
        clues.names_other_year = first != clues.year
    if since := _since(clues):
        return since
    if clues.has(_RHYTHM):
        ranged = month_range(clues)
        if ranged is not None:
            return Scope(ranged.window, review=tuple(code for code in ranged.review if code == "year_differs"))
    if (times := _times_a_year(clues)) is not None:
        return Scope(times=times)
    if month := _month_of_rhythm(clues):
        return month
    if match := clues.take(r"V *(?P<yr>2?c?)y") or clues.take(r"(?<![FN])(?P<yr>2?c?)y[VI]"):
        year = year_of(match, clues)
        return Scope(whole_year=clues.whole_year if year is None else whole_year().in_year(year))
    return Scope()


def _times_a_year(clues: Clues) -> int | None:
    """ "yilda ikki marta (mart, sentabr)": the number of times beside the months or days themselves."""
    match = clues.find(rf"(?<![2cK])H*(?<!N)y{COUNT},?(?=.*[MTt])") or clues.find(rf"{COUNT}H?y,?(?=.*[MTt])")
    numbers = {token.value for token in match.tokens("count") if token.kind == "N"} if match else set()
    if match is None or len(numbers) > 1 or any(token.case == "until" for token in match.tokens("count")):
        return None
    match.mark_read()
    return next(iter(numbers), 1)


def _month_of_rhythm(clues: Clues) -> Scope | None:
    """ "dekabr oyida har hafta": a rhythm of weeks or days inside one month, in a case that says so."""
    match = clues.find(rf"(?P<yr>{_YEAR})?(?<![MN,-])(?P<month>Mm?)V?(?=H+(?:[wdW]|bd))")
    if not match or not (match.tokens("month")[-1].case in ("in", "of") or match.tokens()[-1].kind == "V"):
        return None
    match.mark_read()
    month = PlanDate(match.tokens("month")[0].value, year=year_of(match, clues))
    return Scope(Window(month, month))


def _since(clues: Clues) -> Scope | None:
    match = (
        clues.take(rf"(?P<yr>{_YEAR})?(?P<day>N)?(?P<month>M)m?d?S")
        or clues.take(rf"S+(?P<day>N)?(?P<month>M)m?(?P<yr>{_YEAR})?")
        or clues.take(rf"(?P<yr>{_YEAR})?(?P<nth>N)qS")
        or clues.take(rf"S+(?P<nth>N)q(?P<yr>{_YEAR})?")
        or clues.take(r"(?P<full>[Tt])y?S|S+(?P<full2>[Tt])y?")
    )
    if not match:
        return None
    full = match.tokens("full") + match.tokens("full2")
    if full and full[0].date is not None:
        start = full[0].date
        clues.note_year(start.year)
    elif match.tokens("nth"):
        if match.number("nth") > 4:
            return Scope(clues.whole_year, "from", review=("impossible_date",))
        start = PlanDate(clues.month_at(match.number("nth") * 3 - 3), year=year_of(match, clues))
    else:
        day = match.number("day", default=0) or None
        start = PlanDate(match.tokens("month")[0].value, day, year_of(match, clues))
    if not clues.dated(start).exists():
        return Scope(clues.whole_year, "from", review=("impossible_date",))
    first_year = start.year if start.year is None else start.year - (clues.school and clues.turn(start.month) > 3)
    return Scope(Window(start, clues.whole_year.end).in_year(first_year, school=clues.school), "from")
