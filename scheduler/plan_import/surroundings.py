"""Lines above, between and below the plan's tables: title and stamps, headings of tables, and what is not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.plan_import.furniture import outside_reason
from scheduler.plan_import.headings import heads_section, read_heading
from scheduler.plan_import.rows import NotRead, Paragraph, Row

MOST_TEXT = 200
_LONGEST_SECTION = 200


@dataclass(frozen=True)
class Line:
    """One line outside the items. `table` is None for a paragraph, whose place is `row`."""

    text: str
    table: int | None
    row: int

    def unread(self, reason: str | None = None) -> NotRead:
        """Return the note that the line was not read."""
        return NotRead(self.table, self.row, self.text[:MOST_TEXT], reason or outside_reason(self.text))

    def may_head(self) -> bool:
        """Tell whether the line may be the name of the table below it."""
        return len(self.text) <= _LONGEST_SECTION and outside_reason(self.text) == "paragraph"


@dataclass
class Surroundings:
    """The lines above the first plan table, those since the last table, and the notes on what is not read."""

    opening: list[Line] = field(default_factory=list)
    between: list[Line] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)

    def add(self, paragraph: Paragraph, *, within: bool) -> None:
        """Take a paragraph in; `within` tells whether a plan table stands above it."""
        lines = [Line(line, None, paragraph.place) for line in lines_of(paragraph.text)]
        (self.between if within else self.opening).extend(lines)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Take rows above the header of the first plan table in, or a box that may hold the title."""
        for row in rows:
            texts = dict.fromkeys(line for cell in row.cells for line in lines_of(cell.text))
            self.opening.extend(Line(text, *row.place) for text in texts)

    def opening_texts(self) -> list[str]:
        """Return the lines above the first plan table as texts."""
        return [line.text for line in self.opening]

    def heading_of_first(self) -> list[Line]:
        """Take out the line directly above the first plan table where it heads a section."""
        heads = len(self.opening) > 1 and heads_section(self.opening[-1].text)
        return [self.opening.pop()] if heads else []

    def name_of_first(self) -> Line | None:
        """Take out the last line between the document's title and the first plan table, which may be its name."""
        title = read_heading(self.opening_texts()).lines
        if not title or len(self.opening) == title.stop or not self.opening[-1].may_head():
            return None
        return self.opening.pop()

    def heading_between(self, rows: Sequence[Row] = (), *, only_sections: bool = False) -> list[Line]:
        """Take out what heads a later table: the line above it, and one among its own `rows` above the header.

        The other lines become notes. only_sections: a line without a section's mark heads nothing.
        """
        last = self.between[-1] if self.between else None
        heads = last is not None and last.may_head() and (heads_section(last.text) or not only_sections)
        found = [self.between.pop()] if heads else []
        self.close()
        lines = [Line(" ".join(dict.fromkeys(_texts(row))), *row.place) for row in rows]
        own = next((line for line in reversed(lines) if line.may_head()), None)
        self.not_read.extend(line.unread() for line in lines if line is not own)
        return [*found, *([own] if own else [])]

    def close(self) -> None:
        """Note the lines since the last table as not read."""
        self.not_read.extend(line.unread() for line in self.between)
        self.between = []

    def unread_opening(self) -> list[NotRead]:
        """Return notes on the lines above the plan that are not its title."""
        return unread_opening(self.opening)


def unread_opening(lines: Sequence[Line]) -> list[NotRead]:
    """Return notes on opening lines that are not the title; what stands between a stamp and the title belongs to it."""
    title = read_heading([line.text for line in lines]).lines
    stamped = any(outside_reason(line.text) in ("stamp", "signature") for line in lines[: title.start])
    rest = ((at, line) for at, line in enumerate(lines) if at not in title)
    return [line.unread("stamp" if stamped and at < title.start else None) for at, line in rest]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold something, with single spaces."""
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _texts(row: Row) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row.cells if cell.text.strip()]
