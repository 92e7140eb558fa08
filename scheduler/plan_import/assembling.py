"""A neutral document to the raw entries of its plan, and a list of all that became none; no meaning is read here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.plan_import.body import Body, read_body, unread_row
from scheduler.plan_import.card_tables import unfolded
from scheduler.plan_import.columns import find_header
from scheduler.plan_import.content_columns import completed, guessed_header, thin_header
from scheduler.plan_import.entries import Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.furniture import reason_of_table
from scheduler.plan_import.header import Header, width_of
from scheduler.plan_import.headings import names_plan
from scheduler.plan_import.labelled import read_labelled
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.plausible import is_plan
from scheduler.plan_import.rows import Document, NotRead, Paragraph, Row, Table
from scheduler.plan_import.surroundings import MOST_TEXT, Line, Surroundings, unread_opening
from scheduler.plan_import.turned import parts_of

_SHEET_WITHOUT_NAME = re.compile(r"(?:sheet|list|varak|sahifa|table|page|tablitsa)? ?\d*")


@dataclass(frozen=True)
class PlanTable:
    """The entries of all plan tables of a document, the lines above them, the columns no table has, and the rest."""

    entries: list[Entry]
    heading: tuple[str, ...]
    missing: list[str]
    not_read: tuple[NotRead, ...] = ()


@dataclass
class _Walk:
    """What has been gathered on the way through the document."""

    around: Surroundings = field(default_factory=Surroundings)
    bodies: list[tuple[Table, Body]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)

    def last_section(self) -> str | None:
        entries = self.bodies[-1][1].entries if self.bodies else []
        return entries[-1].section if entries else None


def assemble(document: Document) -> PlanTable | None:
    """Return the entries of every table that is a plan or the rest of one, or of labelled lines; None without."""
    cards = unfolded(document)
    found = _assembled(cards.document) if cards else None
    return _folded(found, cards.places) if cards and found else _assembled(document)


def _folded(found: PlanTable, places: Mapping[int, tuple[int | None, int]]) -> PlanTable:
    """Return what was read of cards with the places that its lines have in their tables."""
    for entry in found.entries:
        table, row = places[entry.place[1]]
        entry.place = (table or 0, row)
    unread: list[NotRead] = []
    for note in found.not_read:
        place = places.get(note.row) if note.table is None and note.row is not None else None
        unread.append(replace(note, table=place[0], row=place[1]) if place else note)
    return replace(found, not_read=tuple(unread))


def _assembled(document: Document) -> PlanTable | None:
    walk = _Walk()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            walk.around.add(block, within=bool(walk.headers))
        else:
            _take_table(walk, block)
    if not walk.headers:
        return _without_tables(document, walk.around)
    walk.around.close()
    _name_first_table(walk)
    _name_tables_by_sheet(walk.bodies)
    entries = [entry for _table, body in walk.bodies for entry in body.entries]
    missing = [role for role in walk.headers[0].missing() if all(role in header.missing() for header in walk.headers)]
    heading = tuple(walk.around.opening_texts())
    return PlanTable(entries, heading, missing, (*walk.around.unread_opening(), *walk.around.not_read))


def _without_tables(document: Document, around: Surroundings) -> PlanTable | None:
    found = read_labelled([block for block in document.blocks if isinstance(block, Paragraph)])
    if found is None:
        return None
    above = (line for line in around.opening if line.table is None and line.row < found.first)
    opening = [line for line in above if line.row not in found.headings]
    boxes = [line.unread() for line in around.opening if line.table is not None]
    unread = (*unread_opening(opening), *boxes, *around.not_read, *found.not_read)
    return PlanTable(found.entries, tuple(line.text for line in opening), found.missing, unread)


def _take_table(walk: _Walk, table: Table) -> None:
    for rows in parts_of([row for row in table.rows if any(cell.text.strip() for cell in row.cells)]):
        _take_rows(walk, table, rows)


def _take_rows(walk: _Walk, table: Table, rows: Sequence[Row]) -> None:
    header = _header_of(walk, rows)
    if header is not None:
        above = rows[: max(0, header.row)]
        if walk.headers:
            headings = walk.around.heading_between(above)
        else:
            walk.around.add_rows(above)
            headings = walk.around.heading_of_first()
        walk.headers.append(header)
        _add_body(walk, table, rows[header.last + 1 :], headings, None)
    elif walk.headers and _goes_on(rows, walk.headers[-1]):
        headings = walk.around.heading_between(only_sections=True)
        _add_body(walk, table, rows, headings, walk.last_section())
    elif rows:
        _leave_table(walk, table, rows)


def _header_of(walk: _Walk, rows: Sequence[Row]) -> Header | None:
    lines = walk.around.opening_texts()
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
    reason = reason_of_table(rows)
    is_box = len(rows) <= 3 and all(len(row.cells) == 1 for row in rows)
    if reason == "other_table" and not walk.headers and is_box:
        walk.around.add_rows(rows)
        return
    walk.around.close()
    text = " | ".join(note.text for row in rows[:4] if (note := unread_row(row, reason)).text)
    walk.around.not_read.append(NotRead(table.number, None, text[:MOST_TEXT], reason))


def _add_body(walk: _Walk, table: Table, rows: Sequence[Row], headings: Sequence[Line], carried: str | None) -> None:
    """Add the items of a table; `headings` stand above it, `carried` headed the table that it goes on."""
    body = read_body(rows, walk.headers[-1], above=" / ".join(line.text for line in headings), carried=carried)
    if not body.heads:
        walk.around.not_read.extend(line.unread() for line in headings)
    walk.around.not_read.extend(body.not_read)
    walk.bodies.append((table, body))


def _name_first_table(walk: _Walk) -> None:
    """Where each of several plan tables has a name above it, the line below the document's title names the first."""
    entries = walk.bodies[0][1].entries
    others = [body.entries[0].section for _table, body in walk.bodies[1:] if body.entries]
    if len(walk.headers) < 2 or not entries or entries[0].section or not all(others):
        return
    name = walk.around.name_of_first()
    for entry in entries:
        entry.section = entry.section or (name.text if name else None)


def _name_tables_by_sheet(bodies: Sequence[tuple[Table, Body]]) -> None:
    """Where several sheets hold a plan, the sheet's name heads the items that have no heading of their own."""
    if len({table.number for table, _body in bodies}) < 2:
        return
    for table, body in bodies:
        if not _SHEET_WITHOUT_NAME.fullmatch(fold(table.name)):
            for entry in body.entries:
                entry.section = entry.section or table.name
