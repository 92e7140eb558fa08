"""PDF files: ruled tables over pages, merged cells, wrapped lines, text around the tables, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from scheduler.plan_import import NotAPlan
from scheduler.plan_import.readers.pdf import read_pdf
from scheduler.plan_import.rows import Document, Paragraph, Table
from scheduler.samples.build_sample import HEADER, PAGES, ROWS
from tests.scheduler.plan_import.pdfs import table, typeset, words
from tests.scheduler.plan_import.plans import plan_rows

WIDTHS = "(1fr, 4fr, 6fr, 2.4fr, 3fr)"
SAMPLE = [HEADER, *ROWS]


def texts(document: Document) -> list[list[list[str]]]:
    """Return each table's rows, runs of blanks folded, line breaks kept."""
    return [
        [["\n".join(" ".join(line.split()) for line in cell.text.split("\n")) for cell in row.cells] for row in rows]
        for rows in document.tables
    ]


@pytest.mark.parametrize("size", [7, 11, 15])
@pytest.mark.parametrize("page", ['paper: "a4"', 'paper: "a4", flipped: true'])
def test_a_table_over_pages_is_one_and_no_cell_is_cut(tmp_path: Path, page: str, size: int) -> None:
    path = typeset(tmp_path / "p.pdf", table(SAMPLE, columns=WIDTHS), page=page, size=size)
    assert texts(read_pdf(path)) == [[list(row) for row in SAMPLE]]


def test_a_row_cut_by_the_page_brings_no_second_row_where_the_header_repeats(tmp_path: Path) -> None:
    long = "1. " + "Birinchi qadam haqida xabar tayyorlanadi va tarqatiladi. " * 60 + "\n2. Ikkinchi qadam"
    header = ", ".join(f"[#{words(text)}]" for text in HEADER)
    rows = [["1.", "Suhbat", long, "May", PAGES], ["2.", "Maqola", "Yozish", "Iyun", PAGES]]
    cells = ", ".join(f"[#{words(text)}]" for row in rows for text in row)
    path = typeset(tmp_path / "p.pdf", f"#table(columns: {WIDTHS}, table.header({header}), {cells})")
    read = texts(read_pdf(path))
    assert [row[0] for row in read[0] if row != list(HEADER)] == ["1.", "2."]
    assert read[0][1] == ["1.", "Suhbat", " ".join(long.split(" ")).replace(" \n", "\n"), "May", PAGES]


def test_rows_without_numbers_stay_apart_at_the_page_break(tmp_path: Path) -> None:
    rows = [["Tadbir nomi", "Muddati", "Yoritilishi"]] + [
        [f"Tadbir haqida xabar {at}", "May", "Telegram"] for at in range(90)
    ]
    path = typeset(tmp_path / "p.pdf", table(rows))
    assert texts(read_pdf(path)) == [rows]


def test_cells_merged_across_and_downwards(tmp_path: Path) -> None:
    markup = f"""#table(columns: {WIDTHS},
      [T/r], [Tadbir nomi], [Shakli], [Muddati], [Yoritilishi],
      table.cell(colspan: 5)[I. Ochiqlik],
      [1], [Maqola], [Yozish], table.cell(rowspan: 2)[May], [Sayt],
      [2], [Suhbat], [Xabar], [Telegram])"""
    (rows,) = read_pdf(typeset(tmp_path / "p.pdf", markup)).tables
    assert [(cell.text, cell.column, cell.span) for cell in rows[1].cells] == [("I. Ochiqlik", 0, 5)]
    assert [(cell.text, cell.column, cell.inherited) for cell in rows[3].cells] == [
        ("2", 0, False), ("Suhbat", 1, False), ("Xabar", 2, False), ("May", 3, True), ("Telegram", 4, False),
    ]  # fmt: skip


def test_a_cell_merged_downwards_goes_on_over_the_page(tmp_path: Path) -> None:
    long = words("Tadbir haqida batafsil xabar tayyorlanadi va tarqatiladi. " * 70)
    markup = f"""#table(columns: {WIDTHS}, [T/r], [Tadbir nomi], [Shakli], [Muddati], [Yoritilishi],
      [1], [Maqola], [#{long}], table.cell(rowspan: 2)[May], [Sayt], [2], [Suhbat], [Xabar], [Telegram])"""
    (rows,) = read_pdf(typeset(tmp_path / "p.pdf", markup)).tables
    assert [[(cell.text, cell.inherited) for cell in row.cells if cell.column == 3] for row in rows[1:]] == [
        [("May", False)], [("May", True)],
    ]  # fmt: skip
    assert [row.text(0) for row in rows] == ["T/r", "1", "2"]


def test_text_around_the_tables_stays_in_order_and_page_furniture_is_named(tmp_path: Path) -> None:
    markup = f"""#align(center)[2026-yil uchun MEDIA-REJA]\n\n{table(plan_rows("May"))}\n\nII. Boshqa tadbirlar\n
      {table(plan_rows("Iyun"))}\n\nMatbuot kotibi A. Namunaviy\n#pagebreak()\nIzoh: sana oʻzgarishi mumkin"""
    page = 'paper: "a4", header: [Namunaobod shahri], footer: context align(center)[#counter(page).display()]'
    document = read_pdf(typeset(tmp_path / "p.pdf", markup, page=page))
    assert [block.text if isinstance(block, Paragraph) else block.number for block in document.blocks] == [
        "Namunaobod shahri", "2026-yil uchun MEDIA-REJA", 1, "II. Boshqa tadbirlar", 2, "Matbuot kotibi A. Namunaviy",
        "Izoh: sana oʻzgarishi mumkin",
    ]  # fmt: skip
    assert sorted(entry.text for entry in document.not_read) == ["1", "2", "Namunaobod shahri"]
    assert {entry.reason for entry in document.not_read} == {"paragraph"}


