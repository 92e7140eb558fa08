"""Neutral rows to the raw entries of a plan: sections, items, continued rows; no meaning is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.columns import Header, find_header, width_of
from scheduler.plan_import.folding import fold
from scheduler.plan_import.rows import Cell, Document, Row

_NUMBER = re.compile(r"^\s*(\d{1,4}(?:\.\d{1,3})*)\s*[.)]*\s*$")
_LEADING_NUMBER = re.compile(r"^\s*(\d{1,4})[.)]\s+(?=\D)")
_HEADING = re.compile(r"^(?:[ivh]{1,5} ?[.)-]|(?:[ivh]{1,5}|\d{1,2}) ?-? ?(?:bolim|razdel)\b)")
_TOTAL = re.compile(r"^(?:jami|itogo|vsego)\b")
_SIGNATURE = re.compile(r"\b(?:imzo|podpis|m\.?o\.?|hokim(?:i)?|rais|direktor|boshlig)\b")
_POST = re.compile(
    r"\b(?:hokimi?|raisi?|direktori?|boshligi|mudiri|kotibi|orinbosari|mutahassisi|kelishildi|tuzuvchi)[ :]*$"
)
_NAME = re.compile(r"^(?:[a-z]{1,2}\. ?){1,2}[a-z]+$|^[a-z]+ (?:[a-z]{1,2}\. ?){1,2}$")
_ROMAN = re.compile(r"^[ivh]{1,5}[ .)-]*$")


@dataclass
class Entry:
    """One item of the plan in the words of the document.

    `inherited` names the roles merged down from above. `deadlines` counts the cells its deadline stood in.
    """

    number: str | None
    section: str | None
    title: str
    method: str
    deadline: str
    responsible: str
    coverage: str
    place: tuple[int, int] = (0, 0)
    inherited: set[str] = field(default_factory=set)
    deadlines: int = 1


@dataclass(frozen=True)
class PlanTable:
    """The entries of all plan tables of a document, the texts above them, and the columns no table has."""

    entries: list[Entry]
    heading: tuple[str, ...]
    missing: list[str]


def assemble(document: Document) -> PlanTable | None:
    """Return the entries of every table that has a plan's header or goes on below one; None when none has."""
    entries: list[Entry] = []
    heading = document.paragraphs
    missing: list[str] | None = None
    above: Header | None = None
    for rows in document.tables:
        header = find_header(rows)
        if header is None:
            if above is not None and _goes_on(rows, above):
                entries.extend(_entries(rows, above))
            continue
        above = header
        heading += tuple(cell.text for row in rows[: header.row] for cell in row.cells if cell.text)
        missing = header.missing() if missing is None else [role for role in missing if role in header.missing()]
        entries.extend(_entries(rows[header.row + 1 :], header))
    return None if missing is None else PlanTable(entries, heading, missing)


def _goes_on(rows: Sequence[Row], header: Header) -> bool:
    """Tell whether a table without a header is the rest of the plan's table, which was cut in two."""
    filled = [row for row in rows if sum(bool(cell.text.strip()) for cell in row.cells) >= 3]
    if not filled or width_of(filled[0]) != header.width():
        return False
    number = filled[0].text(header.columns.get("number"))
    return not number or _NUMBER.match(number) is not None


def _entries(rows: Sequence[Row], header: Header) -> Iterator[Entry]:
    columns = header.columns
    numbered = any(_NUMBER.match(row.text(columns.get("number"))) for row in rows)
    section: str | None = None
    last: Entry | None = None
    for row in rows:
        if _is_furniture(row) or _is_signature(row, columns) or _belongs_to_header(row, header):
            continue
        heading = _section_heading(row, columns, numbered)
        if heading is not None:
            section = heading if not _is_footer(heading) else section
            continue
        entry = _entry(row, header, section)
        if last is not None and _continues(entry, numbered):
            _append(last, entry)
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last


def _belongs_to_header(row: Row, header: Header) -> bool:
    """The header repeated on the next page, or its second line below cells that are merged downwards."""
    title = row.cell(header.columns["title"])
    merged = title is not None and title.inherited and title.text.strip() == header.cells.text(header.columns["title"])
    return merged or _words_of(row) == _words_of(header.cells)


