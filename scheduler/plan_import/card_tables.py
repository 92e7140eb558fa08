"""Plans laid out as cards: for each item a small table, or a part of one, with labels on the left and values beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.plan_import.columns import find_header
from scheduler.plan_import.header_words import named_role
from scheduler.plan_import.paragraph_labels import labels_in
from scheduler.plan_import.rows import Document, Paragraph, Row, Table

_MOST_LABEL = 60
_FEWEST_LABELLED = 0.6  # of the rows


@dataclass(frozen=True)
class Unfolded:
    """A document whose cards are paragraphs; `places` tells for each of its paragraphs where it stood, as NotRead."""

    document: Document
    places: dict[int, tuple[int | None, int]]


def unfolded(document: Document) -> Unfolded | None:
    """Return the document with its cards as labelled paragraphs; None without cards or beside a table of a plan."""
    cards = {block.number: lines for block in document.blocks if isinstance(block, Table) and (lines := _card(block))}
    others = [block.rows for block in document.blocks if isinstance(block, Table) and block.number not in cards]
    if not cards or any(find_header(rows) for rows in others):
        return None
    blocks: list[Paragraph | Table] = []
    places: dict[int, tuple[int | None, int]] = {}
    for block in document.blocks:
        if isinstance(block, Table) and block.number not in cards:
            blocks.append(block)
            continue
        lines = [((None, block.place), block.text)] if isinstance(block, Paragraph) else cards[block.number]
        for place, text in lines:
            places[len(places) + 1] = place
            blocks.append(Paragraph(text, len(places)))
    return Unfolded(Document(tuple(blocks), document.not_read), places)


def _card(table: Table) -> list[tuple[tuple[int | None, int], str]]:
    """Return the place and the text "label: value" of each row of a table of cards, nothing of another table."""
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row.cells)]
    lines = list(_lines(rows))
    if len(lines) < len(rows):
        return []
    roles = [label.role for _place, text in lines for label in labels_in(text)[:1] if label.start == 0]
    is_card = "title" in roles and "deadline" in roles and len(roles) >= _FEWEST_LABELLED * len(rows)
    return lines if is_card else []


def _lines(rows: Sequence[Row]) -> Iterator[tuple[tuple[int | None, int], str]]:
    for row in rows:
        texts = [cell.text.strip() for cell in row.cells if cell.text.strip()]
        if len(texts) > 2 or (len(texts) == 2 and len(texts[0]) > _MOST_LABEL):
            return
        label = " ".join(texts[0].split()).rstrip(" :")
        if len(texts) == 1:
            yield row.place, texts[0]
        elif named_role(label) == "number":
            yield row.place, f"{texts[1].rstrip(' .)')}-band"  # as running text numbers its points
        else:
            yield row.place, f"{label}: {texts[1]}"
