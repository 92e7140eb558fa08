"""A neutral document to the raw entries of its plan, and a list of all that became none; no meaning is read here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.body import MOST_TEXT, Body, read_body, unread_row
from scheduler.plan_import.columns import Header, find_header, width_of
from scheduler.plan_import.content_columns import completed, guessed_header, thin_header
from scheduler.plan_import.entries import Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.furniture import outside_reason, reason_of_table
from scheduler.plan_import.headings import heads_section, names_plan, read_heading
from scheduler.plan_import.labelled import read_labelled
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.plausible import is_plan
from scheduler.plan_import.rows import Document, NotRead, Paragraph, Row, Table

_LONGEST_SECTION = 200
_SHEET_WITHOUT_NAME = re.compile(r"(?:sheet|list|varak|sahifa|table|page|tablitsa)? ?\d*")


@dataclass(frozen=True)
class PlanTable:
    """The entries of all plan tables of a document, the lines above them, the columns no table has, and the rest."""

    entries: list[Entry]
    heading: tuple[str, ...]
    missing: list[str]
    not_read: tuple[NotRead, ...] = ()


@dataclass(frozen=True)
class _Line:
    """One line above the first plan table, and where it stands."""

    text: str
    table: int | None
    row: int


@dataclass
class _Walk:
    """What has been gathered on the way through the document."""

    opening: list[_Line] = field(default_factory=list)
    between: list[Paragraph] = field(default_factory=list)
    bodies: list[tuple[Table, Body]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [line.text for line in self.opening]

    def last_section(self) -> str | None:
        entries = self.bodies[-1][1].entries if self.bodies else []
        return entries[-1].section if entries else None


def assemble(document: Document) -> PlanTable | None:
    """Return the entries of every table that is a plan or the rest of one, or of labelled paragraphs; None without."""
    walk = _Walk()
    for block in document.blocks:
        if isinstance(block, Table):
            _take_table(walk, block)
        elif walk.headers:
            walk.between.append(block)
        else:
            walk.opening.extend(_Line(line, None, block.place) for line in _lines_of(block.text))
    if not walk.headers:
        return _without_tables(document, walk)
    _close_paragraphs(walk)
    _name_first_section(walk)
    _name_sections_by_sheet(walk.bodies)
    entries = [entry for _table, body in walk.bodies for entry in body.entries]
    missing = [role for role in walk.headers[0].missing() if all(role in header.missing() for header in walk.headers)]
    return PlanTable(entries, tuple(walk.lines()), missing, (*_unread_opening(walk.opening), *walk.not_read))


def _without_tables(document: Document, walk: _Walk) -> PlanTable | None:
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    found = read_labelled(paragraphs)
    if found is None:
        return None
    opening = [
        line
        for line in walk.opening
        if line.table is None and line.row < found.first and line.row not in found.headings
    ]
    unread = (*_unread_opening(opening), *walk.not_read, *found.not_read)
    return PlanTable(found.entries, tuple(line.text for line in opening), found.missing, unread)


def _take_table(walk: _Walk, table: Table) -> None:
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row.cells)]
    header = _header_of(walk, rows)
    if header is None and walk.headers and _goes_on(rows, walk.headers[-1]):
        section = _section_between(walk, only_headings=True) or walk.last_section()
        _add_body(walk, table, read_body(rows, walk.headers[-1], section))
    elif header is None:
        _leave_table(walk, table, rows)
    else:
        body_rows = rows[header.last + 1 :]
        section = _section_above(walk, rows[: max(0, header.row)])
        walk.headers.append(header)
        _add_body(walk, table, read_body(body_rows, header, section))


def _header_of(walk: _Walk, rows: Sequence[Row]) -> Header | None:
    lines = walk.lines()
    header = find_header(rows)
    header = thin_header(rows) if header is None else completed(header, rows[header.last + 1 :])
    if header is not None:
        lines += [cell.text for row in rows[: header.row] for cell in row.cells if cell.text.strip()]
        return header if is_plan(header, rows, walk.headers, lines) else None
    if walk.headers and _goes_on(rows, walk.headers[-1]):
        return None
    return guessed_header(rows) if len(rows) > 1 or names_plan(lines) else None


def _goes_on(rows: Sequence[Row], header: Header) -> bool:
    """Tell whether a table without a header is the rest of the plan's table, which was cut in two."""
    filled = [row for row in rows if sum(bool(cell.text.strip()) for cell in row.cells) >= 3]
    if not filled or width_of(filled[0]) != header.width():
        return False
    number = filled[0].text(header.columns.get("number"))
    return not number or number_of(number) is not None


