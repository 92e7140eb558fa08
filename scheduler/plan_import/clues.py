"""The tokens of one deadline while they are being read, and the value that reading them gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from scheduler.plan_import.lexing import Token
from scheduler.plan_import.plan_dates import SCHOOL_STARTS, PlanDate, Window, whole_year

# What may stay behind when a phrase was read without changing its meaning: separators.
_HARMLESS = frozenset(" ,-")


@dataclass(frozen=True)
class Wording:
    """What a deadline asks for.

    kind: one_off_month, monthly, quarterly, half_year, weekly, daily, continuous, on_schedule, dates or unknown.
    rrule: RFC 5545 without DTSTART. anchor: on, by, from or during. per_period: how many in each period.
    at: the hour the document names, local time. review: codes of questions for a person; empty when all is clear.
    holiday: "ramazon" or "qurbon" where the day hangs on a holiday that moves with the moon, else None.
    holiday_offset: days from that holiday's first day: -1 is its eve.
    """

    kind: str
    rrule: str | None = None
    window: Window | None = None
    dates: tuple[PlanDate, ...] = ()
    anchor: str = "during"
    per_period: int = 1
    review: tuple[str, ...] = ()
    at: time | None = None
    holiday: str | None = None
    holiday_offset: int = 0

    def with_review(self, *codes: str) -> Wording:
        """Return the same reading with further questions, each asked once."""
        return replace(self, review=tuple(dict.fromkeys(self.review + codes)))


class Clues:
    """The tokens not yet read. Taking a match marks its tokens as read."""

    def __init__(self, tokens: Sequence[Token], year: int | None, *, school: bool = False) -> None:
        self.tokens = list(tokens)
        self.year = year
        self.school = school
        self.at: time | None = None
        self.names_other_year = False
        self._unread = "".join(token.kind for token in tokens)
        for place, token in enumerate(tokens):
            if token.at is not None and self.at in (None, token.at):
                self.at = token.at
                self._mark_read(place, place + 1)

    def find(self, pattern: str) -> Match | None:
        """Return the first place where `pattern`, a regular expression over token classes, stands unread."""
        found = re.search(pattern, self._unread)
        return Match(self, found) if found else None

    def has(self, pattern: str) -> bool:
        """Tell whether `pattern` stands unread somewhere."""
        return re.search(pattern, self._unread) is not None

    def take(self, pattern: str) -> Match | None:
        """Return the first match and mark its tokens as read."""
        match = self.find(pattern)
        if match:
            match.mark_read()
        return match

    def has_unread_words(self) -> bool:
        """Tell whether something that could change the meaning was left unread."""
        return any(kind not in _HARMLESS for kind in self._unread)

    @property
    def whole_year(self) -> Window:
        """The months of the plan's year."""
        return whole_year(school=self.school)

    def dated(self, day: PlanDate) -> PlanDate:
        """Return `day` in the plan's year where the words name none."""
        return day.in_year(self.year, school=self.school)

    def turn(self, month: int) -> int:
        """Return which month of the plan's year `month` is, counted from 0."""
        return (month - self.whole_year.start.month) % 12

    def month_at(self, turn: int) -> int:
        """Return the month that stands at `turn` of the plan's year, counted from 0."""
        return (self.whole_year.start.month - 1 + turn) % 12 + 1

    def note_year(self, year: int | None) -> int | None:
        """Remember when the words name another year than the plan's; return `year`."""
        if year is not None and self.year is not None and year not in (self.year, self.year + self.school):
            self.names_other_year = True
        return year

    def lies_outside(self, wording: Wording) -> bool:
        """Tell whether a dated part of a reading lies in a school plan's years, yet before or after its months."""
        if self.year is None or not self.school:
            return False
        first, last = (self.year, SCHOOL_STARTS), (self.year + 1, SCHOOL_STARTS - 1)
        places = [*wording.dates, *((wording.window.start, wording.window.end) if wording.window else ())]
        known = [(day.year, day.month) for day in map(self.dated, places) if day.year is not None]
        return any(not first <= place <= last for place in known)

    def _mark_read(self, start: int, end: int) -> None:
        self._unread = self._unread[:start] + " " * (end - start) + self._unread[end:]


class Match:
    """A stretch of tokens that a pattern fits."""

    def __init__(self, clues: Clues, found: re.Match[str]) -> None:
        self._clues = clues
        self._found = found

    def mark_read(self) -> None:
        """Mark all tokens of the match as read."""
        self._clues._mark_read(*self._found.span())

    def tokens(self, group: str | int = 0) -> list[Token]:
        """Return the tokens of one named group, none when it did not take part."""
        if isinstance(group, str) and group not in self._found.re.groupindex:
            return []
        start, end = self._found.span(group)
        return self._clues.tokens[start:end] if start >= 0 else []

    def values(self, group: str | int, kind: str = "N") -> list[int]:
        """Return the values of one class of tokens; a range of them is counted through."""
        values: list[int] = []
        spans = False
        for token in self.tokens(group):
            if token.kind == "-":
                spans = True
            elif token.kind == kind:
                if spans and values and values[-1] < token.value <= values[-1] + 31:
                    values.extend(range(values[-1] + 1, token.value))
                values.append(token.value)
                spans = False
        return values

    def number(self, group: str | int, default: int = 1) -> int:
        """Return the first number of a group."""
        return next((token.value for token in self.tokens(group) if token.kind == "N"), default)

    def leans(self, kinds: str = "Mmd") -> bool:
        """Tell whether a month or a day stands in a case that bounds ("sentabrdan", "15-dekabrga") and nothing more."""
        return any(token.kind in kinds and token.case in ("from", "to") for token in self.tokens())

    def ends_before(self) -> bool:
        """Tell whether the words set a latest moment ("gacha", "qadar", "do")."""
        return any(token.kind == "U" or token.case == "until" for token in self.tokens())
