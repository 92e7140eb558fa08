"""Items in a list whose lines end in their deadline and coverage: "1. Maqola chop etish (dekabr, rasmiy sahifalar)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.coverage import read_coverage
from scheduler.plan_import.entries import Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.furniture import outside_reason
from scheduler.plan_import.headings import heads_section, names_plan
from scheduler.plan_import.numbering import split_number
from scheduler.plan_import.rows import NotRead
from scheduler.plan_import.wording import read_wording

MOST_TEXT = 200
_BRACKET = re.compile(r"^(?P<title>.+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*[.;,]*$")
_DASH = re.compile(r"\s+[–—-]\s+|\s*\|\s*")
_COMMA = re.compile(r"\s*[,;]\s*|\s+[–—-]\s+")
_BULLET = re.compile(r"^\s*[-–—•*·]\s+")
_LONGEST_DEADLINE = 60


@dataclass
class Listed:
    """The items of a list, the paragraph of the first, and the lines that became none."""

    entries: list[Entry] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    first: int = 0
    headings: set[int] = field(default_factory=set)


def read_list(lines: Sequence[tuple[str, int]]) -> Listed | None:
    """Return the items of the lines, each with its paragraph; None when too few of them name a deadline.

    A numbered line among them that names none is an item too, and its deadline is asked.
    """
    found = Listed()
    section: str | None = None
    waiting: tuple[str, int] | None = None
    for text, place in lines:
        entry = _entry(text, place)
        is_listed = entry.number is not None or _BULLET.match(text) is not None
        if (entry.deadline and entry.coverage) or (entry.deadline and is_listed) or (found.entries and entry.number):
            if waiting is not None:
                section, heading_place = waiting
                found.headings.add(heading_place)
                waiting = None
            entry.section = section
            found.first = found.first or place
            found.entries.append(entry)
        elif _heads(text, within=bool(found.entries)):
            _skip(found, waiting)
            waiting = (text, place)
        elif found.entries and text[:1].islower():
            found.entries[-1].add("method", text)
        elif found.entries:
            _skip(found, (text, place))
    _skip(found, waiting)
    clear = sum(bool(entry.deadline and entry.coverage) for entry in found.entries)
    dated = sum(bool(entry.deadline) for entry in found.entries)
    is_plan = names_plan([text for text, _place in lines[:8]])
    return found if clear >= 2 or (is_plan and (clear or dated >= 2)) else None


def _heads(text: str, *, within: bool) -> bool:
    return heads_section(text) or (within and (text.endswith(":") or text.isupper()))


def _skip(found: Listed, line: tuple[str, int] | None) -> None:
    if line is not None:
        found.not_read.append(NotRead(None, line[1], line[0][:MOST_TEXT], outside_reason(line[0])))


def _entry(text: str, place: int) -> Entry:
    number, rest = split_number(text)
    rest = _BULLET.sub("", rest)
    bracket = _BRACKET.match(rest)
    parts = _COMMA.split(bracket.group("inside")) if bracket else []
    if bracket and any(_is_deadline(part) for part in parts):
        entry = Entry(number, None, title=bracket.group("title"), place=(0, place))
    else:
        title, *parts = _DASH.split(rest)
        if not any(map(_is_deadline, (title, *parts))):
            return Entry(number, None, title=rest, place=(0, place))
        if _is_deadline(title) and parts:
            parts = [title, *parts[1:], *(bracketed := _brackets_of(parts[0]))[1:]]
            title = bracketed[0]
        entry = Entry(number, None, title=title, place=(0, place))
    _deal_out(entry, parts)
    return entry


def _brackets_of(text: str) -> list[str]:
    bracket = _BRACKET.match(text)
    return [bracket.group("title"), *_COMMA.split(bracket.group("inside"))] if bracket else [text]


def _deal_out(entry: Entry, parts: Sequence[str]) -> None:
    deadlines = [part for part in parts if _is_deadline(part)]
    coverages = [part for part in parts if part not in deadlines and read_coverage(part).channels]
    entry.deadline = ", ".join(deadlines)
    entry.coverage = ", ".join(coverages)
    for part in parts:
        if part.strip() and part not in deadlines and part not in coverages:
            entry.add("responsible" if re.search(r"masul|kotib|bolim|otvetstv", fold(part)) else "method", part.strip())


def _is_deadline(text: str) -> bool:
    if not text.strip() or len(text) > _LONGEST_DEADLINE:
        return False
    wording = read_wording(text)
    return wording.kind != "unknown" and "multi_deadline" not in wording.review
