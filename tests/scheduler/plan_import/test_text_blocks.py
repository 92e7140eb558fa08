"""Pasted text around and between tables, several tables in one paste, cells of Excel, lists of Word."""

from __future__ import annotations

from pathlib import Path

from scheduler.plan_import import read_plan
from scheduler.plan_import.readers.text import rows_of
from scheduler.plan_import.rows import Document, Paragraph
from scheduler.samples.build_sample import HEADER, PAGES
from tests.scheduler.plan_import.plans import pasted, plan_rows, write_text

Blocks = list[str | list[list[str]]]


def blocks(document: Document) -> Blocks:
    """Return paragraphs as texts and tables as the texts of their cells."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def lines(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def test_paragraphs_below_the_table_are_paragraphs() -> None:
    rows = plan_rows("May", "Iyun")
    below = "Izoh: sana oʻzgarishi mumkin\nMatbuot kotibi ____ A.Namunaviy"
    for table in (lines(rows) + "\n", pasted(rows, above="").strip("\n")):
        assert blocks(rows_of(f"MEDIA-REJA\n{table}\n\n{below}\n")) == ["MEDIA-REJA", rows, *below.split("\n")]


def test_a_second_table_with_another_header_is_another_table() -> None:
    first = plan_rows("May")
    second = [["T/r", "Mavzu", "Muddati", "Platforma"], ["1.", "Maqola", "Iyun", "Telegram"]]
    text = f"MEDIA-REJA\n{lines(first)}\n\nII. Ijtimoiy tarmoqlar\n{lines(second)}\n"
    assert blocks(rows_of(text)) == ["MEDIA-REJA", first, "II. Ijtimoiy tarmoqlar", second]
    assert [block.place if isinstance(block, Paragraph) else block.number for block in rows_of(text).blocks] == [
        1,
        1,
        2,
        2,
    ]


def test_a_second_table_with_each_cell_on_its_line() -> None:
    first = plan_rows("May", "Iyun")
    second = [["T/r", "Mavzu", "Muddati", "Platforma"], ["1.", "Maqola", "Iyun", "Telegram"]]
    text = f"{pasted(first)}\n\nII. Ijtimoiy tarmoqlar{pasted(second, above='')}"
    assert blocks(rows_of(text)) == ["MEDIA-REJA", first, "II. Ijtimoiy tarmoqlar", second]


def test_a_header_that_only_repeats_stays_in_its_table() -> None:
    header, first, second = plan_rows("May", "Iyun")
    assert blocks(rows_of(lines([header, first, header, second]))) == [[header, first, header, second]]


def test_cells_of_excel_in_quotation_marks() -> None:
    row = ["1", 'Suhbat ""Halollik""', "1. E’lon;\n2. Xabar", "May", PAGES]
    quoted = [row[0], f'"{row[1]}"', f'"{row[2]}"', *row[3:]]
    assert blocks(rows_of(lines([list(HEADER), quoted]))) == [
        [list(HEADER), ["1", 'Suhbat "Halollik"', "1. E’lon;\n2. Xabar", "May", PAGES]]
    ]


def test_names_in_plain_quotation_marks_keep_them() -> None:
    row = ["1", '"Halollik" maqolasi', "Yozish", "May", '"Namunaobod tongi"']
    assert blocks(rows_of(lines([list(HEADER), row]))) == [[list(HEADER), row]]


def test_numbers_of_word_lists_bring_a_tab_that_is_no_new_cell() -> None:
    row = ["1.\t", "Suhbat", "1.\tE’lon;\n2.\tXabar", "May", PAGES]
    assert blocks(rows_of(lines([list(HEADER), row]))) == [
        [list(HEADER), ["1.", "Suhbat", "1. E’lon;\n2. Xabar", "May", PAGES]]
    ]


def test_numbers_that_are_not_in_the_text(tmp_path: Path) -> None:
    rows = [row if at == 0 else ["", *row[1:]] for at, row in enumerate(plan_rows("May", "Iyun"))]
    for text in (pasted(rows), "MEDIA-REJA\n" + lines(rows)):
        items = read_plan(write_text(tmp_path / "p.txt", text)).items
        assert [(item.number, item.deadline_text) for item in items] == [(None, "May"), (None, "Iyun")]


def test_text_beyond_the_last_column_is_not_lost() -> None:
    row = ["1", "Suhbat", "Xabar", "May", "Sayt", "Telegram", ""]
    assert blocks(rows_of(lines([list(HEADER), row]))) == [
        [list(HEADER), ["1", "Suhbat", "Xabar", "May", "Sayt\nTelegram"]]
    ]


def test_rows_without_a_header_are_a_table_all_the_same() -> None:
    rows = [row[:] for row in plan_rows("May", "Iyun")[1:]]
    assert blocks(rows_of("MEDIA-REJA\n" + lines(rows))) == ["MEDIA-REJA", rows]


def test_text_without_a_table_is_paragraphs_in_order() -> None:
    text = "MEDIA-REJA\n\n1. Tadbir: Maqola\n\tMuddati: may\n2. Tadbir: Suhbat\n"
    assert blocks(rows_of(text)) == ["MEDIA-REJA", "1. Tadbir: Maqola", "Muddati: may", "2. Tadbir: Suhbat"]
