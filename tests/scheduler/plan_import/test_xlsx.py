"""Excel workbooks: sheets, merged cells, hidden parts, titles and lines around the table."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.xml.constants import SHEET_MAIN_NS
from PIL import Image as Picture

from scheduler.plan_import import NotAPlan, read_plan
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.rows import NotRead, Paragraph, Table
from scheduler.samples.build_sample import HEADER, PAGES, ROWS, TITLE, as_docx
from tests.scheduler.plan_import.plans import plan_rows
from tests.scheduler.plan_import.workbooks import (
    SHEET,
    cell_facts,
    only_table,
    rewrite,
    texts,
    workbook_of,
    write_xlsx,
)

PLAN = plan_rows("Dekabr", "May", "Har oyda")


def refusal(path: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(NotAPlan) as caught:
        open_document(path)
    return caught.value.code, caught.value.params


def small_picture() -> Image:
    content = io.BytesIO()
    Picture.new("RGB", (4, 4)).save(content, "png")
    return Image(content)


def without_places(path: Path) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read_plan(path, year=2026).to_json()["items"]
    return [{key: value for key, value in item.items() if key != "place"} for item in items]


def test_the_sample_plan_reads_as_its_word_form(tmp_path: Path) -> None:
    as_docx(tmp_path / "reja.docx")
    path = write_xlsx(tmp_path / "reja.xlsx", [[TITLE], [], HEADER, *ROWS])
    assert without_places(path) == without_places(tmp_path / "reja.docx")
    assert read_plan(path).title == read_plan(tmp_path / "reja.docx").title


def test_title_and_stamp_above_and_signature_below_are_paragraphs(tmp_path: Path) -> None:
    above = [["", "", "", "“TASDIQLAYMAN”"], ["", "", "", "2025-yil 20-dekabr"], [], ["2026-yilgi MEDIA-REJA"]]
    below = [[], ["Tuman hokimi", "", "", "", "S. Namunaviy"], ["* sanalar aniqlashtiriladi"]]
    path = write_xlsx(tmp_path / "p.xlsx", [*above, *PLAN, *below])
    blocks = open_document(path).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "“TASDIQLAYMAN”", "2025-yil 20-dekabr", "2026-yilgi MEDIA-REJA", "* sanalar aniqlashtiriladi",
    ]  # fmt: skip
    assert [block.place for block in blocks if isinstance(block, Paragraph)] == [1, 2, 3, 4]
    assert (read_plan(path).year, [item.number for item in read_plan(path).items]) == (2026, ["1", "2", "3"])


def test_two_stamps_side_by_side_stay_a_table_of_their_own_above_the_title(tmp_path: Path) -> None:
    stamps = [["KELISHILGAN", "", "", "TASDIQLAYMAN"], ["", "", "", ""], ["2025-yil ___", "", "", "2025-yil ___"]]
    path = write_xlsx(tmp_path / "p.xlsx", [*stamps, ["2026-yilgi MEDIA-REJA"], *PLAN])
    first, title, table = open_document(path).blocks
    assert isinstance(first, Table) and [row.place for row in first.rows] == [(1, 1), (1, 3)]
    assert title == Paragraph("2026-yilgi MEDIA-REJA", 1)
    assert isinstance(table, Table) and [row.place for row in table.rows] == [(1, 5), (1, 6), (1, 7), (1, 8)]


def test_a_cell_merged_downwards_is_inherited_and_one_merged_across_spans(tmp_path: Path) -> None:
    workbook = workbook_of(PLAN)
    workbook.active.merge_cells("D2:D3")
    workbook.active.merge_cells("B4:C4")
    workbook.save(tmp_path / "p.xlsx")
    rows = only_table(open_document(tmp_path / "p.xlsx"))
    assert [row.cell(3).inherited for row in rows if row.cell(3)] == [False, False, True, False]  # type: ignore[union-attr]
    assert (rows[2].text(3), rows[3].cells[1].span, rows[3].text(2)) == ("Dekabr", 2, "3-tadbir haqida xabar")


def test_a_block_merged_both_ways_and_a_row_that_is_only_its_shadow(tmp_path: Path) -> None:
    workbook = workbook_of([*PLAN[:2], ["", "", "", "", ""], PLAN[2]])
    for place in ("A2:A3", "B2:C3", "D2:D3", "E2:E3"):
        workbook.active.merge_cells(place)
    workbook.save(tmp_path / "p.xlsx")
    rows = only_table(open_document(tmp_path / "p.xlsx"))
    assert [row.place for row in rows] == [(1, 1), (1, 2), (1, 4)]
    assert cell_facts(rows[1])[1] == ("1-tadbir haqida xabar", 1, 2, False)


def test_every_visible_sheet_is_a_table_and_hidden_ones_are_listed(tmp_path: Path) -> None:
    workbook = workbook_of(PLAN, "Reja")
    for name, state in (("Eski", "hidden"), ("Sir", "veryHidden"), ("Bo‘sh", "hidden"), ("Ilova", "visible")):
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = state
        if name != "Bo‘sh":
            sheet.append([])
            sheet.append(["Eski reja", "Muddati"])
            sheet.append(["1-tadbir", "May"])
    workbook.save(tmp_path / "p.xlsx")
    document = open_document(tmp_path / "p.xlsx")
    assert [(block.number, block.name) for block in document.blocks if isinstance(block, Table)] == [
        (1, "Reja"), (2, "Ilova"),
    ]  # fmt: skip
    assert document.not_read == (
        NotRead(None, None, "Eski: Eski reja | Muddati", "hidden_sheet"),
        NotRead(None, None, "Sir: Eski reja | Muddati", "hidden_sheet"),
    )


def test_hidden_rows_and_columns_are_left_out_and_listed(tmp_path: Path) -> None:
    workbook = workbook_of([[*row, "ichki izoh"] for row in PLAN])
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.row_dimensions[9].hidden = True
    workbook.active.column_dimensions["F"].hidden = True
    workbook.save(tmp_path / "p.xlsx")
    document = open_document(tmp_path / "p.xlsx")
    assert [row.text(0) for row in only_table(document)] == ["T/r", "1.", "3."]
    assert document.not_read == (
        NotRead(1, 3, f"2. | 2-tadbir haqida xabar | Xabar tayyorlash | May | {PAGES} | ichki izoh", "hidden_row"),
        NotRead(1, None, "ichki izoh | ichki izoh | ichki izoh", "hidden_column"),
    )


def test_a_deadline_merged_from_a_hidden_row_shows_in_the_first_row_that_is_seen(tmp_path: Path) -> None:
    workbook = workbook_of(PLAN)
    workbook.active.merge_cells("D2:D4")
    workbook.active.row_dimensions[2].hidden = True
    workbook.save(tmp_path / "p.xlsx")
    rows = only_table(open_document(tmp_path / "p.xlsx"))
    assert [(row.text(0), row.text(3), row.cells[3].inherited) for row in rows[1:]] == [
        ("2.", "Dekabr", False), ("3.", "Dekabr", True),
    ]  # fmt: skip


def test_line_breaks_rich_text_and_escapes_are_kept_as_shown(tmp_path: Path) -> None:
    rich = CellRichText("1. E’lon;\n", TextBlock(InlineFont(b=True), "2. Xabar"))
    workbook = workbook_of([*PLAN[:1], ["1.", rich, "a_x000D_\nb", "Dekabr", PAGES]])
    workbook.save(tmp_path / "p.xlsx")
    row = only_table(open_document(tmp_path / "p.xlsx"))[1]
    assert [cell.text for cell in row.cells[1:3]] == ["1. E’lon;\n2. Xabar", "a\nb"]


def test_shared_texts_read_like_texts_in_the_cells_themselves(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "p.xlsx", PLAN)
    shared: list[bytes] = []

    def taken_out(found: re.Match[bytes]) -> bytes:
        shared.append(b'<si>%s<rPh sb="0" eb="1"><t>aytilishi</t></rPh></si>' % found.group(2))
        return b'<c r="%s" t="s"><v>%d</v></c>' % (found.group(1), len(shared) - 1)

    def change(name: str, content: bytes) -> bytes:
        if name == SHEET:
            return re.sub(rb'<c r="([A-Z]+\d+)" t="inlineStr"><is>(.*?)</is></c>', taken_out, content)
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/>' % kind
            return content.replace(b"</Types>", part + b"</Types>")
        return content

    path = rewrite(plain, change, tmp_path / "q.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        space = SHEET_MAIN_NS.encode()
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, b"".join(shared)))
    assert len(shared) == 20
    assert open_document(path) == open_document(plain)


def test_pictures_charts_text_boxes_and_comments_are_listed(tmp_path: Path) -> None:
    workbook = workbook_of([*PLAN])
    workbook.active.add_image(small_picture(), "B8")
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=1, min_row=1, max_row=3))
    workbook.active.add_chart(chart, "B12")
    workbook.active["D2"].comment = Comment("15 dekabrgacha", "A")
    workbook.create_chartsheet("Diagramma").add_chart(BarChart())
    workbook.save(tmp_path / "p.xlsx")
    assert [(note.table, note.row, note.reason) for note in open_document(tmp_path / "p.xlsx").not_read] == [
        (1, 12, "picture"), (1, 8, "picture"), (1, 2, "text_box"), (None, None, "picture"),
    ]  # fmt: skip


def test_a_workbook_of_pictures_only_says_so(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.add_image(small_picture(), "B8")
    workbook.save(tmp_path / "p.xlsx")
    assert refusal(tmp_path / "p.xlsx") == ("images_only", {})


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "p.xlsx")
    assert refusal(tmp_path / "p.xlsx") == ("empty_file", {})


def test_formulas_give_their_last_result_and_are_named_when_there_is_none(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "p.xlsx", [*PLAN[:1], ["1.", "=A1", "Xabar", "=B1&C1", PAGES]])

    def with_results(name: str, content: bytes) -> bytes:
        for place, result in ((b"A1", b"Ochiq muloqot"), (b"B1&amp;C1", b"")):
            formula = b"<f>" + place + b"</f><v></v>"
            content = content.replace(formula, b"<f>" + place + b"</f><v>" + result + b"</v>")
        return content.replace(b'<c r="B2">', b'<c r="B2" t="str">').replace(b'<c r="D2">', b'<c r="D2" t="str">')

    assert refusal(path) == ("formulas", {"places": "B2, D2"})
    rewrite(path, with_results)
    assert [cell.text for cell in only_table(open_document(path))[1].cells] == [
        "1.", "Ochiq muloqot", "Xabar", "", PAGES,
    ]  # fmt: skip


def test_many_formulas_name_the_first_five_and_their_sheet(tmp_path: Path) -> None:
    workbook = workbook_of([*PLAN, *[["=1"] for _ in range(6)]])
    workbook.create_sheet("Boshqa")
    workbook.save(tmp_path / "p.xlsx")
    assert refusal(tmp_path / "p.xlsx") == (
        "formulas", {"places": "Reja!A5, Reja!A6, Reja!A7, Reja!A8, Reja!A9, …"},
    )  # fmt: skip


def test_a_million_formatted_rows_and_a_dimension_that_lies_change_nothing(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "p.xlsx", PLAN)

    def swollen(name: str, content: bytes) -> bytes:
        if name != SHEET:
            return content
        empty = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % at for at in range(10, 1_000_000))
        cells = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (at, at) for at in range(1_000_000, 1_010_000))
        content = content.replace(b"</sheetData>", empty + cells + b"</sheetData>")
        return content.replace(b'<dimension ref="A1:E4"', b'<dimension ref="A1:B2"')

    big = rewrite(plain, swollen, tmp_path / "q.xlsx")
    assert open_document(big) == open_document(plain)


def test_strict_ooxml_reads_like_the_usual_form(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "p.xlsx", PLAN)

    def strict(_name: str, content: bytes) -> bytes:
        for family in (b"spreadsheetml", b"officeDocument"):
            old = b"http://schemas.openxmlformats.org/" + family + b"/2006/"
            content = content.replace(old, b"http://purl.oclc.org/ooxml/" + family + b"/")
        return content

    assert open_document(rewrite(plain, strict, tmp_path / "q.xlsx")) == open_document(plain)


def test_a_second_table_with_another_header_below_is_a_table_of_its_own(tmp_path: Path) -> None:
    other = [["T/r", "Muddati", "Tadbir nomi"], ["1.", "Iyun", "Ochiq eshiklar kuni"]]
    path = write_xlsx(tmp_path / "p.xlsx", [["MEDIA-REJA"], *PLAN, [], ["2-ilova"], *other])
    assert texts(path) == ["MEDIA-REJA", [list(row) for row in PLAN], "2-ilova", [[*row, "", ""] for row in other]]


def test_a_lone_text_at_the_left_heads_the_rows_below_and_at_the_end_stands_below(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "p.xlsx", [PLAN[0], ["Ochiqlikni ta’minlash"], *PLAN[1:], ["Izoh: taxminiy"]])
    assert {item.section for item in read_plan(path).items} == {"Ochiqlikni ta’minlash"}
    assert texts(path)[-1] == "Izoh: taxminiy"
