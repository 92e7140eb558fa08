"""Layouts that strangers hand in: turned tables, halves side by side, bars of chat programs, lists half labelled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.plan_import.plan_reading import ItemReading, PlanReading
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.reading import plan_of
from tests.plans.building import write
from tests.plans.documents import LEFT, Office, Table, other

TITLE = "Tuman bo‘limining 2026-yil media-rejasi"
HEADER = ("T/r", "Tadbir nomi", "Muddati", "Yoritilishi")


def read(form: str, folder: Path, *blocks: str | Table) -> PlanReading:
    return plan_of(open_document(write(Office("sinov", 2026, blocks), form, folder)))


def table(*rows: tuple[str, ...]) -> Table:
    return Table("." * len(rows[0]), tuple(other(*row) for row in rows))


def told(reading: PlanReading) -> list[tuple[str | None, str, str, tuple[str, ...]]]:
    return [(item.number, item.title, item.deadline_text, item.channels) for item in reading.items]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_header_down_the_first_column(form: str, tmp_path: Path) -> None:
    turned = table(
        ("T/r", "1", "2"),
        ("Tadbir nomi", "Suhbat", "Maqola"),
        ("Muddati", "may", "har oyda"),
        ("Yoritilishi", "Telegram", "Gazeta"),
    )
    assert told(read(form, tmp_path, TITLE, turned)) == [
        ("1", "Suhbat", "may", ("telegram",)),
        ("2", "Maqola", "har oyda", ("newspaper",)),
    ]


def test_a_table_for_each_item(tmp_path: Path) -> None:
    one = table(("Tadbir nomi", "Suhbat"), ("Muddati", "may"), ("Yoritilishi", "Telegram"))
    two = table(("Tadbir nomi", "Maqola"), ("Muddati", "iyun"), ("Yoritilishi", "Gazeta"))
    reading = read("docx", tmp_path, TITLE, "1-tadbir", one, "2-tadbir", two)
    assert [item[1:] for item in told(reading)] == [
        ("Suhbat", "may", ("telegram",)),
        ("Maqola", "iyun", ("newspaper",)),
    ]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_two_halves_of_a_plan_side_by_side(form: str, tmp_path: Path) -> None:
    halves = table(
        (*HEADER, "", *HEADER),
        ("1", "Suhbat", "may", "Telegram", "", "3", "Brifing", "iyul", "OAV"),
        ("2", "Maqola", "iyun", "Gazeta", "", "", "", "", ""),
    )
    assert told(read(form, tmp_path, TITLE, halves)) == [
        ("1", "Suhbat", "may", ("telegram",)),
        ("2", "Maqola", "iyun", ("newspaper",)),
        ("3", "Brifing", "iyul", ("mass_media",)),
    ]


def test_a_table_drawn_with_bars(tmp_path: Path) -> None:
    path = tmp_path / "reja.txt"
    path.write_text(
        f"# {TITLE}\n\n| T/r | **Tadbir nomi** | Muddati | Yoritilishi |\n|:---|---|---|---|\n"
        "| 1 | **Suhbat** | may | Telegram<br>Facebook |\n| 2 | Maqola | har oyda | Gazeta |\n",
        encoding="utf-8",
    )
    assert told(plan_of(open_document(path))) == [
        ("1", "Suhbat", "may", ("telegram", "facebook")),
        ("2", "Maqola", "har oyda", ("newspaper",)),
    ]


def test_an_item_without_labels_among_labelled_ones_is_asked_and_not_lost(tmp_path: Path) -> None:
    lines = (
        "1. Suhbat o‘tkazish", "may oyida, Telegram kanalida",
        "2. Maqola chop etish", "Muddati: har oyda", "Yoritilishi: gazeta",
        "3. Brifing",
        "4. Lavha", "Muddati: iyun", "Yoritilishi: radio",
    )  # fmt: skip
    reading = read("docx", tmp_path, TITLE, *lines)
    assert [(item.number, item.title, item.kind) for item in reading.items] == [
        ("1", "Suhbat o‘tkazish may oyida, Telegram kanalida", "unknown"),
        ("2", "Maqola chop etish", "monthly"),
        ("3", "Brifing", "unknown"),
        ("4", "Lavha", "one_off_month"),
    ]


def test_steps_of_a_labelled_item_are_no_items(tmp_path: Path) -> None:
    lines = (
        "1. Suhbat", "Muddati: may", "Yoritilishi: radio", "Amalga oshirish shakli:", "1. E’lon berish",
        "2. Suhbat o‘tkazish", "3. Xabar yozish",
        "2. Maqola", "Muddati: iyun", "Yoritilishi: gazeta",
    )  # fmt: skip
    assert [item.title for item in read("docx", tmp_path, TITLE, *lines).items] == ["Suhbat", "Maqola"]


def only(reading: PlanReading) -> ItemReading:
    (item,) = reading.items
    return item


@pytest.mark.parametrize(
    ("number", "title", "deadline"),
    [("1", "Suhbat\nMaqola", "mart\niyun"), ("1 2", "Suhbat\nMaqola", "may"), ("1", "Suhbat\nMaqola", "may\nhar oyda")],
)
def test_several_items_in_one_row_are_asked(number: str, title: str, deadline: str, tmp_path: Path) -> None:
    item = only(read("docx", tmp_path, TITLE, table(HEADER, (number, title, deadline, "Telegram"))))
    assert "multi_deadline" in item.review


def test_one_title_of_two_lines_is_not_asked(tmp_path: Path) -> None:
    item = only(read("docx", tmp_path, TITLE, table(HEADER, ("1", "Suhbat\nva maqola", "may", "Telegram"))))
    assert item.review == ()


def test_counts_beside_several_months_are_asked(tmp_path: Path) -> None:
    months = table(("№", "Mavzu", "Yanvar", "Fevral", "Mart", "Kanal"), ("1", "Rolik", "+", "2 ta", "", "TV"))
    assert only(read("docx", tmp_path, TITLE, months)).review == ("count_mismatch",)


def test_a_second_plan_of_another_year_is_read_in_its_year_and_asked(tmp_path: Path) -> None:
    reading = read(
        "docx",
        tmp_path,
        "2025-yil media-rejasi",
        table(HEADER, ("1", "Suhbat", "may", "Telegram")),
        "2026-yil media-rejasi",
        table(HEADER, ("1", "Maqola", "may", "Gazeta")),
    )
    windows = [item.recurrence.to_json()["window"]["start"] for item in reading.items]
    assert windows == ["2025-05-01", "2026-05-01"]
    assert [item.review for item in reading.items] == [(), ("year_differs",)]


def test_the_years_of_a_plan_of_two_years_head_their_rows(tmp_path: Path) -> None:
    rows = table(
        HEADER,
        ("2026-yil", LEFT, LEFT, LEFT),
        ("1", "Suhbat", "may", "Telegram"),
        ("2027-yil", LEFT, LEFT, LEFT),
        ("2", "Maqola", "5-iyun", "Gazeta"),
        ("3", "Lavha", "har oyda", "Radio"),
        ("2025-yil yakunlari", LEFT, LEFT, LEFT),
        ("4", "Brifing", "mart", "OAV"),
    )
    path = write(Office("sinov", 2026, ("2026–2027-yillarga media-reja", rows)), "docx", tmp_path)
    reading = plan_of(open_document(path))
    days = [
        [*item.recurrence.to_json()["dates"], (item.recurrence.to_json()["window"] or {}).get("start")]
        for item in reading.items
    ]
    assert (reading.year, days) == (None, [["2026-05-01"], ["2027-06-05", None], [None], ["--03"]])
    assert [item.review for item in reading.items] == [(), ("weekend_inside",), ("year_differs",), ()]
    given = plan_of(open_document(path), year=2026, today=date(2026, 1, 1))
    assert [item.review for item in given.items] == [(), ("weekend_inside", "year_differs"), ("year_differs",), ()]


@pytest.mark.parametrize(
    ("title", "remark"),
    [
        ("Suhbat", "iyunga ko‘chirildi"),
        ("Suhbat (bekor qilingan)", ""),
        ("Суҳбат (отменено)", ""),
        ("Suhbat", "Qoldirildi"),
    ],
)
def test_what_was_put_off_or_cancelled_is_asked(title: str, remark: str, tmp_path: Path) -> None:
    item = only(read("docx", tmp_path, TITLE, table((*HEADER, "Izoh"), ("1", title, "may", "Telegram", remark))))
    assert item.review == ("conflicting_deadline",)


def test_a_remark_of_another_matter_is_not_asked(tmp_path: Path) -> None:
    item = only(
        read("docx", tmp_path, TITLE, table((*HEADER, "Izoh"), ("1", "Suhbat", "may", "Telegram", "zal kerak")))
    )
    assert item.review == ()
