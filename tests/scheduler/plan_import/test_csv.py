"""Lines with separators: every separator, encoding and line end; quotes, titles, ragged lines, whole numbers."""

from pathlib import Path
from typing import Any

import pytest

from scheduler.plan_import import NotAPlan, limits, read_plan
from scheduler.plan_import.readers.csv_quotes import loosely_quoted
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.rows import Paragraph
from scheduler.samples.build_sample import HEADER, PAGES, ROWS, TITLE, as_docx
from tests.scheduler.plan_import.plans import plan_rows
from tests.scheduler.plan_import.workbooks import only_table, texts, write_csv

RUSSIAN = [
    ["№", "Наименование мероприятия", "Срок исполнения", "Освещение"],
    ["1", "Пресс-тур; брифинг", "Декабрь", "официальные страницы"],
    ["2", "Открытый урок\nв школе, 5 класс", "Ежемесячно", "сайт | канал"],
]


def refusal(path: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(NotAPlan) as caught:
        open_document(path)
    return caught.value.code, caught.value.params


def without_places(path: Path) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read_plan(path, year=2026).to_json()["items"]
    return [{key: value for key, value in item.items() if key != "place"} for item in items]


def test_the_sample_plan_reads_as_its_word_form(tmp_path: Path) -> None:
    as_docx(tmp_path / "reja.docx")
    path = write_csv(tmp_path / "reja.csv", [[TITLE], [], HEADER, *ROWS])
    assert without_places(path) == without_places(tmp_path / "reja.docx")
    assert read_plan(path).title == read_plan(tmp_path / "reja.docx").title


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
def test_every_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [[cell.replace("№", "N") for cell in row] for row in RUSSIAN]
    assert texts(write_csv(tmp_path / "p.csv", rows, separator, encoding)) == [rows]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, line_end: str) -> None:
    path = write_csv(tmp_path / "p.csv", RUSSIAN)
    path.write_bytes(path.read_bytes().replace(b"\r\n", line_end.encode()))
    assert texts(path) == [RUSSIAN]


def test_a_first_line_may_name_the_separator(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", RUSSIAN, "^", "utf-8")
    path.write_bytes(b"sep=^\r\n" + path.read_bytes())
    assert texts(path) == [RUSSIAN]


def test_lines_above_and_below_the_table_are_paragraphs(tmp_path: Path) -> None:
    above = [["", "", "", "TASDIQLAYMAN", ""], ["2026-yilgi MEDIA-REJA", "", "", "", ""], [""] * 5]
    path = write_csv(tmp_path / "p.csv", [*above, *plan_rows("Dekabr"), [""] * 5, ["* izoh", "", "", "", ""]])
    blocks = open_document(path).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "TASDIQLAYMAN", "2026-yilgi MEDIA-REJA", "* izoh",
    ]  # fmt: skip
    assert [row.place for row in only_table(open_document(path))] == [(1, 4), (1, 5)]


def test_ragged_lines_are_filled_up(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    path = write_csv(tmp_path / "p.csv", [rows[0], rows[1][:4], [*rows[2], "", ""]])
    assert texts(path) == [[[*rows[0], "", ""], [*rows[1][:4], "", "", ""], [*rows[2], "", ""]]]


@pytest.mark.parametrize("mark", [",", "."])
def test_whole_numbers_written_as_decimals_are_whole(tmp_path: Path, mark: str) -> None:
    rows = plan_rows("Dekabr", "May", "Iyun")
    for at, row in enumerate(rows[1:], start=1):
        row[0] = f"{at}{mark}0"
    path = write_csv(tmp_path / "p.csv", rows)
    assert [item.number for item in read_plan(path).items] == ["1", "2", "3"]


def test_numbers_with_parts_stay_as_they_are(tmp_path: Path) -> None:
    rows = plan_rows("Dekabr", "May")
    rows[1][0], rows[2][0] = "1.0", "1.1"
    assert [row.text(0) for row in only_table(open_document(write_csv(tmp_path / "p.csv", rows)))[1:]] == ["1.0", "1.1"]


def test_quotation_marks_typed_by_hand_stay_in_the_text(tmp_path: Path) -> None:
    lines = [
        ";".join(HEADER),
        '1.;"Tong" gazetasida maqola;Xabar;Dekabr;"Tong" gazetasi',
        f"2.;Xabar;E’lon;May;{PAGES}",
    ]
    (tmp_path / "p.csv").write_text("\n".join(lines), encoding="utf-8")
    assert texts(tmp_path / "p.csv") == [
        [
            list(HEADER),
            ["1.", '"Tong" gazetasida maqola', "Xabar", "Dekabr", '"Tong" gazetasi'],
            ["2.", "Xabar", "E’lon", "May", PAGES],
        ]
    ]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('"a";"b ""c"" d"\ne;f', [["a", 'b "c" d'], ["e", "f"]]),
        ('"a\nb";c', [["a\nb", "c"]]),
        ('"a;b;c\nd;e;f\n"g;h;i', [['"a', "b", "c"], ["d", "e", "f"], ['"g', "h", "i"]]),
        ('"Gazeta "Tong" soni";x', [['Gazeta "Tong" soni', "x"]]),
        ('"a" b;c\n', [['"a" b', "c"], [""]]),
        ('a;"', [["a", '"']]),
        ("", [[""]]),
    ],
)
def test_a_mark_that_closes_no_cell_belongs_to_the_text(text: str, records: list[list[str]]) -> None:
    assert loosely_quoted(text, ";") == records


def test_blank_and_too_large_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"sep=;\r\n \r\n")
    assert refusal(tmp_path / "a.csv") == ("empty_file", {})
    write_csv(tmp_path / "b.csv", [["x"] * 300])
    assert refusal(tmp_path / "b.csv") == ("too_big", {"limit_columns": limits.COLUMNS})
    write_csv(tmp_path / "c.csv", [["x", "y"]] * (limits.ROWS + 1))
    assert refusal(tmp_path / "c.csv") == ("too_big", {"limit_rows": limits.ROWS})
