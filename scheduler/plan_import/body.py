"""The rows below a plan's header to its entries: sections, items, rows that go on with the item above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.cells import entry_of
from scheduler.plan_import.entries import TEXT_ROLES, Entry
from scheduler.plan_import.folding import fold
from scheduler.plan_import.furniture import ROMAN, furniture_of, outside_reason
from scheduler.plan_import.header import Header
from scheduler.plan_import.headings import SECTION_HEADING
from scheduler.plan_import.month_columns import has_doubtful_numbers, is_numbered
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.rows import NotRead, Row

MOST_TEXT = 200
_LONGEST_MARK = 3  # "a)", "1-": the mark of a row that goes on
# A title that says what is done is an item even without a number: "Uchrashuv oʻtkazish", "Проведение встречи".
_DOING = re.compile(r"(?:sh|shi)[ .;]*$|^[a-z]+(?:nie|tsiya|tie|ka)\b")


@dataclass
class Body:
    """The entries of one table, and the rows that became none. heads: the line above the table heads an entry."""

    entries: list[Entry] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    heads: bool = False


@dataclass
class _Sections:
    """The headings above the row under way. `above` stands over the table; it and `open_rows` head nothing yet."""

    above: str | None = None
    text: str | None = None
    open_rows: list[tuple[Row, str]] = field(default_factory=list)

    def add(self, row: Row, text: str) -> None:
        self.open_rows.append((row, text))

    def current(self) -> str | None:
        pieces = [*([self.above] if self.above else []), *(text for _row, text in self.open_rows)]
        if pieces:
            self.text, self.above, self.open_rows = " / ".join(pieces), None, []
        return self.text


def read_body(rows: Sequence[Row], header: Header, *, above: str = "", carried: str | None = None) -> Body:
    """Return the entries of `rows`, which lie below `header`.

    above: the heading over the table. carried: the heading of the table that this one goes on.
    """
    body, sections = Body(), _Sections(above or None, carried)
    numbered = any(number_of(row.text(header.columns.get("number"))) for row in rows)
    doubtful = has_doubtful_numbers(rows, header.periods) and not header.adds_up
    for place, row in enumerate(rows):
        if not any(cell.text.strip() for cell in row.cells):
            continue
        reason = furniture_of(row, header)
        if reason is not None:
            body.not_read.append(unread_row(row, reason))
            continue
        heading = _section_heading(row, rows[place + 1 :], header, numbered=numbered)
        if heading is not None:
            sections.add(row, heading)
            continue
        entry, remarks = entry_of(row, header, numbered=numbered)
        if doubtful and is_numbered(row, header.periods):
            entry.questions += ("count_mismatch",)
        if body.entries and not sections.open_rows and _continues(entry, body.entries[-1], numbered):
            _append(body.entries[-1], entry)
        elif any(getattr(entry, role) for role in TEXT_ROLES):
            entry.section = " / ".join(filter(None, (sections.current(), entry.section))) or None
            body.entries.append(entry)
        else:
            body.not_read.append(unread_row(row, "blank_row" if not remarks else "other_column"))
            continue
        body.not_read.extend(NotRead(*row.place, text[:MOST_TEXT], "other_column") for text in remarks)
    body.heads = sections.above is None
    for row, text in sections.open_rows:
        reason = outside_reason(text)
        body.not_read.append(NotRead(*row.place, text[:MOST_TEXT], reason))
    return body


def unread_row(row: Row, reason: str) -> NotRead:
    """Return the note that a row was not read."""
    texts = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip())
    return NotRead(*row.place, " | ".join(texts)[:MOST_TEXT], reason)


def _section_heading(row: Row, below: Sequence[Row], header: Header, *, numbered: bool) -> str | None:
    """Return the text of a row that heads those below it, or None.

    It is one cell wide; or a cell of the title that goes on over the deadline; or between numbered rows a title alone.
    """
    columns = header.columns
    filled = [cell for cell in row.cells if cell.text.strip()]
    number, title = row.text(columns.get("number")), row.cell(columns["title"])
    texts = [cell.text.strip() for cell in filled]
    if title is not None and not title.inherited and title.text.strip():
        with_number = texts == [number, title.text.strip()]
        if with_number and (_is_wide(title.span, header) or (numbered and ROMAN.match(fold(number)))):
            return " ".join(f"{number} {title.text}".split())
        if with_number and number_of(number) and _has_points_below(number_of(number), below, header):
            return " ".join(f"{number} {title.text}".split())
    if len(filled) != 1 or filled[0].inherited or number_of(texts[0]):
        return None
    (only,) = filled
    text = " ".join(only.text.split())
    if _is_wide(only.span, header) or len(row.cells) == 1 or SECTION_HEADING.match(fold(text)):
        return text
    in_title = columns["title"] == only.column or only.column == columns.get("number")
    if in_title and (text.endswith(":") or text.isupper()) and len(text) <= 150:
        return text
    is_before_item = numbered and bool(below) and number_of(below[0].text(columns.get("number"))) is not None
    is_in_number = only.column == columns.get("number") != columns["title"] and len(text) > _LONGEST_MARK
    is_name = len(text) <= 150 and (is_in_number or (text[:1].isupper() and not _DOING.search(fold(text))))
    return text if in_title and is_before_item and is_name else None


def _is_wide(span: int, header: Header) -> bool:
    return span >= max(2, len(header.columns) - 1)


def _has_points_below(number: str | None, below: Sequence[Row], header: Header) -> bool:
    """Tell whether the next row is a point of this number ("1.1" below "1")."""
    following = number_of(below[0].text(header.columns.get("number"))) if below else None
    return number is not None and following is not None and following.startswith(f"{number}.")


def _continues(entry: Entry, last: Entry, numbered: bool) -> bool:
    """A row without a number and without its own deadline and coverage goes on with the row above.

    A title that begins with a capital letter is an item of its own: asking for its deadline beats losing it.
    """
    if entry.number is not None and "number" not in entry.inherited:
        return False
    title = entry.own("title")
    if title and (title[0].isupper() or title[0] in '“«"„'):
        return False
    has_plan = bool(entry.own("deadline") or entry.own("coverage"))
    if not any(entry.own(role) for role in TEXT_ROLES):
        return False
    if has_plan:
        return not entry.title and entry.number is None and numbered
    return numbered or not title


def _append(entry: Entry, more: Entry) -> None:
    for role in TEXT_ROLES:
        if text := more.own(role):
            if role == "deadline" and entry.deadline:
                entry.deadlines += 1
            entry.add(role, text)
    entry.questions += more.questions
