"""A plan without a table: items in paragraphs with labels ("Muddati: …"), or in a list with the deadline behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.entries import TEXT_ROLES, Entry
from scheduler.plan_import.furniture import outside_reason
from scheduler.plan_import.header_words import OTHER
from scheduler.plan_import.headings import heads_section, names_plan
from scheduler.plan_import.listed import read_list
from scheduler.plan_import.numbering import split_number
from scheduler.plan_import.paragraph_labels import Label, labels_in
from scheduler.plan_import.rows import NotRead, Paragraph

MOST_TEXT = 200
_POINT = re.compile(
    r"^\s*(?:№\s*)?(\d{1,3})\s*[-–]\s*(?:chora[- ]?)?(?:tadbir|band|punkt|post|kontent)\w*\s*[.:)–-]*\s*"
    r"|^\s*(?:№\s*)?(\d{1,3})\s*[-–]?\s*(?:чора[- ]?)?(?:тадбир|банд|пункт|пост|мероприятие)\w*\s*[.:)–-]*\s*"
    r"|^\s*(?:tadbir|тадбир|мероприятие|пункт|band|банд)\s*(?:№\s*)?(\d{1,3})\s*[.:)–-]*\s*",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")
_BULLET = re.compile(r"^\s*[-–—•*·]\s+")


@dataclass(frozen=True)
class Labelled:
    """The items of a document without a table. `first` is the paragraph of the first; `missing` as for a table.

    headings: the paragraphs that head items.
    """

    entries: list[Entry]
    first: int
    missing: list[str]
    not_read: tuple[NotRead, ...]
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Line:
    text: str
    place: int
    number: str | None
    rest: str
    labels: tuple[Label, ...]


@dataclass
class _State:
    entries: list[Entry] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    section: str | None = None
    open_section: tuple[int, str] | None = None
    role: str = ""
    first: int = 0
    begun: int = 0
    is_bare: bool = False
    headings: set[int] = field(default_factory=set)

    def skip(self, line: _Line, text: str, reason: str) -> None:
        self.not_read.append(NotRead(None, line.place, text[:MOST_TEXT], reason))

    def close_section(self) -> None:
        if self.open_section is not None:
            place, text = self.open_section
            self.not_read.append(NotRead(None, place, text[:MOST_TEXT], outside_reason(text)))
            self.open_section = None


def read_labelled(paragraphs: Sequence[Paragraph]) -> Labelled | None:
    """Return the items that paragraphs hold, None when they hold no plan."""
    lines = [
        _line(text, paragraph.place)
        for paragraph in paragraphs
        for text in (" ".join(line.split()) for line in paragraph.text.split("\n"))
        if text
    ]
    if _has_labels(lines):
        found = _read_labels(lines)
    else:
        listed = read_list([(line.text, line.place) for line in lines])
        if listed is None:
            return None
        found = _State(listed.entries, listed.not_read, first=listed.first, headings=listed.headings)
    missing = [role for role in ("method", "deadline", "coverage") if not any(getattr(e, role) for e in found.entries)]
    return Labelled(found.entries, found.first, missing, tuple(found.not_read), frozenset(found.headings))


def _line(text: str, place: int) -> _Line:
    if point := _POINT.match(text):
        number = next(group for group in point.groups() if group)
        return _Line(text, place, number, text[point.end() :], tuple(labels_in(text[point.end() :])))
    number, rest = split_number(text)
    return _Line(text, place, number, rest, tuple(labels_in(rest)))


def _has_labels(lines: Sequence[_Line]) -> bool:
    """Several deadlines with labels make a plan; one does in a document that calls itself a plan."""
    roles = [label.role for line in lines for label in line.labels]
    named = {"title", "coverage", "method"} & set(roles)
    deadlines = roles.count("deadline")
    return bool(named) and (deadlines >= 2 or (deadlines == 1 and names_plan([line.text for line in lines[:8]])))


def _read_labels(lines: Sequence[_Line]) -> _State:
    state = _State()
    roles = [label.role for line in lines for label in line.labels]
    titled = 2 * roles.count("title") > roles.count("deadline")
    for at, line in enumerate(lines):
        is_bare = not titled and _counts_on(lines, at, state)
        starts = is_bare or (_starts_titled(line, state) if titled else _starts(lines, at, state))
        if starts:
            _start(state, line)
            state.begun, state.is_bare = at, is_bare
        elif not state.entries and not line.labels:
            if heads_section(line.text):
                state.close_section()
                state.open_section = (line.place, line.text)
            continue
        elif not state.entries:
            _start(state, line)
            state.begun = at
        if not starts and not line.labels and _stands_apart(lines, at, state):
            continue
        _deal_out(state, line, is_new=starts)
    state.close_section()
    _leave_blank_ones(state)
    return state


def _leave_blank_ones(state: _State) -> None:
    """Note items that are a number or a label with nothing behind it."""
    blank = [entry for entry in state.entries if not any(getattr(entry, role) for role in TEXT_ROLES)]
    state.entries = [entry for entry in state.entries if entry not in blank]
    state.not_read.extend(NotRead(None, entry.place[1], entry.number or "", "blank_row") for entry in blank)


def _starts_titled(line: _Line, state: _State) -> bool:
    """Where each item has a label for its title, that label begins it, or the number on the line above."""
    if not line.labels:
        return line.number is not None and not line.rest and not _is_open(state)
    return line.labels[0].role == "title" and not _is_open(state)


def _is_open(state: _State) -> bool:
    """Tell whether the last item has been begun by its number alone."""
    return bool(state.entries) and not any(getattr(state.entries[-1], role) for role in TEXT_ROLES)


def _starts(lines: Sequence[_Line], at: int, state: _State) -> bool:
    """A line begins an item when a label follows before the next number; a step of the method is followed by none."""
    line, last = lines[at], state.entries[-1] if state.entries else None
    if last is not None and not (last.deadline or last.coverage):
        return False
    if heads_section(line.text) and not line.labels:
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    if line.number is not None:
        if line.labels or last is None or not last.number:
            return bool(line.labels) or (following is not None and bool(following.labels))
        is_next = not last.number.isdecimal() or line.number == str(int(last.number) + 1)
        more = next((other for other in lines[at + 1 :] if other.labels or other.number), None)
        return is_next and more is not None and bool(more.labels)
    is_title = not line.labels and line.text[:1].isupper() and outside_reason(line.text) == "paragraph"
    return is_title and following is not None and bool(following.labels) and following.number is None


def _counts_on(lines: Sequence[_Line], at: int, state: _State) -> bool:
    """Tell whether a line is an item without labels in a list whose other items have them, or the one behind it.

    Its number is the next one, the number behind it follows, and no list within the item above begins in between.
    """
    line, last = lines[at], state.entries[-1] if state.entries else None
    before = 0 if last is None else int(last.number) if last.number and last.number.isdecimal() else None
    if before is None or line.labels or line.number != str(before + 1) or heads_section(line.text):
        return False
    if last is not None and any(other.number == "1" for other in lines[state.begun + 1 : at]):
        return False
    below = lines[at + 1 :]
    next_at = next((place for place, other in enumerate(below) if other.number), len(below))
    if any(other.labels for other in below[:next_at]):
        return state.is_bare
    if next_at == len(below):
        return last is not None
    after = next((place for place, other in enumerate(below) if place > next_at and other.number), len(below))
    is_labelled = last is not None or any(other.labels for other in below[next_at:after])
    return is_labelled and below[next_at].number == str(before + 2)


def _start(state: _State, line: _Line) -> None:
    if state.open_section is not None:
        place, state.section = state.open_section
        state.headings.add(place)
        state.open_section = None
    if not state.entries:
        state.first = line.place
    state.entries.append(Entry(number=line.number, section=state.section, place=(0, line.place)))
    state.role = "title"


def _stands_apart(lines: Sequence[_Line], at: int, state: _State) -> bool:
    """Take out a heading between items, a signature or a remark; the rest goes on with what stands above it."""
    line, last = lines[at], state.entries[-1]
    if not getattr(last, state.role, ""):  # its label stands on the line above
        return False
    if heads_section(line.text) or (line.text.isupper() and state.role != "title"):
        state.close_section()
        state.open_section = (line.place, line.text)
        return True
    reason = outside_reason(line.text)
    is_short = state.role in ("deadline", "coverage", "responsible")
    goes_on = bool(_BULLET.match(line.text)) or line.text[:1].islower()
    if reason == "paragraph" and (not is_short or goes_on) and state.open_section is None:
        return False
    state.skip(line, line.text, reason)
    return True


def _deal_out(state: _State, line: _Line, *, is_new: bool) -> None:
    entry = state.entries[-1]
    text = line.rest if is_new or line.labels else line.text
    begin = line.labels[0].start if line.labels else len(text)
    if ahead := text[:begin].strip(" \t.;,|–—-(" if line.labels else " \t"):
        if not is_new and line.labels and state.role != "title":
            ahead = f"{line.number}. {ahead}" if line.number else ahead
        entry.add(state.role if state.role in TEXT_ROLES else "method", ahead)
    for place, label in enumerate(line.labels):
        end = line.labels[place + 1].start if place + 1 < len(line.labels) else len(text)
        value = text[label.end : end].strip()
        value = _FULL_STOP.sub("", value.rstrip(" ;,|("))
        if label.role == OTHER:
            state.skip(line, text[label.start : end].strip(), "other_column")
            continue
        state.role = label.role
        if not value:
            continue
        if label.role == "deadline" and entry.deadline:
            entry.deadlines += 1
        entry.add(label.role, value)
