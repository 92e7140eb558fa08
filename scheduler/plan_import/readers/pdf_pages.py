"""Pages of signs and ruled lines to one document: tables, the text between them, and the page furniture apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.plan_import.readers.pdf_columns import table_without_rules
from scheduler.plan_import.readers.pdf_grid import Edge, Grid, grids_of
from scheduler.plan_import.readers.pdf_lines import Char, Line, lines_of, runs_of
from scheduler.plan_import.readers.pdf_overflow import boxes_of_runs
from scheduler.plan_import.readers.pdf_tables import BoxedTable
from scheduler.plan_import.readers.pdf_wrapping import Block, Wrapping
from scheduler.plan_import.rows import Document, NotRead, Paragraph, Table

_MARGIN = 0.13  # of the page's height, above and below, where running heads and page numbers stand
_SAME_HEIGHT = 4.0
_COLUMN_GAP = 2.5  # of the letters' size; stamps side by side are further apart, words are not
_NEW_PARAGRAPH = 1.1  # line heights left free
_PAGE_NUMBER = re.compile(
    r"^[\s–—-]*(?:(?:bet|sahifa|page|стр(?:аница)?|с|бет|саҳифа)?\.?\s*)\d{1,4}(?:\s*(?:/|of|из|dan|дан)\s*\d{1,4})?"
    r"(?:\s*-?\s*(?:bet|sahifa|бет|саҳифа|стр))?[\s.–—-]*$",
    re.IGNORECASE,
)
_SHORT = 0.6  # of the room between even margins
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Page:
    """What is drawn on one page: its box (left, top, right, bottom) in points, signs, ruled lines, any pictures."""

    box: tuple[float, float, float, float]
    chars: list[Char]
    edges: list[Edge]
    has_pictures: bool = False

    @cached_property
    def runs(self) -> list[list[Char]]:
        """The words of the page in the order in which they were written."""
        return list(runs_of(self.chars))

    def level(self) -> Page:
        """Return the page turned so that most of its text runs from left to right."""
        turns = Counter(char.turn for char in self.chars)
        turn = turns.most_common(1)[0][0] if turns else 0
        if turn == 0:
            return self
        left, top, right, bottom = self.box
        box = (-bottom, left, -top, right) if turn > 0 else (top, -right, bottom, -left)
        chars = [char.turned(turn) for char in self.chars]
        return Page(box, chars, [edge.turned(turn) for edge in self.edges], self.has_pictures)


@dataclass
class _Text:
    """A piece of text outside tables: its lines and the room that they had."""

    lines: list[Line]
    left: float
    right: float

    def block(self) -> Block:
        return Block(self.lines, self.left, max(self.right, *(line.x1 for line in self.lines)))


@dataclass
class _Found:
    """The parts of a document in order, and the lines left out."""

    parts: list[_Text | BoxedTable] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


def document_of(pages: Sequence[Page]) -> Document:
    """Return the document that the pages hold; page numbers and repeated running heads are listed as not read."""
    grids = [grids_of(page.edges) for page in pages]
    free = [_free_lines(page, found) for page, found in zip(pages, grids, strict=True)]
    heads = _running_lines(pages, free)
    found = _Found()
    seen: set[str] = set()
    kept: list[list[Line]] = []
    for page, lines in zip(pages, free, strict=True):
        kept.append([])
        for line in lines:
            key = _key(line, page)
            if _is_page_number(line, page) or (key in heads and (key in seen or not _is_head(line, page))):
                found.furniture.append(line.text)
            else:
                kept[-1].append(line)
            seen.add(key)
    if not any(grids) and _add_unruled(found, kept):
        return _document(found)
    for page, tables, lines in zip(pages, grids, kept, strict=True):
        _add_page(found, page, tables, [part for line in lines for part in line.segments(_COLUMN_GAP)])
    return _document(found)


def _add_unruled(found: _Found, pages: Sequence[list[Line]]) -> bool:
    """Add a table without ruled lines and the text around it; tell whether there is one."""
    lines = [line for page in pages for line in page]
    unruled = table_without_rules(lines)
    if unruled is None:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for part, table in ((lines[: unruled.start], unruled.table), (lines[unruled.end :], None)):
        above: Line | None = None
        for line in (piece for whole in part for piece in whole.segments(_COLUMN_GAP)):
            _add_line(found, line, above, left, right)
            above = line
        if table is not None:
            found.parts.append(table)
    return True


def _add_page(found: _Found, page: Page, grids: list[Grid], lines: list[Line]) -> None:
    edge = [line.x0 for line in lines] + [grid.xs[0] for grid in grids]
    end = [line.x1 for line in lines] + [grid.xs[-1] for grid in grids]
    at_top = True
    pieces: list[tuple[float, Line | Grid]] = [(line.top, line) for line in lines]
    pieces += [(grid.ys[0], grid) for grid in grids]
    above: Line | None = None
    for _top, piece in sorted(pieces, key=lambda pair: pair[0]):
        if isinstance(piece, Grid):
            table = BoxedTable.of(piece, page.runs)
            last = found.parts[-1] if found.parts else None
            if at_top and isinstance(last, BoxedTable) and last.goes_on_with(table):
                last.add(table)
            else:
                found.parts.append(table)
            above = None
        else:
            _add_line(found, piece, above, min(edge), _right_edge(page, min(edge), max(end)))
            above = piece
        at_top = False


def _right_edge(page: Page, left: float, end: float) -> float:
    """Return where lines are full: where the longest ends, unless all are so short that nothing broke them."""
    mirrored = page.box[2] - (left - page.box[0])
    return mirrored if end - left < _SHORT * (mirrored - left) else end


def _add_line(found: _Found, line: Line, above: Line | None, left: float, right: float) -> None:
    """Put the line to the paragraph above it, or begin a new one."""
    last = found.parts[-1] if found.parts else None
    if above is not None and isinstance(last, _Text) and not line.is_turned:
        height = above.bottom - above.top
        if (
            -0.5 * height < line.top - above.bottom < _NEW_PARAGRAPH * height
            and line.x0 < above.x1
            and above.x0 < line.x1
        ):
            last.lines.append(line)
            return
    found.parts.append(_Text([line], left, right))


def _free_lines(page: Page, grids: list[Grid]) -> list[Line]:
    inside = {place for grid in grids for place, at in enumerate(boxes_of_runs(grid, page.runs)[0]) if at is not None}
    return lines_of(char for place, run in enumerate(page.runs) if place not in inside for char in run)


def _running_lines(pages: Sequence[Page], free: list[list[Line]]) -> set[str]:
    """Return the keys of lines that stand at one height in the margins of at least two pages."""
    counts: Counter[str] = Counter()
    for page, lines in zip(pages, free, strict=True):
        counts.update({_key(line, page) for line in lines if _in_margin(line, page)})
    return {key for key, count in counts.items() if count > 1}


def _key(line: Line, page: Page) -> str:
    return f"{round((line.top - page.box[1]) / _SAME_HEIGHT)} {_DIGITS.sub('0', line.text)}"


def _in_margin(line: Line, page: Page) -> bool:
    height = page.box[3] - page.box[1]
    return _is_head(line, page) or line.top > page.box[3] - _MARGIN * height


def _is_head(line: Line, page: Page) -> bool:
    return line.bottom < page.box[1] + _MARGIN * (page.box[3] - page.box[1])


def _is_page_number(line: Line, page: Page) -> bool:
    return _in_margin(line, page) and _PAGE_NUMBER.match(line.text) is not None


def _document(found: _Found) -> Document:
    blocks = [part.block() for part in found.parts if isinstance(part, _Text)]
    wrapping = Wrapping([*blocks, *(b for part in found.parts if isinstance(part, BoxedTable) for b in part.blocks())])
    result: list[Paragraph | Table] = []
    paragraphs = tables = 0
    for part in found.parts:
        if isinstance(part, BoxedTable):
            tables += 1
            result.append(Table(part.finished(tables, wrapping), tables))
            continue
        for text in wrapping.text(part.block()).split("\n"):
            paragraphs += 1
            result.append(Paragraph(text, paragraphs))
    not_read = tuple(NotRead(None, None, text[:200], "paragraph") for text in found.furniture)
    return Document(tuple(result), not_read)
