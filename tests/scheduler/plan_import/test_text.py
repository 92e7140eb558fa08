"""Text pasted from Word, in the shapes it arrives in."""

from pathlib import Path

import pytest

from scheduler.plan_import import read_plan
from scheduler.samples.build_sample import HEADER, PAGES
from tests.scheduler.plan_import.plans import pasted, plan_rows, write_text


def kinds(path: Path) -> list[str]:
    return [item.kind for item in read_plan(path).items]


def test_blank_lines_inside_cells_and_steps_without_a_tab_stay_in_their_cell(tmp_path: Path) -> None:
    text = (
        "   \t\t\nSinov MEDIA-REJA\n\tT/r\n\tTadbir nomi\n\tAmalga oshirish shakli\n\tMuddati\n\tYoritilishi\n\n"
        "\t1.\n\tMaqola chop etish \n\t1. Matn yozish;\n2. Chop etish\n\t\n\n\nDekabr\n\t\nRasmiy sahifalar\n\n"
        "\t2.\n\tSuhbat o‘tkazish\n\tE’lon berish\n\t\n\nHar oyda bir marotaba\n\tRasmiy sahifalar\n\n\n"
    )
    first, second = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert (first.title, first.steps) == ("Maqola chop etish", ("Matn yozish", "Chop etish"))
    assert (first.deadline_text, first.coverage_text) == ("Dekabr", "Rasmiy sahifalar")
    assert (second.number, second.deadline_text, second.kind) == ("2", "Har oyda bir marotaba", "monthly")


def test_one_line_per_row_with_tabs_between_the_cells(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "Har chorakda")
    text = "MEDIA-REJA\n" + "\n".join("\t".join(row) for row in rows) + "\n"
    assert kinds(write_text(tmp_path / "p.txt", text)) == ["one_off_month", "quarterly"]


def test_one_line_per_row_with_steps_on_lines_of_their_own(tmp_path: Path) -> None:
    text = "\t".join(HEADER) + f"\n1\tSuhbat\t1. E’lon;\n2. Xabar\tDekabr\t{PAGES}\n2\tMaqola\tYozish\tMay\t{PAGES}\n"
    first, second = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert (first.steps, first.deadline_text) == (("E’lon", "Xabar"), "Dekabr")
    assert (second.number, second.deadline_text) == ("2", "May")


@pytest.mark.parametrize(
    "header",
    [
        ["№", "Чора-тадбирлар номи", "Амалга ошириш механизми", "Ижро муддати", "Ёритилиши"],
        ["Т/р", "Тадбир номи", "Амалга ошириш шакли", "Муддати", "Ёритилиши"],
        ["№ п/п", "Наименование мероприятия", "Форма реализации", "Срок исполнения", "Освещение"],
        ["T/r", "Tadbir nömi", "Amalga oşiriş şakli", "Muddati", "Yoritilişi"],
    ],
)
def test_header_words_of_every_alphabet(tmp_path: Path, header: list[str]) -> None:
    rows = [header, *plan_rows("Ҳар ойда")[1:]]
    reading = read_plan(write_text(tmp_path / "p.txt", pasted(rows)))
    assert [(item.kind, item.channels) for item in reading.items] == [("monthly", ("official_pages",))]
    assert reading.plan_review == ("no_year",)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    order = (0, 3, 4, 1, 2)
    rows = [[row[at] for at in order] for row in plan_rows("Dekabr", "Har oyda")]
    reading = read_plan(write_text(tmp_path / "p.txt", pasted(rows)))
    assert [(item.title, item.deadline_text) for item in reading.items] == [
        ("1-tadbir haqida xabar", "Dekabr"),
        ("2-tadbir haqida xabar", "Har oyda"),
    ]


