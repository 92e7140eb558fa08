"""Word tables: merged cells, sections, repeated headers, several tables, tracked changes."""

from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from scheduler.plan_import import read_plan
from scheduler.samples.build_sample import HEADER, PAGES
from tests.scheduler.plan_import.plans import plan_rows, write_docx


def test_a_deadline_merged_over_two_rows_counts_for_both_and_is_asked_about(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("Har oyda", ""))
    document = docx.Document(str(path))
    table = document.tables[0]
    table.cell(1, 3).merge(table.cell(2, 3))
    document.save(str(path))
    first, second = read_plan(path).items
    assert (first.kind, first.review) == ("monthly", ())
    assert (second.kind, second.review) == ("monthly", ("inherited_deadline",))


def test_section_rows_over_all_columns_head_the_items_below(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    section = ["I. Ochiqlik", "", "", "", ""]
    path = write_docx(tmp_path / "p.docx", [rows[0], section, rows[1], rows[2]])
    document = docx.Document(str(path))
    table = document.tables[0]
    table.cell(1, 0).merge(table.cell(1, 4))
    document.save(str(path))
    assert [(item.number, item.section) for item in read_plan(path).items] == [
        ("1", "I. Ochiqlik"),
        ("2", "I. Ochiqlik"),
    ]


def test_the_header_may_stand_below_other_rows_and_repeat(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    numbers = ["1", "2", "3", "4", "5"]
    path = write_docx(tmp_path / "p.docx", [["Ilova", "", "", "", ""], rows[0], numbers, rows[1], rows[0], rows[2]])
    assert [(item.number, item.kind) for item in read_plan(path).items] == [
        ("1", "one_off_month"),
        ("2", "one_off_month"),
    ]


def test_only_tables_with_header_words_are_read_and_all_of_them(tmp_path: Path) -> None:
    stamp = [["KELISHILGAN", "TASDIQLANGAN"]]
    path = write_docx(tmp_path / "p.docx", stamp, plan_rows("Dekabr"), plan_rows("May", "Iyun"))
    items = read_plan(path).items
    assert [item.deadline_text for item in items] == ["Dekabr", "May", "Iyun"]
    assert items[1].review == ("duplicate_number",)


def test_a_row_without_number_and_deadline_goes_on_with_the_row_above(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    more = ["", "", "Fotolavha tayyorlash", "", ""]
    items = read_plan(write_docx(tmp_path / "p.docx", [*rows[:2], more, rows[2]])).items
    assert [item.method for item in items] == ["Xabar tayyorlash\nFotolavha tayyorlash", "Xabar tayyorlash"]


def test_numbers_made_by_word_itself_are_not_in_the_text(tmp_path: Path) -> None:
    rows = [["", *row[1:]] if row[0] != "T/r" else row for row in plan_rows("Dekabr", "May")]
    items = read_plan(write_docx(tmp_path / "p.docx", rows)).items
    assert [(item.number, item.deadline_text) for item in items] == [(None, "Dekabr"), (None, "May")]


def test_numbers_that_repeat_or_jump_are_kept_and_asked_about(tmp_path: Path) -> None:
    rows = plan_rows("May", "Iyun", "Iyul")
    rows[2][0], rows[3][0] = "1.", "5."
    items = read_plan(write_docx(tmp_path / "p.docx", rows)).items
    assert [(item.number, item.review) for item in items] == [
        ("1", ()), ("1", ("duplicate_number",)), ("5", ("number_gap",)),
    ]  # fmt: skip


def test_an_item_without_deadline_is_kept_and_asked_about(tmp_path: Path) -> None:
    first, second = read_plan(write_docx(tmp_path / "p.docx", plan_rows("", "May"))).items
    assert (first.kind, first.review) == ("unknown", ("no_deadline",))
    assert second.review == ()


def test_swapped_cells_are_noticed(tmp_path: Path) -> None:
    rows = plan_rows(PAGES)
    rows[1][4] = "Dekabr"
    (item,) = read_plan(write_docx(tmp_path / "p.docx", rows)).items
    assert (item.kind, item.review[-1]) == ("unknown", "swapped_cells")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    rows = [[row[0], row[1], row[3]] for row in plan_rows("Dekabr")]
    reading = read_plan(write_docx(tmp_path / "p.docx", rows))
    assert reading.plan_review == (
        "no_year", "missing_column:method", "missing_column:coverage", "rows_need_attention",
    )  # fmt: skip
    assert reading.items[0].review == ("channel_unknown",)


def test_inserted_text_counts_and_deleted_text_does_not(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows(""))
    document = docx.Document(str(path))
    paragraph = document.tables[0].cell(1, 3).paragraphs[0]._p
    for tag, text_tag, text in (("w:del", "w:delText", "May"), ("w:ins", "w:t", "Dekabr")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        content.text = text
        run.append(content)
        change.append(run)
        change.set(qn("w:id"), "1")
        paragraph.append(change)
    document.save(str(path))
    assert read_plan(path).items[0].deadline_text == "Dekabr"


def test_a_plan_inside_a_layout_table_is_found(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=0, cols=len(HEADER))
    for row in plan_rows("Dekabr"):
        for cell, text in zip(inner.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "p.docx"))
    assert [item.deadline_text for item in read_plan(tmp_path / "p.docx").items] == ["Dekabr"]


def test_a_row_that_holds_header_words_is_still_an_item(tmp_path: Path) -> None:
    rows = plan_rows("Belgilangan muddatda", "May")
    rows[1][1], rows[1][2], rows[1][4] = "Tadbir o‘tkazish", "Shakli: amalga oshirish rejasi", "Telegram kanallari"
    items = read_plan(write_docx(tmp_path / "p.docx", rows)).items
    assert [item.title for item in items] == ["Tadbir o‘tkazish", "2-tadbir haqida xabar"]


def test_an_unnumbered_row_with_a_title_of_its_own_is_kept_and_asked_about(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    more = ["", "Ochiq muloqot", "E’lon berish", "", ""]
    items = read_plan(write_docx(tmp_path / "p.docx", [*rows[:2], more, rows[2]])).items
    assert [item.title for item in items] == ["1-tadbir haqida xabar", "Ochiq muloqot", "2-tadbir haqida xabar"]
    assert items[1].review == ("no_deadline", "channel_unknown")


def test_a_heading_that_nobody_merged_is_still_a_heading(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    items = read_plan(write_docx(tmp_path / "p.docx", [*rows[:2], ["", "II. Ochiqlik", "", "", ""], rows[2]])).items
    assert [(item.number, item.section) for item in items] == [("1", None), ("2", "II. Ochiqlik")]


def test_a_total_and_an_empty_row_are_no_items(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr")
    items = read_plan(write_docx(tmp_path / "p.docx", [*rows, [""] * 5, ["Jami", "1 ta", "", "", ""]])).items
    assert [item.number for item in items] == ["1"]
