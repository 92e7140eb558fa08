"""What the offices' plans taught, each lesson in the smallest plan that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.plan_import.header_words import heads_other_list, named_role
from scheduler.plan_import.plan_reading import PlanReading
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.reading import plan_of
from tests.plans.building import write
from tests.plans.documents import Office, Row, Table, other

TITLE = "Tuman bo‘limining 2026-yil media-rejasi"
HEADER = other("T/r", "Tadbir nomi", "Muddati", "Yoritilishi")


def read(form: str, folder: Path, *blocks: str | Table) -> PlanReading:
    return plan_of(open_document(write(Office("sinov", 2026, (TITLE, *blocks)), form, folder)))


def plan(*rows: Row) -> Table:
    return Table("nt..", (HEADER, *rows))


@pytest.mark.parametrize(
    ("words", "role"), [("I chorak", None), ("T/p", "number"), ("Chora-tadbirlar", "title"), ("Tarqatish", "coverage")]
)
def test_header_words(words: str, role: str | None) -> None:
    assert named_role(words) == role


@pytest.mark.parametrize(
    ("words", "is_other"),
    [
        (("№", "F.I.Sh.", "Lavozimi"), True),
        (("№", "Mas’ul", "Telefon"), True),
        (("№", "Tadbir", "Xona"), False),
        (("№", "Vaqti", "Xona"), False),
        (("1", "F.I.Sh.", "Lavozimi"), False),
        (("№",), False),
    ],
)
def test_heads_of_other_lists(words: tuple[str, ...], is_other: bool) -> None:
    assert heads_other_list(words) is is_other


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "tsv", "txt", "pdf"])
def test_a_list_of_people_between_two_plan_tables_adds_no_item_and_hides_none(form: str, tmp_path: Path) -> None:
    people = Table(
        "...",
        (other("№", "F.I.Sh.", "Lavozimi"), other("1", "Aliyev Sobir", "Rais"), other("2", "Vohidova Lola", "Kotiba")),
    )
    reading = read(
        form,
        tmp_path,
        plan(other("1", "Suhbat", "may", "Telegram"), other("2", "Maqola", "iyun", "Gazeta")),
        "Komissiya tarkibi",
        people,
        "Qo‘shimcha tadbirlar",
        plan(other("3", "Brifing", "iyul", "Radio"), other("4", "Lavha", "avgust", "Telekanal")),
    )
    assert [(item.number, item.title) for item in reading.items] == [
        ("1", "Suhbat"), ("2", "Maqola"), ("3", "Brifing"), ("4", "Lavha"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_section_in_the_column_of_numbers_is_none_of_the_items(form: str, tmp_path: Path) -> None:
    reading = read(
        form, tmp_path, plan(other("Matbuot bilan ishlash", "", "", ""), other("1", "Suhbat", "may", "Telegram"))
    )
    assert [(item.title, item.section) for item in reading.items] == [("Suhbat", "Matbuot bilan ishlash")]


def test_a_signature_below_rows_between_tabs_is_no_coverage(tmp_path: Path) -> None:
    reading = read("tsv", tmp_path, plan(other("1", "Suhbat", "may", "Telegram")), "Bo‘lim boshlig‘i        T. Ortiqov")
    assert [item.coverage_text for item in reading.items] == ["Telegram"]


def test_a_numbered_name_over_the_next_header_is_no_coverage(tmp_path: Path) -> None:
    reading = read(
        "tsv",
        tmp_path,
        plan(other("1", "Suhbat", "may", "Telegram")),
        "2. O‘quv mashg‘ulotlari",
        plan(other("1", "Maqola", "iyun", "Gazeta")),
    )
    assert [(item.title, item.coverage_text) for item in reading.items] == [
        ("Suhbat", "Telegram"),
        ("Maqola", "Gazeta"),
    ]


def test_a_quarter_and_a_channel_on_lines_of_their_own_open_no_table(tmp_path: Path) -> None:
    reading = read(
        "txt", tmp_path, plan(other("1", "Suhbat", "I chorak", "OAV"), other("2", "Maqola", "iyun", "Gazeta"))
    )
    assert [(item.title, item.kind, item.channels) for item in reading.items] == [
        ("Suhbat", "one_off_month", ("mass_media",)),
        ("Maqola", "one_off_month", ("newspaper",)),
    ]


def test_short_lines_of_a_page_are_lines_of_their_author(tmp_path: Path) -> None:
    lines = ("1-tadbir: Suhbat", "Muddati: may", "Yoritilishi: radio", "2-tadbir: Lavha", "Muddati: iyun")
    reading = read("pdf", tmp_path, *lines)
    assert (reading.year, [(item.title, item.deadline_text) for item in reading.items]) == (
        2026,
        [("Suhbat", "may"), ("Lavha", "iyun")],
    )