def test_a_section_between_rows_belongs_to_the_items_below_it(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "Noyabr")
    text = pasted(rows[:2]) + "\n\tI. Targ‘ibot tadbirlari\n\n" + "".join(f"\t{cell}\n" for cell in rows[2])
    items = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert [(item.number, item.section) for item in items] == [("1", None), ("2", "I. Targ‘ibot tadbirlari")]


def test_a_signature_below_the_table_is_no_item_and_no_coverage(tmp_path: Path) -> None:
    text = pasted(plan_rows("Dekabr")) + "\nShahar hokimi ____________ S.Namunaviy\n"
    (item,) = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert item.coverage_text == PAGES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_word_and_notepad(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.txt"
    path.write_bytes(pasted(plan_rows("Dekabr")).replace("\n", "\r\n").encode(encoding))
    assert kinds(path) == ["one_off_month"]


def test_a_windows_encoding_of_cyrillic(tmp_path: Path) -> None:
    header = ["№", "Наименование мероприятия", "Форма реализации", "Срок исполнения", "Освещение"]
    row = ["1", "Круглый стол", "Подготовить сообщение", "Ежеквартально", "Официальные страницы"]
    path = tmp_path / "p.txt"
    path.write_bytes(pasted([header, row], above="МЕДИА-ПЛАН").encode("cp1251"))
    (item,) = read_plan(path).items
    assert (item.title, item.kind, item.channels) == ("Круглый стол", "quarterly", ("official_pages",))


def test_a_section_line_without_tabs_heads_the_lines_below(tmp_path: Path) -> None:
    rows = ["\t".join(row) for row in plan_rows("Dekabr", "May")]
    text = "\n".join([rows[0], rows[1], "II. Ochiqlik", rows[2], "", "Hokim ____ S.Namunaviy"])
    items = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert [(item.number, item.section) for item in items] == [("1", None), ("2", "II. Ochiqlik")]
    assert items[1].coverage_text == PAGES


def test_a_last_cell_of_two_lines_goes_on_below(tmp_path: Path) -> None:
    rows = ["\t".join(row) for row in plan_rows("Dekabr", "May")]
    text = "\n".join([rows[0], rows[1], "hamda veb-sayti", rows[2]])
    first, second = read_plan(write_text(tmp_path / "p.txt", text)).items
    assert first.channels == ("official_pages", "website")
    assert second.channels == ("official_pages",)


def test_a_cell_that_equals_the_next_number_is_no_row(tmp_path: Path) -> None:
    rows = plan_rows("2", "Dekabr")
    items = read_plan(write_text(tmp_path / "p.txt", pasted(rows))).items
    assert [(item.number, item.deadline_text) for item in items] == [("1", "2"), ("2", "Dekabr")]


def test_a_row_that_lacks_a_cell_does_not_shift_the_rows_below(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May", "Iyun")
    items = read_plan(write_text(tmp_path / "p.txt", pasted([rows[0], rows[1][:4], *rows[2:]]))).items
    assert [(item.number, item.deadline_text) for item in items] == [("1", "Dekabr"), ("2", "May"), ("3", "Iyun")]
    assert items[0].review == ("channel_unknown",)


def test_a_row_that_numbers_the_columns_is_no_item_where_each_cell_has_its_line(tmp_path: Path) -> None:
    header, *rows = plan_rows("May", "Har oyda")
    path = write_text(tmp_path / "p.txt", pasted([header, ["1", "2", "3", "4", "5"], *rows]))
    assert [(item.number, item.kind) for item in read_plan(path).items] == [("1", "one_off_month"), ("2", "monthly")]


def test_a_total_and_a_footnote_below_the_lines_do_not_run_into_the_last_item(tmp_path: Path) -> None:
    table = "\n".join("\t".join(row) for row in plan_rows("May"))
    path = write_text(tmp_path / "p.txt", f"MEDIA-REJA\n{table}\nJami: 1 ta\n* sana oʻzgarishi mumkin\n")
    (item,) = read_plan(path).items
    assert item.coverage_text == PAGES
