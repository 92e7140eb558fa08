"""Columns told by what stands in them: where a header is missing, says too little, or stands over the wrong column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from scheduler.plan_import.columns import header_at
from scheduler.plan_import.coverage import read_coverage
from scheduler.plan_import.furniture import furniture_of
from scheduler.plan_import.header import Header, width_of
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.rows import Cell, Row
from scheduler.plan_import.wording import read_wording

_MOST = 0.6  # of the filled cells of a column
_NEARLY_ALL = 0.8
_SAMPLE = 60
_LONGEST_DEADLINE = 120
_LONGEST_COVERAGE = 250


def guessed_header(rows: Sequence[Row]) -> Header | None:
    """Return where the columns of a table without a header stand, by content; None when it does not look like a plan.

    A plan has a column of texts, one of which most cells read as deadlines, and one of which most name channels.
    A first row that fits none of them is a header in words we do not know.
    """
    filled = [row for row in rows if sum(bool(cell.text.strip()) and not cell.inherited for cell in row.cells) >= 3]
    with_all, without_first = _guess(filled), _guess(filled[1:])
    if without_first is not None and not _fits(filled[0], without_first):
        place = next(at for at, row in enumerate(rows) if row is filled[0])
        return replace(without_first, row=place, last=place, cells=filled[0])
    return with_all


def _guess(rows: Sequence[Row]) -> Header | None:
    if not rows:
        return None
    columns = range(max(map(width_of, rows)))
    numbers = [column for column in columns if _share(rows, column, _is_number) >= _NEARLY_ALL]
    free = [column for column in columns if column not in numbers[:1]]
    deadline = _best(rows, free, _is_deadline)
    coverage = _best(rows, [column for column in free if column != deadline], _is_coverage)
    texts = [column for column in free if column not in (deadline, coverage) and _length(rows, column) >= 5]
    if deadline is None or coverage is None or not texts:
        return None
    roles = {"title": texts[0], "deadline": deadline, "coverage": coverage}
    roles |= {"number": numbers[0]} if numbers else {}
    roles |= {"method": texts[1]} if len(texts) > 1 else {}
    known = set(roles.values())
    return Header(
        -1,
        roles,
        (deadline,),
        Row(tuple(Cell("", column) for column in columns), (0, 0)),
        last=-1,
        coverages=(coverage,),
        extras={column: "" for column in columns if column not in known},
        is_guessed=True,
    )


def _fits(row: Row, header: Header) -> bool:
    columns = header.columns
    is_numbered = number_of(row.text(columns.get("number"))) is not None
    return is_numbered or _is_deadline(row.text(columns["deadline"])) or _is_coverage(row.text(columns["coverage"]))


def completed(header: Header, rows: Sequence[Row]) -> Header:
    """Return the header with what its words leave open told by the content of `rows`, the rows below it."""
    body = [row for row in rows if row.cells and any(cell.text.strip() for cell in row.cells)][:_SAMPLE]
    header = _with_title(header, body)
    if "title" not in header.columns:
        return header
    body = [row for row in body if furniture_of(row, header) is None]
    header = _with_role(header, body, "deadline", _is_deadline, has_it=bool(header.deadlines or header.periods))
    header = _with_role(header, body, "coverage", _is_coverage, has_it=bool(header.coverages or header.channels))
    return _unswapped(header, body)


def thin_header(rows: Sequence[Row]) -> Header | None:
    """Return a header that names the events alone, where content tells which columns are the deadline and coverage."""
    for index in range(min(len(rows), _SAMPLE)):
        header = header_at(rows, index, thin=True)
        if header is not None:
            header = completed(header, rows[header.last + 1 :])
            return header if header.deadlines and header.coverages else None
    return None


def reads_as_deadlines(header: Header, rows: Iterable[Row]) -> bool:
    """Tell whether at least some deadline of the table can be read."""
    return any(_is_deadline(row.text(column)) for row in rows for column in header.deadlines) or bool(header.periods)


def _with_title(header: Header, rows: Sequence[Row]) -> Header:
    if "title" in header.columns:
        return header
    texts = [column for column in header.extras if _length(rows, column) >= 8]
    if texts:
        extras = {column: words for column, words in header.extras.items() if column != texts[0]}
        columns = header.columns | {"title": texts[0]}
        return replace(header, columns=columns, extras=extras, lacking=(*header.lacking, "title"))
    if "method" in header.columns:
        columns = {role: column for role, column in header.columns.items() if role != "method"}
        return replace(header, columns=columns | {"title": header.columns["method"]})
    return header


def _with_role(header: Header, rows: Sequence[Row], role: str, fits: Callable[[str], bool], *, has_it: bool) -> Header:
    column = None if has_it else _best(rows, list(header.extras), fits)
    if column is None:
        return header
    extras = {place: words for place, words in header.extras.items() if place != column}
    columns, lacking = header.columns | {role: column}, (*header.lacking, role)
    header = replace(header, columns=columns, extras=extras, lacking=lacking)
    return replace(header, deadlines=(column,)) if role == "deadline" else replace(header, coverages=(column,))


def _unswapped(header: Header, rows: Sequence[Row]) -> Header:
    """Read a column of deadlines under the word for coverage, or another, as what it is; every item is asked."""
    if len(header.deadlines) != 1 or header.periods or len(rows) < 2:
        return header
    (deadline,) = header.deadlines
    if _share(rows, deadline, _is_deadline) > 0:
        return header
    others = [header.columns[role] for role in ("coverage", "method", "responsible") if role in header.columns]
    column = next((other for other in others if _share(rows, other, _is_deadline) >= _NEARLY_ALL), None)
    if column is None or len(header.coverages) > 1:
        return header
    role = next(role for role, place in header.columns.items() if place == column)
    columns = header.columns | {"deadline": column, role: deadline}
    coverages = (deadline,) if role == "coverage" else header.coverages
    return replace(header, columns=columns, deadlines=(column,), coverages=coverages, is_swapped=True)


def _best(rows: Sequence[Row], columns: Sequence[int], fits: Callable[[str], bool]) -> int | None:
    shares = {column: _share(rows, column, fits) for column in columns}
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= _MOST else None


def _share(rows: Sequence[Row], column: int, fits: Callable[[str], bool]) -> float:
    """Return which part of the filled cells of a column fits."""
    texts = [text for row in rows[:_SAMPLE] if (text := row.text(column))]
    enough = bool(texts) and 2 * len(texts) >= min(len(rows), _SAMPLE)
    return sum(fits(text) for text in texts) / len(texts) if enough else 0.0


def _length(rows: Sequence[Row], column: int) -> float:
    texts = [text for row in rows[:_SAMPLE] if (text := row.text(column))]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _is_number(text: str) -> bool:
    return number_of(text) is not None


@lru_cache(maxsize=2048)
def _is_deadline(text: str) -> bool:
    if not text or len(text) > _LONGEST_DEADLINE or number_of(text):
        return False
    wording = read_wording(text)
    return wording.kind != "unknown" and "multi_deadline" not in wording.review


@lru_cache(maxsize=2048)
def _is_coverage(text: str) -> bool:
    return len(text) <= _LONGEST_COVERAGE and bool(read_coverage(text).channels)
