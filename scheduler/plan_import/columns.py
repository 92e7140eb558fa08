"""Finds the header of a plan's table, of one row or more, and what each of its columns is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from scheduler.plan_import.coverage import read_coverage
from scheduler.plan_import.folding import fold, is_cyrillic
from scheduler.plan_import.header import Header, is_total, width_of
from scheduler.plan_import.header_words import LONGEST_HEADER, OTHER, SECTION, header_text, named_role, role_of
from scheduler.plan_import.month_columns import Period, bare_periods, named_period
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.rows import Cell, Row
from scheduler.plan_import.wording import read_wording

__all__ = ["Header", "find_header", "header_at", "role_of", "width_of"]

_LONGEST_LEAF = 40
_MOST_HEADER_ROWS = 4
_BOUND = re.compile(
    r"boshlanish(?:i|dan)?|tugash(?:i|gacha)?|boshi|ohiri|dan|gacha|nachalo|konets|okonchanie|s|po|ot|do"
)
_FORM = re.compile(r"\b(?:shakl|usul|format|turi?\b|janr)")
_WEEKDAY = re.compile(r"\bhafta kuni|\bden nedeli")


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the first header that names the events and at least their deadline or their coverage, or None."""
    for index in range(len(rows)):
        header = header_at(rows, index)
        if header is not None:
            return header
    return None


def header_at(rows: Sequence[Row], index: int, *, thin: bool = False) -> Header | None:
    """Return the header that begins at this row, or None; a `thin` one need not name a deadline or coverage."""
    top = rows[index]
    if not _may_be_header(top):
        return None
    last = _last_row(rows, index)
    texts = _texts_by_column(rows[index : last + 1])
    header = _with_roles(Header(index, {}, (), rows[last], last=last), texts)
    known = len(header.columns) + len(header.periods) + len(header.channels) + len(header.others)
    known += "number" in header.columns
    filled = sum(bool(column_texts) for column_texts in texts.values())
    has_plan = bool({"deadline", "coverage"} & set(header.columns) or header.periods or header.channels)
    if "title" in header.columns:
        has_plan = has_plan or (thin and len(header.columns) >= 2)
        return header if has_plan and 2 * max(known, _named(top)) >= min(filled, len(_filled(top))) else None
    is_loose = header.periods or (len(header.columns) >= 3 and "deadline" in header.columns)
    return header if is_loose and has_plan and 2 * known >= filled else None


def _named(row: Row) -> int:
    return sum(named_role(cell.text) is not None for cell in _filled(row))


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.text.strip()]


def _may_be_header(row: Row) -> bool:
    """Every cell of a header is short, none is a row's number, and none names a real deadline."""
    cells = _filled(row)
    if len(cells) < 2 or any(len(header_text(cell.text)) > LONGEST_HEADER for cell in cells):
        return False
    if number_of(cells[0].text) is not None:
        return False
    return not any(_is_deadline(cell.text) for cell in cells if named_role(cell.text) == "deadline")


@lru_cache(maxsize=2048)
def _is_deadline(text: str) -> bool:
    wording = read_wording(text)
    return wording.kind != "unknown" and not wording.review


def _last_row(rows: Sequence[Row], index: int) -> int:
    """Return the last row of the header: the rows below it that only divide its wide or empty cells."""
    last = index
    while last + 1 < len(rows) and last - index + 1 < _MOST_HEADER_ROWS and _divides(rows[last + 1], rows[last]):
        last += 1
    return last


def _divides(row: Row, above: Row) -> bool:
    own = [cell for cell in _filled(row) if not cell.inherited]
    if not own or (len(_filled(row)) == 1 and own[0].span >= 3):
        return False
    below = {cell.column for cell in own}
    for cell in own:
        parent = above.cell(cell.column)
        is_whole = parent is not None and bool(parent.text.strip()) and parent.span == 1
        is_spread = cell.column + 1 in below and not above.text(cell.column + 1)  # nobody merged the wide cell
        if len(cell.text.strip()) > _LONGEST_LEAF or (is_whole and not is_spread):
            return False
    inherited = {fold(cell.text) for cell in row.cells if cell.inherited}
    if inherited and not inherited <= {fold(cell.text) for cell in above.cells}:
        return False
    texts = {cell.column: cell.text for cell in own}
    if len(own) >= 3 and min(texts) > 0 and bare_periods(texts, cyrillic=False):
        return True
    known = (
        named_role(text) or named_period(text) or _channel_of(text) or _BOUND.fullmatch(fold(text).strip(" .:-"))
        for text in texts.values()
    )
    return 2 * sum(map(bool, known)) >= len(texts)