def _is_signature(row: Row, columns: dict[str, int]) -> bool:
    """A post and a name with initials, and nothing else, sign the plan; under "responsible" they may be an item's."""
    texts = [fold(cell.text) for cell in row.cells if cell.text.strip()]
    if len(texts) == 1:
        return _NAME.match(texts[0]) is not None and not _HEADING.match(texts[0])
    is_signed = len(texts) in (2, 3) and _POST.search(texts[0]) is not None and _NAME.match(texts[-1]) is not None
    return is_signed and not row.text(columns.get("responsible"))


def _is_furniture(row: Row) -> bool:
    """An empty row, a row of column numbers, or a total is no item."""
    texts = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    if not texts or (len(texts) <= 3 and _TOTAL.match(fold(texts[0]))):
        return True
    numbers = [_NUMBER.match(text) for text in texts]
    return len(texts) >= 3 and all(numbers) and len({text.strip(" .)") for text in texts}) == len(texts)


def _section_heading(row: Row, columns: dict[str, int], numbered: bool) -> str | None:
    """Return the text of a row that is one cell wide; a lone text under a narrow column is no heading.

    Between items with Arabic numbers, a Roman one with nothing but a title is a heading too.
    """
    only = row.only_text()
    if numbered and only is None and _ROMAN.match(number := fold(row.text(columns.get("number")))):
        filled = [cell.text.strip() for cell in row.cells if cell.text.strip()]
        title = row.text(columns["title"])
        if number and filled == [row.text(columns["number"]), title]:
            return " ".join(f"{filled[0]} {title}".split())
    if only is None or _NUMBER.match(only):
        return None
    widest = max(row.cells, key=lambda cell: cell.span)
    spans = widest.span >= max(2, len(columns) - 1) and widest.text.strip() == only
    is_heading = spans or len(row.cells) == 1 or _HEADING.match(fold(only))
    return " ".join(only.split()) if is_heading else None


def _words_of(row: Row) -> list[str]:
    return [fold(cell.text) for cell in row.cells if cell.text.strip()]


def _is_footer(text: str) -> bool:
    key = fold(text)
    return (
        text.lstrip().startswith("*") or "___" in text or bool(_SIGNATURE.search(key) and re.search(r"\b[a-z]\.", key))
    )


def _deadline_cells(row: Row, header: Header) -> list[Cell]:
    cells: list[Cell] = []
    for column in header.deadlines:
        cell = row.cell(column)
        if cell is not None and cell.text.strip() and cell not in cells:
            cells.append(cell)
    return cells


def _entry(row: Row, header: Header, section: str | None) -> Entry:
    columns, deadlines = header.columns, _deadline_cells(row, header)
    texts = {role: row.text(column) for role, column in columns.items()}
    inherited = {
        role
        for role, column in columns.items()
        if (cell := row.cell(column)) is not None and cell.inherited and cell.text
    }
    number_match = _NUMBER.match(texts.get("number", ""))
    number = number_match.group(1) if number_match else (texts.get("number") or None)
    title = texts.get("title", "")
    if number is None and "number" not in columns and (leading := _LEADING_NUMBER.match(title)):
        number, title = leading.group(1), title[leading.end() :]
    return Entry(
        number=number,
        section=section,
        title=title,
        method=texts.get("method", ""),
        deadline="; ".join(cell.text.strip() for cell in deadlines),
        responsible=texts.get("responsible", ""),
        coverage=texts.get("coverage", ""),
        place=row.place,
        inherited=inherited,
        deadlines=len(deadlines),
    )


def _continues(entry: Entry, numbered: bool) -> bool:
    """A row without a number and without its own deadline and coverage goes on with the row above.

    A title that begins with a capital letter is an item of its own: asking for its deadline beats losing it.
    """
    own = [text for role, text in _roles(entry) if role not in entry.inherited and text]
    without_plan = not (entry.deadline and "deadline" not in entry.inherited) and not (
        entry.coverage and "coverage" not in entry.inherited
    )
    if entry.number is not None and "number" not in entry.inherited:
        return False
    if entry.title[:1].isupper() and "title" not in entry.inherited:
        return False
    return bool(own) and without_plan and (numbered or not entry.title or "title" in entry.inherited)


def _roles(entry: Entry) -> list[tuple[str, str]]:
    return [
        ("title", entry.title),
        ("method", entry.method),
        ("deadline", entry.deadline),
        ("responsible", entry.responsible),
        ("coverage", entry.coverage),
    ]


def _append(entry: Entry, more: Entry) -> None:
    for role, text in _roles(more):
        if text and role not in more.inherited:
            before = getattr(entry, role)
            setattr(entry, role, f"{before}\n{text}" if before else text)
