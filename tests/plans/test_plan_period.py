"""A plan for a part of the year: its rhythms stay in that part, and what lies outside is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.headings import read_heading
from scheduler.plan_import.plan_dates import PlanDate, Window
from scheduler.plan_import.plan_period import period_of
from scheduler.plan_import.plan_reading import PlanReading
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.reading import plan_of
from tests.plans.building import write
from tests.plans.documents import Office, Table, other


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2026-yil mart oyi uchun media-reja", 3, 3),
        ("2026-yil mart–may oylariga mo‘ljallangan media-reja", 3, 5),
        ("Media-reja (2026-yilning II yarmi uchun)", 7, 12),
        ("2026 йил I ярим йиллик медиа-режаси", 1, 6),
        ("2026-yil 3-chorak media rejasi", 7, 9),
        ("I-II choraklar uchun media-reja", 1, 6),
        ("Медиаплан на II квартал 2026 года", 4, 6),
        ("Медиаплан на март 2026 года", 3, 3),
        ("Медиаплан на первое, 2 полугодие", 7, 12),
    ],
)
def test_titles_of_a_part_of_the_year(title: str, first: int, last: int) -> None:
    assert period_of(title) == Window(PlanDate(first), PlanDate(last))


@pytest.mark.parametrize(
    "title",
    [
        "2026-yil uchun media-reja",
        "8-mart bayrami munosabati bilan media-reja",
        "“Mart oyi — kitob oyi” loyihasining 2026-yilgi media-rejasi",
        "Noyabr oyidagi saylovlarni yoritish media-rejasi",
        "I chorak va III chorak media-rejasi",
        "",
    ],
)
def test_titles_of_a_whole_year(title: str) -> None:
    assert period_of(title) is None


def read(title: str, folder: Path, *rows: tuple[str, str]) -> PlanReading:
    header = other("T/r", "Tadbir nomi", "Muddati", "Yoritilishi")
    lines = [other(str(at), title_of, deadline, "Telegram") for at, (title_of, deadline) in enumerate(rows, start=1)]
    return plan_of(
        open_document(write(Office("sinov", 2026, (title, Table("nt..", (header, *lines)))), "docx", folder))
    )


def test_rhythms_stay_in_the_month_of_the_plan(tmp_path: Path) -> None:
    reading = read(
        "2026-yil mart oyi uchun media-reja",
        tmp_path,
        ("A", "har juma"),
        ("B", "17-mart"),
        ("C", "may"),
        ("D", "doimiy"),
    )
    windows = [item.recurrence.to_json()["window"] for item in reading.items]
    assert windows == [
        {"start": "2026-03-01", "end": "2026-03-31"},
        None,
        {"start": "2026-05-01", "end": "2026-05-31"},
        None,
    ]
    assert [item.review for item in reading.items] == [(), (), ("conflicting_deadline",), ()]


def test_a_quarter_of_a_school_year(tmp_path: Path) -> None:
    title = "2026-2027 o‘quv yili II chorak media-rejasi"
    reading = read(title, tmp_path, ("A", "har juma"), ("B", "yanvar"), ("C", "may"))
    assert reading.items[0].recurrence.to_json()["window"] == {"start": "2026-12-01", "end": "2027-02-28"}
    assert [item.review for item in reading.items] == [(), (), ("conflicting_deadline",)]


def test_a_plan_in_one_word_gives_the_year() -> None:
    assert read_heading(["МЕДИАПЛАН на 2026 год"]).year == 2026


def test_what_was_done_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(NotAPlan) as refused:
        read("2026-yil media-rejasi ijrosi bo‘yicha ma’lumot", tmp_path, ("A", "may"))
    assert refused.value.code == "is_report"