def _texts_by_column(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return the header words over each column from the top down, each once; a wide cell is over several."""
    width = max(width_of(row) for row in rows)
    texts: dict[int, list[str]] = {column: [] for column in range(width)}
    for row in rows:
        for cell in _filled(row):
            for column in range(cell.column, cell.column + cell.span):
                if cell.text.strip() not in texts[column]:
                    texts[column].append(cell.text.strip())
    for above, below in pairwise(rows):  # a wide cell that nobody merged stands over the empty ones to its right
        for column in range(1, width):
            if not above.text(column) and below.text(column) and below.text(column - 1) and texts[column - 1][:-1]:
                texts[column] = [*texts[column - 1][:-1], *texts[column]]
    return texts


def _with_roles(header: Header, texts: Mapping[int, Sequence[str]]) -> Header:
    leaves = {column: header_text(said[-1]) for column, said in texts.items() if said}
    words = " ".join(leaves.values())
    periods = {column: found for column, text in leaves.items() if (found := named_period(text))}
    unnamed = {column: text for column, text in leaves.items() if column not in periods and named_role(text) is None}
    if not periods:
        periods = bare_periods(unnamed, cyrillic=is_cyrillic(words))
    roles: dict[int, str] = {}
    channels: dict[int, str] = {}
    spread = _spread_columns(header.cells)
    for column, said in texts.items():
        if column in periods or not said:
            continue
        under = [role for text in reversed(said[:-1]) if (role := named_role(text))]
        if _channel_of(leaves[column]) and ("coverage" in under or named_role(leaves[column]) in (None, "coverage")):
            channels[column] = leaves[column]
            continue
        role = named_role(said[-1]) or (under[0] if under else None)
        if role and not (column in spread and role not in ("deadline", "coverage")):
            roles[column] = role
    _tell_forms_from_places(roles, leaves, has_channels=bool(channels))
    if len(channels) == 1 and "coverage" not in roles.values():
        (column,) = channels
        if named_role(channels[column]) == "coverage":  # "OAV" alone over names of newspapers
            roles[column] = "coverage"
            channels = {}
    return _dealt_out(header, texts, roles, periods, channels)


def _tell_forms_from_places(roles: dict[int, str], leaves: Mapping[int, str], *, has_channels: bool) -> None:
    """Where a column says where an item is covered, another that says in which form is its method."""
    coverages = [column for column, role in roles.items() if role == "coverage"]
    forms = [column for column in coverages if _FORM.search(fold(leaves[column]))]
    if forms and (has_channels or len(forms) < len(coverages)) and "method" not in roles.values():
        roles[forms[0]] = "method"


def _spread_columns(leaf: Row) -> set[int]:
    """Return the columns that a wide header cell covers beyond its first."""
    return {column for cell in leaf.cells for column in range(cell.column + 1, cell.column + cell.span)}


def _dealt_out(
    header: Header,
    texts: Mapping[int, Sequence[str]],
    roles: Mapping[int, str],
    periods: dict[int, Period],
    channels: dict[int, str],
) -> Header:
    columns: dict[str, int] = {}
    extras: dict[int, str] = {}
    others: dict[int, str] = {}
    for column, said in texts.items():
        role = roles.get(column)
        if column in periods or column in channels:
            continue
        is_weekday = role == "deadline" and _WEEKDAY.search(fold(said[-1])) and list(roles.values()).count(role) > 1
        if role == OTHER or is_weekday or (said and is_total(said[-1])):
            others[column] = header_text(said[-1])
        elif role in (None, SECTION) and role not in columns:
            if role:
                columns[SECTION] = column
            else:
                extras[column] = header_text(said[-1]) if said else ""
        elif role in columns and role not in ("deadline", "coverage"):
            extras[column] = header_text(said[-1])
        elif role and role not in columns:
            columns[role] = column
    title = columns.get("title")
    if title is None and SECTION in columns:
        columns["title"] = columns.pop(SECTION)
    words = fold(" ".join(text for said in texts.values() for text in said))
    return Header(
        header.row,
        columns,
        tuple(column for column, role in roles.items() if role == "deadline" and column not in others),
        header.cells,
        last=header.last,
        coverages=tuple(column for column, role in roles.items() if role == "coverage"),
        periods=periods,
        channels=channels,
        extras=extras,
        others=others,
        is_russian=any(word in words for word in ("meropriyat", "srok", "osveshch", "naimenovan", "otvetstvenn")),
    )


@lru_cache(maxsize=2048)
def _channel_of(text: str) -> bool:
    """Tell whether header words name channels and nothing else."""
    if len(text) > _LONGEST_LEAF or any(mark in fold(text) for mark in ("yorit", "joy", "osveshch", "platforma")):
        return False
    coverage = read_coverage(text)
    return bool(coverage.channels) and not coverage.review
