"""Reads what stands above a plan's table: its year, and whether the document is a report instead of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.plan_import.folding import fold

_PLAN = re.compile(r"reja|\bplan\b|\bdastur|\bgrafik|\bjadval|yol harita|\bkompleks")
_REPORT = re.compile(
    r"^malumotnoma|\bmalumotnoma(?:si)?[ .]*$|\bhisobot(?:i)?[ .]*$|^hisobot\b|^spravka\b|^otch[eyo]+t\b|^ahborot[ .]*$"
)
_STAMP = re.compile(
    r"tasdikla(?!ngan)|tasdiklandi|utverj|kelishil|soglasovan|\bilova\b|karori|buyrugi|farmoyishi|prilojenie|___"
)
_YEAR = re.compile(r"\b(20\d{2})\b")
_FULL_DATE = re.compile(
    r"\b20\d{2} ?-? ?(?:y\w*|g\w*)?[. ]*-? ?[\"«“]?\d{1,2}[\"»”]? ?-? ?[a-z]+"
    r"|\b\d{1,2}[./]\d{1,2}[./]20\d{2}|(?:\d{1,2}|_+) ?[\"»”]? ?-?(?:[a-z]{3,}|_+) 20\d{2}"
)
_SCHOOL = re.compile(r"\bokuv yil|uchebn\w+ god")


@dataclass(frozen=True)
class Heading:
    """The plan's title as written, the year it names, and whether it is a school year, which starts in September."""

    title: str = ""
    year: int | None = None
    academic: bool = False


def is_report(paragraphs: Sequence[str]) -> bool:
    """Tell whether the opening paragraphs call the document a report."""
    opening = [fold(text) for text in paragraphs[:12]]
    return any(len(text) <= 400 and _REPORT.search(text) for text in opening)


def read_heading(paragraphs: Sequence[str]) -> Heading:
    """Return the year of the plan's title; years of approval stamps and of full dates do not count."""
    keys = [fold(text) for text in paragraphs]
    first, last = _title_lines(keys)
    title, key = " ".join(" ".join(paragraphs[first:last]).split()), " ".join(keys[first:last])
    if _SCHOOL.search(key):
        return Heading(title, academic=True)
    years = {int(year) for year in _YEAR.findall(_FULL_DATE.sub(" ", key))}
    return Heading(title, year=years.pop() if len(years) == 1 else None)


def _title_lines(keys: list[str]) -> tuple[int, int]:
    """Return from which line to which the title runs: the one that says "plan" and those around it up to the stamp."""
    named = [index for index, key in enumerate(keys) if _PLAN.search(key) and not _STAMP.search(key)]
    if not named:
        return 0, 0
    first = last = named[-1]
    while first > 0 and not _STAMP.search(keys[first - 1]) and not _FULL_DATE.search(keys[first - 1]):
        first -= 1
    while last + 1 < len(keys) and not _STAMP.search(keys[last + 1]) and not _FULL_DATE.search(keys[last + 1]):
        last += 1
    return first, last + 1
