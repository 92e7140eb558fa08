"""Word tables as offices really make them: cut in two, boxed, nested, with headers of two lines and with signatures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scheduler.plan_import import NotAPlan, read_plan
from scheduler.samples.build_sample import HEADER, PAGES
from tests.scheduler.plan_import.plans import plan_rows, write_docx

DRAWING = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def changed(path: Path) -> WordDocument:
    return docx.Document(str(path))


def understood(path: Path) -> list[tuple[str | None, str, str]]:
    return [(item.number, item.deadline_text, item.kind) for item in read_plan(path).items]


def table_xml(rows: Sequence[Sequence[str]]) -> str:
    def cells(row: Sequence[str]) -> str:
        return "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row)

    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl><w:p/>"


def test_a_table_cut_in_two_goes_on_below_without_its_header(tmp_path: Path) -> None:
    header, first, second, third = plan_rows("May", "Iyun", "Har oyda")
    path = write_docx(tmp_path / "p.docx", [header, first], [second, third])
    assert understood(path) == [
        ("1", "May", "one_off_month"),
        ("2", "Iyun", "one_off_month"),
        ("3", "Har oyda", "monthly"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        [["Tuman hokimi", "A.Karimov"]],
        [["T/r", "Koʻrsatkich", "2024", "2025", "2026"], ["1", "Maqolalar soni", "10", "12", "15"]],
    ],
)
def test_another_table_below_the_plan_is_not_its_rest(tmp_path: Path, other: list[list[str]]) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("May"), other)
    assert understood(path) == [("1", "May", "one_off_month")]


def test_a_table_in_a_text_box_counts_once_although_word_keeps_it_twice(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx")
    document = changed(path)
    table = table_xml(plan_rows("May", "Iyun"))
    box = (
        f"<w:p {nsdecls('w')} {DRAWING}><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx><w:txbxContent>{table}</w:txbxContent></wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{table}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document.element.body.insert(1, parse_xml(box))
    document.save(str(path))
    assert [item.number for item in read_plan(path).items] == ["1", "2"]


def test_a_table_inside_a_cell_of_the_plan_is_text_of_that_cell(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("May", "Iyun"))
    document = changed(path)
    inner = document.tables[0].cell(1, 2).add_table(rows=2, cols=2)
    for cell, text in zip(inner._cells, ("Mavzu", "Sana", "Ochiqlik", "12-may"), strict=True):
        cell.text = text
    document.save(str(path))
    first, _second = read_plan(path).items
    assert first.method.split("\n")[1:] == ["Mavzu", "Sana", "Ochiqlik", "12-may"]


def test_a_table_that_only_lays_out_the_page_is_looked_into(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", [[""]])
    document = changed(path)
    cell = document.tables[0].cell(0, 0)
    cell._tc.insert(
        1, parse_xml(table_xml(plan_rows("May")).replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>")[: -len("<w:p/>")])
    )
    document.save(str(path))
    assert understood(path) == [("1", "May", "one_off_month")]


def test_a_row_deleted_with_tracked_changes_is_no_item(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("May", "Iyun", "Iyul"))
    document = changed(path)
    properties = document.tables[0].rows[2]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))
    document.save(str(path))
    assert [item.deadline_text for item in read_plan(path).items] == ["May", "Iyul"]


def test_a_header_of_two_lines_is_no_item_and_both_dates_below_it_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ["T/r", "Tadbir nomi", "Muddati", "", "Yoritilishi"],
        ["", "", "boshlanishi", "tugashi", ""],
        ["1", "Koʻrgazma", "may", "iyul", PAGES],
        ["2", "Maqola", "har oyda", "", PAGES],
    ]
    path = write_docx(tmp_path / "p.docx", rows)
    document = changed(path)
    table = document.tables[0]
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    document.save(str(path))
    first, second = read_plan(path).items
    assert (first.number, first.deadline_text, first.review) == ("1", "may; iyul", ("multi_deadline",))
    assert (second.number, second.kind, second.review) == ("2", "monthly", ())


@pytest.mark.parametrize(
    "signature", [["", "Tuman hokimi", "", "A.Karimov", ""], ["Matbuot kotibi:", "", "", "", "Karimova N."]]
)
def test_a_signature_inside_the_table_is_no_item(tmp_path: Path, signature: list[str]) -> None:
    path = write_docx(tmp_path / "p.docx", [*plan_rows("May"), signature])
    assert understood(path) == [("1", "May", "one_off_month")]


def test_a_press_event_of_the_mayor_without_a_deadline_is_an_item_all_the_same(tmp_path: Path) -> None:
    event = ["2.", "Tuman hokimi matbuot anjumani", "", "", ""]
    path = write_docx(tmp_path / "p.docx", [*plan_rows("May"), event])
    assert [item.title for item in read_plan(path).items][1:] == ["Tuman hokimi matbuot anjumani"]


def test_a_roman_number_with_a_title_alone_heads_the_items_below(tmp_path: Path) -> None:
    header, first, second = plan_rows("May", "Iyun")
    rows = [header, ["I", "Axborot siyosati", "", "", ""], first, ["II.", "Targʻibot", "", "", ""], second]
    items = read_plan(write_docx(tmp_path / "p.docx", rows)).items
    assert [(item.number, item.section) for item in items] == [("1", "I Axborot siyosati"), ("2", "II. Targʻibot")]


def test_header_words_of_content_plans_and_long_headers_are_known(tmp_path: Path) -> None:
    long = "Ommaviy axborot vositalari, rasmiy veb-sayt hamda ijtimoiy tarmoqlarda yoritilishi boʻyicha maʼlumot"
    for header in (["№", "Mavzu", "Oy", "Platforma"], ["№", "Tadbir nomi", "Muddati", long]):
        path = write_docx(tmp_path / "p.docx", [header, ["1", "Maqola", "may", "Telegram"]])
        (item,) = read_plan(path).items
        assert (item.kind, item.channels) == ("one_off_month", ("telegram",))


@pytest.mark.parametrize("stamp", ["«12» декабря 2025 г.", "“12” dekabr 2025-yil", "12.12.2025 г."])
def test_the_date_of_a_stamp_may_stand_in_quotes(tmp_path: Path, stamp: str) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("May"), above=["УТВЕРЖДАЮ", stamp, "МЕДИА-ПЛАН на 2026 год"])
    assert read_plan(path).year == 2026


@pytest.mark.parametrize(
    ("title", "deadline", "review"),
    [
        ("Ҳисобот", "1 марта", ("conflicting_deadline",)),
        ("Ҳисобот", "2 марта", ("conflicting_deadline",)),
        ("Ҳисобот", "до 1 марта", ()),
        ("Отчёт", "1 марта", ()),
    ],
)
def test_marta_in_a_cyrillic_uzbek_plan_may_mean_once(
    tmp_path: Path, title: str, deadline: str, review: tuple[str, ...]
) -> None:
    rows = [list(HEADER), ["1", title, "", deadline, "сайт"]]
    (item,) = read_plan(write_docx(tmp_path / "p.docx", rows), year=2027).items
    assert item.review == review


def test_months_of_a_school_plan_before_september_belong_to_its_second_year(tmp_path: Path) -> None:
    path = write_docx(
        tmp_path / "p.docx", plan_rows("Sentabr", "Fevral", "15-may"), above=["2026–2027 oʻquv yili MEDIA-REJA"]
    )
    reading = read_plan(path)
    assert (reading.year, reading.year_from, reading.is_school_year) == (2026, "title", True)
    first, second, third = (item["recurrence"] for item in reading.to_json()["items"])
    assert first["window"] == {"start": "2026-09-01", "end": "2026-09-30"}
    assert second["window"] == {"start": "2027-02-01", "end": "2027-02-28"}
    assert third["dates"] == ["2027-05-15"]


def test_a_report_in_the_layout_of_a_plan_stays_a_report(tmp_path: Path) -> None:
    with pytest.raises(NotAPlan) as refusal:
        read_plan(write_docx(tmp_path / "p.docx", plan_rows("May"), above=["Media-reja ijrosi boʻyicha MAʼLUMOTNOMA"]))
    assert refusal.value.code == "is_report"