def _leave_table(walk: _Walk, table: Table, rows: Sequence[Row]) -> None:
    """Note a table that is no plan; before the plan a small one may hold its title."""
    if not rows:
        return
    _close_paragraphs(walk)
    reason = reason_of_table(rows)
    if reason == "other_table" and not walk.headers and len(rows) <= 3 and all(len(row.cells) == 1 for row in rows):
        walk.opening.extend(_Line(line, *row.place) for row in rows for line in _lines_of(row.cells[0].text))
        return
    text = " | ".join(note.text for row in rows[:4] if (note := unread_row(row, reason)).text)
    walk.not_read.append(NotRead(table.number, None, text[:MOST_TEXT], reason))


def _add_body(walk: _Walk, table: Table, body: Body) -> None:
    walk.bodies.append((table, body))
    walk.not_read.extend(body.not_read)


def _section_above(walk: _Walk, rows: Sequence[Row]) -> str | None:
    """Return the heading between this plan table and what stands above it; lines above the first table wait."""
    if not walk.headers:
        lines = [_Line(line, *row.place) for row in rows for cell in row.cells for line in _lines_of(cell.text)]
        walk.opening.extend(line for place, line in enumerate(lines) if line not in lines[:place])
        heads = len(walk.opening) > 1 and heads_section(walk.opening[-1].text)
        return " ".join(walk.opening.pop().text.split()) if heads else None
    above = _section_between(walk, only_headings=False)
    heading = next((text for row in reversed(rows) if (text := row.only_text()) and _may_head(text)), None)
    walk.not_read.extend(unread_row(row, outside_reason(row.only_text() or "")) for row in rows
                         if row.only_text() != heading)  # fmt: skip
    return " ".join(heading.split()) if heading else above


def _section_between(walk: _Walk, *, only_headings: bool) -> str | None:
    """Return the last paragraph above a table as its heading; the others are noted as not read."""
    last = walk.between[-1] if walk.between else None
    heads = last is not None and (heads_section(last.text) or not only_headings) and _may_head(last.text)
    section = walk.between.pop().text if heads else None
    _close_paragraphs(walk)
    return " ".join(section.split()) if section else None


def _may_head(text: str) -> bool:
    return len(text) <= _LONGEST_SECTION and outside_reason(text) == "paragraph"


def _close_paragraphs(walk: _Walk) -> None:
    walk.not_read.extend(
        NotRead(None, paragraph.place, " ".join(paragraph.text.split())[:MOST_TEXT], outside_reason(paragraph.text))
        for paragraph in walk.between
    )
    walk.between = []


def _unread_opening(lines: Sequence[_Line]) -> list[NotRead]:
    """Return the lines above the plan that are not its title."""
    title = read_heading([line.text for line in lines]).lines
    return [
        NotRead(line.table, line.row, line.text[:MOST_TEXT], _opening_reason(line.text, before_title=at < title.start))
        for at, line in enumerate(lines)
        if at not in title
    ]


def _opening_reason(text: str, *, before_title: bool) -> str:
    reason = outside_reason(text)
    return "stamp" if reason == "signature" and before_title else reason


def _name_first_section(walk: _Walk) -> None:
    """Where each of several plan tables has a name above it, the line below the document's title names the first."""
    entries = walk.bodies[0][1].entries
    named = [body.entries[0].section for _table, body in walk.bodies[1:] if body.entries]
    title = read_heading(walk.lines()).lines
    if not entries or not all(named) or len(walk.headers) < 2 or not title or len(walk.opening) == title.stop:
        return
    if _may_head(walk.opening[-1].text):
        name = walk.opening.pop().text
        for entry in entries:
            entry.section = entry.section or name


def _name_sections_by_sheet(bodies: Sequence[tuple[Table, Body]]) -> None:
    """Where several sheets hold a plan, the sheet's name heads the items that have no heading of their own."""
    if len({table.number for table, _body in bodies}) < 2:
        return
    for table, body in bodies:
        if not _SHEET_WITHOUT_NAME.fullmatch(fold(table.name)):
            for entry in body.entries:
                entry.section = entry.section or table.name


def _lines_of(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
