"""Dates as somebody hands them over, typed or in a file, before anything is stored. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

NOTE_LENGTH = 300
UID_LENGTH = 300

_YEAR = r"(?:\s*(?:yil|й(?:ил)?|y|год|г)\b\.?)?"
_DAY = re.compile(rf"(?:(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})|(\d{{4}})-(\d{{2}})-(\d{{2}})){_YEAR}", re.IGNORECASE)
_HOUR = re.compile(r"(\d{1,2})(?:[:.\-](\d{2}))?(?::\d{2})?")
_HOUR_WORDS = re.compile(r"\b(?:soat|соат|da|да|в|ч|час|часов|at|h)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GivenDate:
    """One date. at: local time, None for the item's own hour. uid: the event's name in the calendar it comes from.

    row: the stored date that it corrects, where that is known. line: where it stands in the file, from 1; 0 without.
    """

    day: date
    at: time | None = None
    note: str = ""
    uid: str = ""
    row: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that gives no date; the code says why."""

    line: int
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DateList:
    """What was handed over.

    withdrawn: names of events that their calendar calls off; a name ending in "/" stands for every repetition of it.
    events: names of events that the list gives with all their repetitions: others known under the name are over.
    whole: dates that the list does not name are taken away.
    """

    dates: tuple[GivenDate, ...] = ()
    bad: tuple[BadLine, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    whole: bool = False

    def within(self, first: date, last: date) -> DateList:
        """The list without dates before ``first`` or after ``last``: these are found among the bad lines."""
        outside = [one for one in self.dates if not first <= one.day <= last]
        bad = [*self.bad, *(BadLine(one.line, "outside_year", f"{one.day:%d.%m.%Y}") for one in outside)]
        kept = tuple(one for one in self.dates if one not in outside)
        return replace(self, dates=kept, bad=tuple(sorted(bad, key=lambda found: found.line)))

    def calls_off(self, uid: str) -> bool:
        """Tell whether the event of this name is called off."""
        return bool(uid) and (uid in self.withdrawn or f"{event_of(uid)}/" in self.withdrawn)


def event_of(uid: str) -> str:
    """The name of the event that a repetition belongs to."""
    return uid.partition("/")[0]


class NoDates(Exception):
    """What was handed over is no list of dates at all; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_moment(text: str) -> tuple[date, time | None]:
    """Day and hour written together, as 2026-03-05T10:00 or 05.03.2026 10:00; the hour may be missing.

    Raises ValueError with the code of what is wrong: unclear_date, no_such_day, unclear_time.
    """
    plain = text.strip()
    found = _DAY.match(plain)
    if found is None:
        raise ValueError("unclear_date")
    rest = plain[found.end() :]
    if rest and rest[0] not in "T ,\t\n":
        raise ValueError("unclear_date")
    numbers = [int(part) for part in found.groups() if part is not None]
    year, month, day = numbers if found[4] else reversed(numbers)
    try:
        named = date(year, month, day)
    except ValueError:
        raise ValueError("no_such_day") from None
    return named, read_hour(rest.lstrip("T ,"))


def read_hour(text: str) -> time | None:
    """The local time that ``text`` writes as 10:00, 10.00 or "soat 10"; None when it is empty.

    Raises ValueError("unclear_time").
    """
    plain = _HOUR_WORDS.sub(" ", text).strip(" .")
    if not plain:
        return None
    found = _HOUR.fullmatch(plain)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("unclear_time")
    return time(int(found[1]), int(found[2] or 0))


def one_line(text: str) -> str:
    """``text`` as the occasion of a date: one line, no longer than is stored."""
    return " ".join(text.split())[:NOTE_LENGTH]
