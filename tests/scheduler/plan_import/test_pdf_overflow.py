"""PDF of spreadsheets whose rows are too low for their text: each cell keeps its words, and what may be cut asks."""

from __future__ import annotations

from pathlib import Path

from scheduler.plan_import.readers.pdf import read_pdf
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.pdfs import table, typeset
from tests.scheduler.plan_import.workbooks import only_table

HEADER = ["T/r", "Tadbir nomi", "Muddati", "Yoritilishi"]
ROWS = [
    ["1", "Ochiq eshiklar kuni haqida maqola", "fevral, may, avgust, noyabr", "Telegram"],
    ["2", "Davra suhbati", "Yil davomida", "Rasmiy sahifalar, Namunaobod gazetasi"],
    ["3", "Rolik", "Sentabr", "Radio"],
    ["4", "Brifing", "Dekabr", "Rasmiy sahifalar"],
]
COLUMNS = "(30pt, 110pt, 100pt, 120pt)"


def sheet(path: Path, *, rows: str, align: str = "top", inset: str = "2pt") -> Path:
    options = f"rows: {rows}, inset: {inset}, align: {align} + left,"
    ruled = table([HEADER, *ROWS], columns=COLUMNS, options=options)
    return typeset(path, f"#set par(leading: 4pt)\n2026-yilgi MEDIA-REJA\n\n{ruled}", size=10)


def texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in only_table(read_pdf(path))]


WITH_MARKS = [
    HEADER,
    ["1", "Ochiq eshiklar kuni haqida maqola…", "fevral, may, avgust, noyabr…", "Telegram"],
    ["2", "Davra suhbati", "Yil davomida", "Rasmiy sahifalar, Namunaobod gazetasi…"],
    ["3", "Rolik", "Sentabr", "Radio"],
    ["4", "Brifing", "Dekabr", "Rasmiy sahifalar"],
]


def test_lines_printed_over_the_next_row_stay_with_their_cell(tmp_path: Path) -> None:
    assert texts(sheet(tmp_path / "low.pdf", rows="14pt")) == WITH_MARKS


def test_rows_that_are_high_enough_read_as_they_are(tmp_path: Path) -> None:
    assert texts(sheet(tmp_path / "high.pdf", rows="auto")) == [HEADER, *ROWS]


def test_a_deadline_and_a_coverage_that_may_be_cut_are_asked_about(tmp_path: Path) -> None:
    items = plan_of(read_pdf(sheet(tmp_path / "low.pdf", rows="14pt"))).items

    assert [(item.number, item.kind, item.channels, item.review) for item in items] == [
        ("1", "dates", ("telegram",), ("multi_deadline",)),
        ("2", "continuous", ("official_pages", "newspaper"), ("channel_unclear",)),
        ("3", "one_off_month", ("radio",), ()),
        ("4", "one_off_month", ("official_pages",), ()),
    ]
    assert [day.text() for day in items[0].recurrence.dates] == ["2026-02", "2026-05", "2026-08", "2026-11"]


def test_text_that_runs_on_over_the_cell_beside_it_stays_whole(tmp_path: Path) -> None:
    wide = "box(width: 300pt)[Ochiq eshiklar kuni haqida maqola]"
    cells = f"[1], {wide}, [], [Dekabr], [Telegram], [2], [Rolik], [Videorolik], [Iyun], [Radio]"
    header = "[T/r], [Tadbir nomi], [Shakli], [Muddati], [Yoritilishi]"
    markup = f"#table(columns: (30pt, 80pt, 120pt, 60pt, 80pt), inset: 2pt, align: left, {header}, {cells})"

    assert texts(typeset(tmp_path / "wide.pdf", markup, size=10)) == [
        ["T/r", "Tadbir nomi", "Shakli", "Muddati", "Yoritilishi"],
        ["1", "Ochiq eshiklar kuni haqida maqola…", "", "Dekabr", "Telegram"],
        ["2", "Rolik", "Videorolik", "Iyun", "Radio"],
    ]
