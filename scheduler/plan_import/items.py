"""One raw entry of a plan to an item as understood: its words read, and what is doubtful asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.plan_import.coverage import mentioned_channels, outlets_of, read_coverage
from scheduler.plan_import.entries import Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.headings import MONTHS, names_plan
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.plan_dates import PlanDate, Window
from scheduler.plan_import.plan_reading import ItemReading, recurrence_of
from scheduler.plan_import.wording import Wording, read_wording

# In Cyrillic "1 марта" is the first of March to a Russian and "once" to an Uzbek writer.
_ONCE = re.compile(r"\d+ marta\W*")
_STEP = re.compile(r"^\s*\d{1,2}\s*[.)]\s*(?=\D)")
_DAYS_ALONE = re.compile(r"\s*\d{1,2}(?:\s*[,;]\s*\d{1,2})*\s*[.]?\s*")
_LONGEST_TIME_OF_SECTION = 40
_MONTHS_OF_YEAR = 12
_RHYTHMS = ("daily", "weekly", "monthly", "quarterly", "half_year", "continuous")
_YEAR = re.compile(r"\b20\d\d\b")
_YEAR_ALONE = re.compile(r"(?:[ivhl\d]{1,3}[.)] ?)?20\d\d[ -]*(?:y|yil|yilda|yilgi|yil uchun|g|god)?[ .:]*")
_COUNT = re.compile(r"\b(?:[2-9]|[1-9]\d) ?(?:ta|marta|marotaba|raza?)\b")
_HELD_IN = re.compile(
    rf"\b({MONTHS})(?: oyi(?:da)?)? (?:kuni )?(?:otkaziladigan|otkazilishi rejalashtirilgan|tashkil etiladigan"
    r"|elon kilinadigan|boladigan)\b"
)


@dataclass(frozen=True)
class Frame:
    """What holds for every item of one plan.

    year: the plan's, the first of two in a `school` plan, None when it is unknown. is_uzbek: written in Uzbek Cyrillic.
    today: dates before it are asked about; None asks about none. period: the part of the year that the plan is for.
    """

    year: int | None = None
    school: bool = False
    is_uzbek: bool = False
    today: date | None = None
    period: Window | None = None


def item_of(entry: Entry, frame: Frame) -> ItemReading:
    """Return `entry` as understood, with codes of questions where it is doubtful."""
    deadline, from_section = _deadline_of(entry)
    year = _year_of_section(entry.section, frame) or frame.year
    wording = read_wording(deadline, year=year, school=frame.school)
    recurrence = recurrence_of(wording, year, school=frame.school)
    if recurrence.rrule and recurrence.window is None and frame.period is not None:
        recurrence = replace(recurrence, window=frame.period.in_year(year, school=frame.school))
    coverage = read_coverage(entry.coverage)
    is_past = any(_is_past(day, frame.today) for day in recurrence.dates)
    review = [
        *(["inherited_deadline"] if from_section or "deadline" in entry.inherited else []),
        *wording.review,
        *(["year_differs"] if year != frame.year and (frame.year or recurrence.rrule) else []),
        *coverage.review,
        *(["conflicting_deadline"] if _is_in_conflict(entry, wording, frame) else []),
        *(["conflicting_deadline"] if _goes_beyond_section(entry, wording) else []),
        *(["multi_deadline"] if entry.deadlines > 1 or _tells_of_several(entry) else []),
        *(["swapped_cells"] if _are_swapped(entry, wording, coverage.channels) else []),
        *(["count_mismatch"] if len(wording.dates) > 1 and _COUNT.search(fold(deadline)) else []),
        *(["past_date"] if is_past else []),
        *entry.questions,
    ]
    elsewhere = f"{entry.title}\n{entry.method}"
    method = _lines(entry.method)
    return ItemReading(
        number=entry.number,
        section=entry.section,
        title=_line(entry.title),
        method="\n".join(method),
        steps=_steps(method),
        responsible=_line(entry.responsible) or None,
        deadline_text=_line(deadline),
        coverage_text=_line(entry.coverage),
        kind=wording.kind,
        recurrence=recurrence,
        channels=coverage.channels,
        also_mentioned=tuple(name for name in mentioned_channels(elsewhere) if name not in coverage.channels),
        outlets=tuple(dict.fromkeys(coverage.outlets + outlets_of(elsewhere))),
        review=tuple(dict.fromkeys(review)),
        place=entry.place,
        holiday=wording.holiday,
        holiday_offset=wording.holiday_offset,
    )


def _year_of_section(section: str | None, frame: Frame) -> int | None:
    """Return the year that the heading above an item is for: "2027-yil", "2026-yil media-rejasi"; none for a theme."""
    if not section or frame.school:
        return None
    years = set(_YEAR.findall(fold(section)))
    is_for_year = names_plan([section]) or _YEAR_ALONE.fullmatch(fold(section)) is not None
    return int(years.pop()) if len(years) == 1 and is_for_year else None


def _deadline_of(entry: Entry) -> tuple[str, bool]:
    """Return the deadline, and whether its section lent it: "Yanvar" may head rows that name a day or nothing."""
    deadline = entry.deadline.strip()
    if (deadline and not _DAYS_ALONE.fullmatch(deadline)) or _time_of_section(entry) is None:
        return deadline, False
    section = (entry.section or "").strip()
    return (f"{deadline.rstrip('. ')}-{section}" if deadline else section), True


def _time_of_section(entry: Entry) -> Wording | None:
    """Return the time that the heading above names ("Oktabr", "I chorak"); None when it names none."""
    section = (entry.section or "").strip()
    if not section or len(section) > _LONGEST_TIME_OF_SECTION:
        return None
    wording = read_wording(section)
    return None if wording.kind == "unknown" or "multi_deadline" in wording.review else wording


def _goes_beyond_section(entry: Entry, wording: Wording) -> bool:
    """Tell whether a row below "Oktabr" has a rhythm without bounds, which may be meant for October alone."""
    if wording.kind not in _RHYTHMS or _months_of(wording):
        return False
    section = _time_of_section(entry)
    return section is not None and 0 < len(_months_of(section)) < _MONTHS_OF_YEAR


def _is_in_conflict(entry: Entry, wording: Wording, frame: Frame) -> bool:
    """The words say two things: a number that may mean "once", or a month that the plan or the title is not for."""
    if frame.is_uzbek and wording.kind == "dates" and _ONCE.fullmatch(fold(entry.deadline)):
        return True
    if frame.period is not None and not _months_of(wording) <= _months_in(frame.period):
        return True
    named = _HELD_IN.search(fold(entry.title))
    if named is None or wording.kind not in ("dates", "one_off_month") or not (wording.dates or wording.window):
        return False
    return _months_of(read_wording(named.group(1))).isdisjoint(_months_of(wording))


def _months_of(wording: Wording) -> set[int]:
    months = {day.month for day in wording.dates}
    return months | (_months_in(wording.window) if wording.window else set())


def _months_in(window: Window) -> set[int]:
    first, last = window.start.month, window.end.month
    return {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}


def _is_past(day: PlanDate, today: date | None) -> bool:
    known = today is not None and day.day is not None and day.year is not None and day.exists()
    return known and today is not None and day.last_day() < today


def _tells_of_several(entry: Entry) -> bool:
    """Several items share one row: each line of the title has its own line of the deadline, or its own number."""
    titles, deadlines = _lines(entry.title), _lines(entry.deadline)
    if len(titles) < 2 or not all(title[0].isupper() or not title[0].isalpha() for title in titles):
        return False
    numbers = (entry.number or "").split()
    if len(numbers) == len(titles) and all(number_of(number) for number in numbers):
        return True
    return len(titles) == len(deadlines) and all(read_wording(line).kind != "unknown" for line in deadlines)


def _are_swapped(entry: Entry, wording: Wording, channels: tuple[str, ...]) -> bool:
    """The deadline stands in the coverage cell, and perhaps the other way round."""
    return wording.kind == "unknown" and not channels and read_wording(entry.coverage).kind != "unknown"


def _steps(lines: Sequence[str]) -> tuple[str, ...]:
    steps: list[str] = []
    for line in lines:
        if match := _STEP.match(line):
            steps.append(line[match.end() :])
        elif steps:
            steps[-1] = f"{steps[-1]} {line}"
    return tuple(step.rstrip("; ") for step in steps)


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for line in (_line(line) for line in text.split("\n")) if line]
