"""Reads what stands above a plan's table: its title and year, and whether the document is a report instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scheduler.plan_import.folding import fold
from scheduler.plan_import.wording import read_wording

MONTHS = r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|senty?abr|okty?abr|noyabr|dekabr)[a-z]*"

_PLAN = re.compile(r"reja(?!p)|\b(?:media|kontent)?plan|\bdastur|\bgrafi[kg]|\bjadval|yol harita|\bkompleks")
_MEDIA_PLAN = re.compile(r"\b(?:media|kontent|kommunikats|targibot)[a-z]*[ -]*(?:reja|plan)")
_CARRIED_OUT = re.compile(r"\b(?:ijro|bajaril)")
_ENDS_AS_REPORT = re.compile(
    r"\bmalumotnoma(?:si)?[ .\"”»]*$|\bhisobot(?:i)?[ .\"”»]*$|^ahborot[ .]*$"
    r"|\b(?:ijro|bajaril)[a-z]*\b.{0,60}\bmalumot[ .\"”»]*$"
)
_BEGINS_AS_REPORT = re.compile(r"^(?:spravka|otch[eyo]+t)\b")
_BEGINS_AS_REPORT_OR_PLAN = re.compile(r"^(?:malumotnoma|hisobot)\b")
_OTHER_PAPER = re.compile(
    r"\bdars (?:jadval|reja)|\braspisanie (?:urok|zanyat)|\b(?:taomnoma|menyu|menu)\b|\bdarslar jadvali|\bnavbatchilik"
)
_STAMP = re.compile(
    r"tasdikla(?!ngan)|tasdikla?ndi|utverj|kelishil|soglasovan|__|\bilova\b|karori|buyrugi|farmoyishi|prilojenie"
)
_APPROVAL = re.compile(r"tasdikla(?!ngan)|tasdikla?ndi|utverj|kelishil|soglasovan|__")
_SIGNED = re.compile(r"(?:^|[ _])[a-z]{1,2}\. ?(?:[a-z]{1,2}\. ?)?[a-z]{3,}[ .]*$")
SECTION_HEADING = re.compile(
    r"^(?:[ivhl]{1,5} ?[.)-]|(?:[ivhl]{1,5}|\d{1,2}) ?-? ?(?:bolim|razdel|yonalish|bob|qism|kism|blok)\b"
    r"|(?:bolim|razdel|napravlenie) ?(?:[ivhl]{1,5}|\d{1,2})\b)"
)
_YEAR = re.compile(r"\b(20\d{2})\b")
_YEARS = re.compile(r"\b(20\d{2}) ?[-/] ?((?:20)?\d{2})\b")
_FULL_DATE = re.compile(
    rf"\b20\d{{2}} ?-? ?(?:y[a-z]*|g[a-z]*)?[. ]*-? ?[\"«“]?(?:\d{{1,2}}|_+)[\"»”]? ?-? ?(?:{MONTHS}|_+)"
    rf"|\b\d{{1,2}}[./]\d{{1,2}}[./]20\d{{2}}|\b20\d{{2}}-\d{{2}}-\d{{2}}\b"
    rf"|(?:\d{{1,2}}|_+) ?[\"»”]? ?-? ?(?:{MONTHS}|_+) ?20\d{{2}}"
)
_SCHOOL = r"(?:okuv[ -]*yil|uchebn[a-z]+ god)"
_SCHOOL_YEAR = re.compile(rf"\b(20\d{{2}}) ?[-/] ?((?:20)?\d{{2}})(?: ?-? ?(?:y[a-z]*|g[a-z]*)\.?)? ?-? ?{_SCHOOL}")
_FIRST_YEAR_OF_SCHOOL = re.compile(rf"\b20\d{{2}} ?-? ?(?:y[a-z]*)? ?{_SCHOOL}")
_NAMED_YEAR = re.compile(r"[\"“«][^\"”»]*[\"”»]|\bozbekiston ?- ?2030|\bpf-? ?\d+|\bpk-? ?\d+")
_MOST_LINES_ABOVE = 8
_MOST_LINES_BELOW = 3
_OPENING = 12
_LONGEST_LINE = 400
_LONGEST_PERIOD = 30


@dataclass(frozen=True)
class Heading:
    """The plan's title as written, the year it names, and whether it is a school year, which starts in September.

    year: the first of the two years of a school year. lines: which of the given lines make up the title.
    """

    title: str = ""
    year: int | None = None
    academic: bool = False
    lines: range = range(0)


def is_report(lines: Sequence[str]) -> bool:
    """Tell whether the opening lines call the document a report; a plan of reporting is none."""
    opening = (fold(text) for text in lines[:_OPENING])
    return any(len(key) <= _LONGEST_LINE and _calls_itself_report(key) for key in opening)


def names_plan(lines: Sequence[str]) -> bool:
    """Tell whether a line calls the document a plan."""
    return any(_PLAN.search(key) and not _OTHER_PAPER.search(key) for key in map(fold, lines))


def is_other_paper(lines: Sequence[str]) -> bool:
    """Tell whether the lines name a paper that looks like a plan and is none: a timetable of lessons, a menu."""
    return any(_OTHER_PAPER.search(key) for key in map(fold, lines))


@lru_cache(maxsize=2048)
def heads_section(text: str) -> bool:
    """Tell whether a line heads what follows: "II. …", "1-boʻlim …", or a month or quarter alone ("Yanvar:")."""
    key = fold(text)
    if SECTION_HEADING.match(key):
        return True
    is_short = 0 < len(key) <= _LONGEST_PERIOD and not _YEAR.search(key)
    return is_short and read_wording(key).kind != "unknown" and not read_wording(key).review


def is_stamp(text: str) -> bool:
    """Tell whether a line belongs to a stamp of approval: its word, or the date of signing."""
    key = fold(text)
    date = _FULL_DATE.search(key)
    return bool(_STAMP.search(key) or (date and _is_all(date, key)))


def is_signed(text: str) -> bool:
    """Tell whether a line ends in a name with initials."""
    return _SIGNED.search(fold(text)) is not None


def asks_for_school_year(heading: Heading) -> bool:
    """Tell whether the title speaks of a school year, even where its months are those of a calendar year."""
    return heading.academic or re.search(_SCHOOL, fold(heading.title)) is not None


def read_heading(lines: Sequence[str]) -> Heading:
    """Return the title and its year; years of approval stamps, of orders and of full dates do not count."""
    keys = [fold(text) for text in lines]
    found = _title_lines(keys)
    title, key = " ".join(" ".join(lines[at] for at in found).split()), " ".join(keys[at] for at in found)
    bare = _NAMED_YEAR.sub(" ", _FULL_DATE.sub(" ", key))
    if school := _SCHOOL_YEAR.search(bare):
        return Heading(title, _first_year(school), academic=True, lines=found)
    if re.search(_SCHOOL, bare) and (_FIRST_YEAR_OF_SCHOOL.search(bare) or not _YEAR.search(bare)):
        return Heading(title, academic=True, lines=found)
    single = {int(year) for year in _YEAR.findall(_YEARS.sub(_without_years, bare))}
    years = single or {int(year) for year in _YEAR.findall(bare)}
    return Heading(title, year=years.pop() if len(years) == 1 else None, lines=found)


def _calls_itself_report(key: str) -> bool:
    if _BEGINS_AS_REPORT.search(key) or _ENDS_AS_REPORT.search(key):
        return True
    is_of_plan = _PLAN.search(key) and not _CARRIED_OUT.search(key)
    return bool(_BEGINS_AS_REPORT_OR_PLAN.search(key)) and not is_of_plan


def _is_all(match: re.Match[str], key: str) -> bool:
    """Tell whether little more than the match stands in the line."""
    return len(key) - len(match.group()) <= 12


def _first_year(match: re.Match[str]) -> int | None:
    first, second = int(match.group(1)), int(match.group(2)[-2:])
    return first if second == (first + 1) % 100 else None


def _without_years(match: re.Match[str]) -> str:
    """Drop a stretch of years ("2022-2026"), which names a programme; what is no stretch stays."""
    first, last = int(match.group(1)), 2000 + int(match.group(2)[-2:])
    return " " if first < last <= first + 15 else match.group()


def _title_lines(keys: Sequence[str]) -> range:
    """Return which lines make up the title: the one that says "plan" and those around it up to the stamp."""
    named = [at for at, key in enumerate(keys) if _PLAN.search(key) and not _is_apart(key)]
    if not named:
        return range(0)
    place = next((at for at in reversed(named) if _MEDIA_PLAN.search(keys[at])), named[-1])
    above = sum(1 for _ in _run(keys, range(place - 1, max(-1, place - 1 - _MOST_LINES_ABOVE), -1)))
    below = sum(1 for _ in _run(keys, range(place + 1, min(len(keys), place + 1 + _MOST_LINES_BELOW))))
    return range(place - above, place + 1 + below)


def _run(keys: Sequence[str], places: range) -> Iterator[int]:
    for at in places:
        key = keys[at]
        if heads_section(key) or _is_apart(key) or _SIGNED.search(key) or _FULL_DATE.search(key):
            return
        yield at


def _is_apart(key: str) -> bool:
    """Tell whether a line belongs to a stamp; a title may name the order that it carries out."""
    return bool(_APPROVAL.search(key) or (_STAMP.search(key) and not _MEDIA_PLAN.search(key)))