def test_real_hyphens_at_a_line_end_are_kept_and_steps_keep_their_lines(tmp_path: Path) -> None:
    method = "1. Zarur moddiy-texnik bazani va veb-saytni tayyorlash;\n2. Korrupsiya–jamiyat mavzusida press-tur"
    rows = [HEADER, ("1", "Suhbat", method, "May", PAGES)]
    for width in range(90, 150, 7):
        path = typeset(tmp_path / "p.pdf", table(rows, columns=f"(auto, auto, {width}pt, auto, 90pt)"), size=10)
        assert texts(read_pdf(path))[0][1] == list(rows[1])


def test_letters_drawn_twice_to_look_bold_count_once(tmp_path: Path) -> None:
    bold = "#box[#place(dx: 0.2pt)[Ommaviy muloqot]#place[Ommaviy muloqot]#hide[Ommaviy muloqot]]"
    document = read_pdf(typeset(tmp_path / "p.pdf", f"{bold}\n\n{table(plan_rows('May'))}"))
    assert document.paragraphs == ("Ommaviy muloqot",)


def test_cyrillic_and_turned_words(tmp_path: Path) -> None:
    markup = """#table(columns: 4, [Т/р], [Тадбир номи], table.cell(rotate(-90deg, reflow: true)[Муддати]),
      table.cell(rotate(90deg, reflow: true)[Ёритилиши]), [1], [Ўқувчиларга ғамхўрлик ҳақида], [Май], [Сайт])"""
    assert texts(read_pdf(typeset(tmp_path / "p.pdf", markup))) == [
        [["Т/р", "Тадбир номи", "Муддати", "Ёритилиши"], ["1", "Ўқувчиларга ғамхўрлик ҳақида", "Май", "Сайт"]]
    ]


@pytest.mark.parametrize("angle", [-90, 90])
def test_a_table_turned_on_its_page_is_read_level(tmp_path: Path, angle: int) -> None:
    markup = f"#rotate({angle}deg, reflow: true)[#block(width: 600pt)[MEDIA-REJA\n{table(plan_rows('May', 'Iyun'))}]]"
    document = read_pdf(typeset(tmp_path / "p.pdf", markup))
    assert texts(document) == [plan_rows("May", "Iyun")]
    assert document.paragraphs == ("MEDIA-REJA",)


def test_a_page_shown_turned_is_read_as_shown(tmp_path: Path) -> None:
    path = typeset(tmp_path / "p.pdf", table(plan_rows("May")))
    raw = path.read_bytes()
    assert raw.count(b"/Type/Page/") == 1
    path.write_bytes(raw.replace(b"/Type/Page/", b"/Type/Page/Rotate 90/"))
    assert texts(read_pdf(path)) == [plan_rows("May")]


def refusal(path: Path) -> str:
    with pytest.raises(NotAPlan) as caught:
        read_pdf(path)
    return caught.value.code


def test_pages_of_pictures_only_are_named(tmp_path: Path) -> None:
    Image.new("RGB", (90, 40)).save(tmp_path / "scan.png")
    assert refusal(typeset(tmp_path / "p.pdf", '#image("scan.png")')) == "images_only"


def test_an_empty_page_is_empty(tmp_path: Path) -> None:
    assert refusal(typeset(tmp_path / "p.pdf", "")) == "empty_file"


def test_more_pages_than_a_plan_has_are_refused(tmp_path: Path) -> None:
    assert refusal(typeset(tmp_path / "p.pdf", "#pagebreak()\n" * 101 + "a")) == "too_big"


def test_a_file_cut_anywhere_is_unreadable_and_never_half_a_plan(tmp_path: Path) -> None:
    path = typeset(tmp_path / "p.pdf", table(SAMPLE, columns=WIDTHS))
    whole = path.read_bytes()
    for share in range(0, 100, 5):
        path.write_bytes(b"%PDF-1.7\n" + whole[: len(whole) * share // 100])
        assert refusal(path) == "unreadable"


def test_a_damaged_page_is_unreadable_and_never_half_a_page(tmp_path: Path) -> None:
    path = typeset(tmp_path / "p.pdf", table(SAMPLE, columns=WIDTHS))
    raw = bytearray(path.read_bytes())
    content = re.search(rb"/Contents (\d+) 0 R", bytes(raw))
    assert content is not None
    start = raw.index(b"stream\n", raw.index(b"\n%s 0 obj" % content.group(1))) + 400
    raw[start : start + 8] = b"\0" * 8
    path.write_bytes(bytes(raw))
    assert refusal(path) == "unreadable"


def test_the_parts_of_a_document_are_as_rows_say(tmp_path: Path) -> None:
    document = read_pdf(typeset(tmp_path / "p.pdf", f"MEDIA-REJA\n{table(plan_rows('May'))}"))
    first, second = document.blocks
    assert first == Paragraph("MEDIA-REJA", 1)
    assert isinstance(second, Table)
    assert (second.number, second.name, [row.place for row in second.rows]) == (1, "", [(1, 1), (1, 2)])
    assert document.not_read == ()
