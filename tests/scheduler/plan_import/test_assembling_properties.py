"""Whatever stands in a document with a plan: no text of it is lost, and every place has one meaning."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.paragraph_labels import labels_in
from scheduler.plan_import.plan_reading import PlanReading
from scheduler.plan_import.reading import plan_of
from scheduler.plan_import.rows import REASONS, Cell, Document, Paragraph, Row, Table
from tests.scheduler.plan_import.neutral import ABOVE, HEADER

HEADERS = st.sampled_from(
    [
        HEADER,
        ["№", "Тадбирлар номи", "Муддати", "Масъул", "Ёритилиши", "Изоҳ"],
        ["Срок", "Наименование мероприятия", "Освещение", "Бюджет проекта"],
        ["T/r", "Mavzu", "Yanvar", "Fevral", "Mart", "Sayt", "Telegram"],
        ["Oy", "Tadbir nomi", "Platforma", "Kim uchun"],
    ]
)
TRICKY = [
    "", "", "1", "2.", "3)", "I.", "II bo‘lim", "Jami", "* izoh", "Izoh: gap", "may", "har oyda", "15", "+", "-", "x",
    "Rasmiy sahifalar", "sayt", "T/r", "Muddati", "Tadbir nomi", "Hokim A.Namunaviy", "TASDIQLAYMAN", "davomi",
    "YANVAR", "Quyidagilar:", "2026-yil", "№ 7", "12.03.2026", "“Oltin”", "1. Qadam;\n2. Qadam",
]  # fmt: skip
PLAIN = st.sampled_from(["so‘z", "Maqola tayyorlash", "Семинар ўтказиш", "ochiqlik", "Проведение встречи", "bo‘lim"])
LINES = st.sampled_from(
    [
        "TASDIQLAYMAN",
        "Hokim ______ A.B.",
        "2025-yil 5-dekabr",
        "MEDIA-REJA",
        "I. Axborot",
        "Oraliq gap.",
        "* izoh",
        "Yanvar",
    ]
)


@st.composite
def written_cells(draw: st.DrawFn, serial: count[int]) -> str:
    """Draw a text as offices write, or plain words with a number that no other text of the document has."""
    if draw(st.booleans()):
        return draw(st.sampled_from(TRICKY))
    return f"{draw(PLAIN)} q{next(serial)}z"


@st.composite
def tables(draw: st.DrawFn, serial: count[int], number: int) -> Table:
    header = draw(HEADERS)
    rows = [tuple(Cell(text, column) for column, text in enumerate(header))]
    for _row in range(draw(st.integers(1, 6))):
        cells: list[Cell] = []
        column = 0
        while column < len(header):
            span = min(draw(st.sampled_from([1, 1, 1, 1, 2, len(header)])), len(header) - column)
            over = next((cell for cell in rows[-1] if (cell.column, cell.span) == (column, span)), None)
            if over is not None and len(rows) > 1 and draw(st.integers(0, 7)) == 0:
                cells.append(Cell(over.text, column, span, inherited=True))
            else:
                cells.append(Cell(draw(written_cells(serial)), column, span))
            column += span
        rows.append(tuple(cells))
    return Table(tuple(Row(cells, (number, at)) for at, cells in enumerate(rows, start=1)), number)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a title, tables with a plan's header, and lines around them."""
    serial = count()
    texts = [ABOVE, *draw(st.lists(LINES, max_size=3))]
    blocks: list[Paragraph | Table] = [Paragraph(text, place) for place, text in enumerate(texts, start=1)]
    place = len(texts)
    for number in range(1, draw(st.integers(1, 2)) + 1):
        blocks.append(draw(tables(serial, number)))
        for text in draw(st.lists(LINES | st.just("Gap"), max_size=3)):
            place += 1
            blocks.append(Paragraph(f"{text} p{place}z" if text == "Gap" else text, place))
    return Document(tuple(blocks))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def read_words(reading: PlanReading) -> set[str]:
    """Return every word that the reading keeps somewhere."""
    texts = [reading.title, *(note.text for note in reading.not_read)]
    for item in reading.items:
        texts += [item.number or "", item.section or "", item.title, item.method, item.deadline_text]
        texts += [item.coverage_text, item.responsible or ""]
    return words_of(" ".join(texts))


@settings(deadline=None, max_examples=100)
@given(documents())
def test_every_text_is_in_an_item_a_heading_or_listed_as_not_read(document: Document) -> None:
    try:
        reading = plan_of(document)
    except NotAPlan:
        return
    kept = read_words(reading)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert words_of(block.text) <= kept
            continue
        listed_whole = any((note.table, note.row) == (block.number, None) for note in reading.not_read)
        for row in block.rows[1:]:
            for cell in row.cells:
                marked = {word for word in words_of(cell.text) if re.fullmatch(r"q\d+z", word)}
                assert listed_whole or cell.inherited or marked <= kept


@settings(deadline=None, max_examples=100)
@given(documents())
def test_every_row_has_one_meaning_and_every_note_a_known_reason(document: Document) -> None:
    try:
        reading = plan_of(document)
    except NotAPlan:
        return
    places = [item.place for item in reading.items]
    assert len(places) == len(set(places))
    assert {note.reason for note in reading.not_read} <= set(REASONS)
    assert all(len(note.text) <= 200 for note in reading.not_read)
    whole_rows = [(note.table, note.row) for note in reading.not_read if note.reason != "other_column" and note.table]
    assert not set(places) & set(whole_rows)
    assert len(whole_rows) == len(set(whole_rows))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(TRICKY), max_size=7), max_size=8), st.data())
def test_any_table_at_all_is_read_or_refused(rows: list[list[str]], data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(rows)))) if rows else []
    written = [rows[place] for place in places]
    with_header = [HEADER, *written] if data.draw(st.booleans()) else written
    cells = [tuple(Cell(text, column) for column, text in enumerate(row)) for row in with_header]
    table = Table(tuple(Row(row, (1, at)) for at, row in enumerate(cells, start=1)), 1)
    try:
        reading = plan_of(Document((Paragraph(ABOVE, 1), table)))
    except NotAPlan as refusal:
        assert refusal.code in ("no_table", "is_report")
    else:
        assert reading.items


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["1. Tadbir: A", "Muddati: may", "2) B (may, sayt)"]), max_size=9)
)
def test_any_paragraphs_at_all_are_read_or_refused(texts: list[str]) -> None:
    paragraphs = tuple(Paragraph(text, place) for place, text in enumerate([ABOVE, *texts], start=1))
    try:
        reading = plan_of(Document(paragraphs))
    except NotAPlan as refusal:
        assert refusal.code in ("no_table", "is_report")
    else:
        kept = read_words(reading)
        assert all(words_of(text) <= kept for text in texts if not any(map(labels_in, text.split("\n"))))
