"""What stands above a plan: its title and year, stamps, and reports that are no plans."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.headings import heads_section, is_report, read_heading
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.neutral import HEADER, PAGES, document_of

ROWS = [HEADER, ["1", "Maqola", "Yozish", "may", PAGES]]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Namunaobod tumanining 2026-yilga mo‘ljallangan MEDIA-REJASI", 2026),
        ("2026 йил учун медиа-режа", 2026),
        ("2026-YILGI KOMMUNIKATSIYA REJASI", 2026),
        ("Медиа-план на 2026 год", 2026),
        ("2026-yil I chorak uchun media-reja", 2026),
        ("2026-yil 1-chorak uchun media-reja", 2026),
        ("2022–2026-yillarga mo‘ljallangan dastur doirasida 2026-yil uchun media-reja", 2026),
        ("“O‘zbekiston – 2030” strategiyasi doirasida 2026-yilgi media-reja", 2026),
        ("2025-yil 12-dekabrdagi 45-son qaror ijrosi bo‘yicha 2026-yilgi media-reja", 2026),
        ("2026 йил 10 январдаги ПФ-5-сон Фармон ижроси юзасидан 2027 йил медиа-режа", 2027),
        ("Media-reja (12.12.2025 dagi bayonnoma asosida)", None),
        ("2025-2026-yillarga mo‘ljallangan media-reja", None),
        ("2025-yil yakunlari va 2026-yil uchun media-reja", None),
        ("Media-reja", None),
    ],
)
def test_the_year_of_the_title(title: str, year: int | None) -> None:
    heading = read_heading([title])
    assert (heading.title, heading.year, heading.academic) == (title, year, False)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2026–2027 o‘quv yili uchun MEDIA-REJA", 2026),
        ("2026/2027-o‘quv yilida media-reja", 2026),
        ("2026-27 o'quv yili media-reja", 2026),
        ("2026-2027 ўқув йили медиа-режаси", 2026),
        ("Медиа-план на 2026-2027 учебный год", 2026),
        ("2026-2028 o‘quv yillari media-rejasi", None),
        ("O‘quv yili uchun media-reja", None),
        ("2026 o‘quv yili media-rejasi", None),
    ],
)
def test_a_school_year_is_known_by_its_first_year(title: str, year: int | None) -> None:
    heading = read_heading([title])
    assert (heading.year, heading.academic) == (year, True)


def test_a_calendar_year_about_a_school_year_asks_which_it_is() -> None:
    reading = plan_of(document_of("2026-yilda yangi o‘quv yiliga tayyorgarlik MEDIA-REJASI", ROWS))
    assert (reading.year, reading.is_school_year, reading.plan_review) == (2026, False, ("academic_year",))


@pytest.mark.parametrize(
    "stamp",
    [
        ("“TASDIQLAYMAN”", "Tuman hokimi", "________ A.Namunaviy", "2025-yil “___” dekabr"),
        ("«УТВЕРЖДАЮ»", "Хоким района А.Намунавий", "«12» декабря 2025 г."),
        ("ТАСДИҚЛАЙМАН", "Бошлиқ Б.Намунавий", "12.12.2025 й."),
        ("KELISHILDI", "2025-12-12"),
        ("Hokimning 2025-yil 12-dekabrdagi 45-son qaroriga", "1-ilova"),
    ],
)
def test_the_lines_of_a_stamp_are_listed_and_give_no_year(stamp: tuple[str, ...]) -> None:
    reading = plan_of(document_of(*stamp, "Namunaobod tumanida yoritish bo‘yicha", "MEDIA-REJA", ROWS))
    assert (reading.title, reading.year) == ("Namunaobod tumanida yoritish bo‘yicha MEDIA-REJA", None)
    assert [(note.text, note.reason) for note in reading.not_read] == [(line, "stamp") for line in stamp]
    reading = plan_of(document_of(*stamp, "2026-yilgi MEDIA-REJA", ROWS))
    assert (reading.title, reading.year) == ("2026-yilgi MEDIA-REJA", 2026)


def test_stamps_in_a_table_without_lines_are_listed_and_the_title_may_stand_in_a_box() -> None:
    stamp = [["KELISHILDI\n______ A.Namunaviy\n2025-yil", "TASDIQLAYMAN\n______ B.Namunaviy\n2025-yil"]]
    reading = plan_of(document_of(stamp, [["2026-yilgi\nMEDIA-REJA"]], ROWS))
    assert (reading.title, reading.year) == ("2026-yilgi MEDIA-REJA", 2026)
    assert [(note.table, note.row, note.reason) for note in reading.not_read] == [(1, None, "stamp")]


def test_a_given_year_overrules_and_a_year_in_a_row_is_asked() -> None:
    rows = [HEADER, ["1", "Maqola", "Yozish", "2027-yil may", PAGES]]
    reading = plan_of(document_of("2026-yilgi MEDIA-REJA", rows))
    assert [item.review for item in reading.items] == [("year_differs",)]
    reading = plan_of(document_of("2026-yilgi MEDIA-REJA", rows), year=2027)
    assert (reading.year_from, [item.review for item in reading.items]) == ("option", [()])


@pytest.mark.parametrize(
    "line",
    ["MA’LUMOTNOMA", "Media-reja ijrosi bo‘yicha HISOBOT", "Ҳисобот", "Отчёт о выполнении медиа-плана", "СПРАВКА",
     "Hisobot: media-reja bajarilishi", "2026-yil media-rejasi ijrosi to‘g‘risida ma’lumotnoma"],
)  # fmt: skip
def test_a_report_is_refused_by_its_name(line: str) -> None:
    assert is_report([line])
    with pytest.raises(NotAPlan) as refusal:
        plan_of(document_of(line, ROWS))
    assert refusal.value.code == "is_report"


@pytest.mark.parametrize(
    "line",
    ["Hisobot berish media-rejasi", "Hokim hisobotini yoritish bo‘yicha MEDIA-REJA", "Hisobot berish 2026-yilgi rejasi",
     "Ochiq hisobotlar media-rejasi", "План публикации отчётности"],
)  # fmt: skip
def test_a_plan_of_reports_is_a_plan(line: str) -> None:
    rows = [*ROWS, ["2", "Yillik hisobot", "Hisobot", "iyun", PAGES], ["3", "Hisobot e’lon qilish", "", "iyul", PAGES]]
    assert len(plan_of(document_of(line, rows)).items) == 3


def test_reports_among_labelled_items_do_not_make_the_plan_a_report() -> None:
    lines = (
        "2026-yilgi media-reja",
        "1. Tadbir: Yillik hisobot",
        "Muddati: may",
        "2. Tadbir: Hisobot",
        "Muddati: iyun",
    )
    assert [item.title for item in plan_of(document_of(*lines)).items] == ["Yillik hisobot", "Hisobot"]


@pytest.mark.parametrize("line", ["II. Axborot", "1-bo‘lim. Ochiqlik", "Раздел 2", "Yanvar:", "II chorak", "IV РАЗДЕЛ"])
def test_a_line_that_heads_a_section(line: str) -> None:
    assert heads_section(line)


@pytest.mark.parametrize("line", ["Axborot", "2026-yil", "(2026-yil I chorak)", "MEDIA-REJA", "", "Ilova"])
def test_a_line_that_heads_none(line: str) -> None:
    assert not heads_section(line)


def test_named_days_before_today_are_asked_about_and_nothing_else() -> None:
    deadlines = ["15.01.2026", "may", "har oyda", "yanvar", "1-mart", "28-fevral"]
    rows = [HEADER, *([f"{at}", f"{at}-tadbir", "Xabar", text, PAGES] for at, text in enumerate(deadlines, 1))]
    document = document_of("2026-yilgi MEDIA-REJA", rows)
    reading = plan_of(document, today=date(2026, 3, 1))
    assert [item.number for item in reading.items if "past_date" in item.review] == ["1", "6"]
    assert reading.plan_review == ("rows_need_attention", "dates_in_the_past")
    assert not any("past_date" in item.review for item in plan_of(document).items)


@pytest.mark.parametrize(
    ("title", "deadline", "is_asked"),
    [
        ("Dekabr oyida o‘tkaziladigan forumni yoritish", "mart", True),
        ("Декабрь ойида ўтказиладиган форумни ёритиш", "март", True),
        ("Dekabr oyida o‘tkaziladigan forumni yoritish", "15-dekabr", False),
        ("Dekabr oyida o‘tkaziladigan forumni yoritish", "noyabr-dekabr", False),
        ("Dekabr oyida o‘tkaziladigan forumni yoritish", "har oyda", False),
        ("8-mart – Xotin-qizlar bayrami tabrigi", "fevral", False),
    ],
)
def test_a_title_that_names_another_month_than_the_deadline_is_asked(title: str, deadline: str, is_asked: bool) -> None:
    (item,) = plan_of(document_of("2026 MEDIA-REJA", [HEADER, ["1", title, "", deadline, PAGES]])).items
    assert ("conflicting_deadline" in item.review) is is_asked
