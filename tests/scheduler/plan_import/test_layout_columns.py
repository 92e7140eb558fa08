"""Columns found from header words in every alphabet, from two header rows, or from what stands below."""

from __future__ import annotations

import pytest

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.header_words import named_role
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.neutral import ABOVE, HEADER, PAGES, above, document_of, items_of, unread_of

WORDS = {
    "number": "T/r | т/р | № | №№ | № п/п | п/п | N | Tartib raqami | Тартиб рақами | No.",
    "title": (
        "Tadbir nomi | Tadbirlar nomi | Chora-tadbirlar | Chora-tadbirlar nomi | Bajariladigan ishlar | Ish mazmuni"
        " | Mavzu | Mavzusi | Nashr mavzusi | Kontent mavzusi | Tadbirning mazmuni | Ishlar nomi | Vazifalar | Masala"
        " | Тадбирлар номи | Чора-тадбирлар номи | Мавзу | Бажариладиган ишлар | Тадбирнинг мазмуни"
        " | Наименование мероприятий | Наименование мероприятия | Мероприятия | Тема публикации | Содержание работы"
        " | Tadbir nömi | Çora-tadbirlar nomi | Bajariladigan işlar"
    ),
    "method": (
        "Amalga oshirish shakli | Amalga oshirish mexanizmi | Amalga oshirish tartibi | Amalga oshirish usuli | Shakli"
        " | Formati | Bajarish usuli | Kontent turi | Амалга ошириш механизми | Амалга ошириш шакли | Тури"
        " | Форма реализации | Механизм реализации | Формат | Форма проведения | Способ реализации"
        " | Amalga oşiriş şakli | Amalga oşiriş mexanizmi"
    ),
    "deadline": (
        "Muddati | Muddat | Ijro muddati | Bajarish muddati | Amalga oshirish muddati | O‘tkazish vaqti | Vaqti"
        " | O‘tkazish sanasi | Sana | Sanasi | Oy | Oylar | Davri | Chorak | Муддати | Ижро муддати | Ўтказиш вақти"
        " | Сана | Ой | Срок исполнения | Срок реализации | Сроки | Сроки реализации | Дата | Дата публикации | Период"
        " | Время проведения | Ijro müddati"
    ),
    "responsible": (
        "Mas’ul | Mas’ullar | Mas’ul shaxs | Mas’ul ijrochi | Mas’ul bo‘lim | Ijrochilar | Ijro uchun mas’ullar"
        " | Масъул ижрочилар | Масъуллар | Ижрочи | Ответственный | Ответственные исполнители | Исполнитель"
    ),
    "coverage": (
        "Yoritilishi | Yoritish joyi | Yoritiladigan platforma | Yoritiladigan OAV | E’lon qilish joyi | Axborot manbai"
        " | Ommaviy axborot vositasi | Platforma | Kanallar | Joylashtirish joyi | OAVda yoritilishi | Ёритилиши"
        " | Эълон қилиш жойи | Ахборот манбаи | Оммавий ахборот воситалари | Платформа | ОАВ номи"
        " | Освещение | Освещение в СМИ | Место публикации | Каналы | Площадки | Площадка | Канал размещения"
        " | Yoritilişi | Eʼlon qiliş joyi | Joylashtirish | Joylashtirilishi | Qayerga joylanadi | Manbalar"
        " | Где освещается | Где выходит | Место выхода | Источник"
    ),
    "other": (
        "Izoh | Eslatma | Bajarilishi haqida belgi | Ijrosi haqida ma’lumot | Bajarilganligi | Изоҳ | Бажарилиши ҳақида"
        " белги | Примечание | Отметка о выполнении | Отметки об исполнении | Кутилаётган натижа"
        " | Moliyalashtirish manbai"
    ),
}


@pytest.mark.parametrize(
    ("text", "role"), [(text.strip(), role) for role, words in WORDS.items() for text in words.split("|")]
)
def test_a_header_word_names_its_role_in_any_case(text: str, role: str) -> None:
    assert {named_role(spelling) for spelling in (text, text.upper(), f" {text}\n", f"{text}:")} == {role}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Muddat-\nlari", "deadline"),
        ("Muddat\u00adlari", "deadline"),
        ("Yoriti-\nlishi", "coverage"),
        ("Yoriti\nlishi", "coverage"),
        ("Amalga oshi-\nrish shakli", "method"),
        ("M u d d a t i", "deadline"),
        ("Mas’-\nullar", "responsible"),
        ("Наименова-\nние мероприятий", "title"),
        ("Qizil rang", None),
        ("Где проводится", None),
        ("Место проведения", None),
        ("", None),
        ("Muddati " * 40, None),
    ],
)
def test_header_words_that_a_narrow_column_broke_are_joined_again(text: str, role: str | None) -> None:
    assert named_role(text) == role


def read_columns(header: list[str], row: list[str]) -> dict[str, str | None]:
    (item,) = items_of([header, row])
    return {
        "number": item.number, "title": item.title, "method": item.method, "deadline": item.deadline_text,
        "responsible": item.responsible, "coverage": item.coverage_text, "section": item.section,
    }  # fmt: skip


def test_columns_stand_in_any_order_and_remarks_are_listed() -> None:
    header = ["Izoh", "Yoritilishi", "Mas’ul", "Muddati", "Amalga oshirish mexanizmi", "Tadbirlar nomi", "№"]
    row = ["muhim", PAGES, "Kotib", "may", "Yozish", "Maqola", "1."]
    assert read_columns(header, row) == {
        "number": "1", "title": "Maqola", "method": "Yozish", "deadline": "may", "responsible": "Kotib",
        "coverage": PAGES, "section": None,
    }  # fmt: skip
    assert unread_of([header, row]) == [(1, 2, "Izoh: muhim", "other_column")]


def test_a_column_of_unknown_words_goes_to_the_method_and_one_of_subjects_heads_the_items() -> None:
    header = ["№", "Yo‘nalish", "Tadbir nomi", "Kim uchun", "Oy", "Kanallar"]
    assert read_columns(header, ["1", "Ochiqlik", "Maqola", "yoshlar", "may", "Telegram"]) == {
        "number": "1", "title": "Maqola", "method": "Kim uchun: yoshlar", "deadline": "may", "responsible": None,
        "coverage": "Telegram", "section": "Ochiqlik",
    }  # fmt: skip


@pytest.mark.parametrize("places", ["Ommaviy axborot vositalari", "Yoritish joyi", "OAV nomi", "Telegram"])
def test_the_form_of_coverage_beside_its_place_is_the_method(places: str) -> None:
    header = ["№", "Yoritiladigan mavzular", "Yoritish shakli", "Muddati", places]
    (item,) = items_of([header, ["1", "Ta’lim", "Reportaj", "may", "gazeta"]])
    assert (item.title, item.method, item.channels, item.review) == ("Ta’lim", "Reportaj", ("newspaper",), ())


def test_the_hour_and_the_weekday_beside_a_day_belong_to_it() -> None:
    header = ["Mavzu", "Sana", "Hafta kuni", "Vaqti", "Platforma"]
    (item,) = items_of([header, ["Maqola", "15.01.2026", "payshanba", "10:00", "Telegram"]])
    assert (item.deadline_text, item.review) == ("15.01.2026, 10:00", ())
    assert item.to_json()["time"] == "10:00"


def test_a_month_and_a_day_in_two_columns_are_one_date() -> None:
    rows = [
        ["Oy", "Kun", "Tadbir nomi", "Yoritilishi"],
        ["Yanvar", "15", "A", PAGES],
        [above("Yanvar"), "20", "B", PAGES],
    ]
    dates = [item.to_json()["recurrence"]["dates"] for item in items_of(rows)]
    assert dates == [["2026-01-15"], ["2026-01-20"]]


@pytest.mark.parametrize("merged", [True, False])
def test_a_deadline_of_two_columns_below_one_word_is_asked(merged: bool) -> None:
    top = (
        ["T/r", "Tadbir nomi", ("Muddati", 2), "Yoritilishi"]
        if merged
        else ["T/r", "Tadbir nomi", "Muddati", "", "Yoritilishi"]
    )
    second = ["", "", "boshlanishi", "tugashi", ""]
    first, other = items_of([top, second, ["1", "A", "may", "iyul", PAGES], ["2", "B", "har oyda", "", PAGES]])
    assert (first.deadline_text, first.review) == ("may; iyul", ("multi_deadline",))
    assert (other.kind, other.review) == ("monthly", ())


def test_a_header_below_stamps_and_a_title_in_the_same_table_is_found() -> None:
    rows = [
        ["", "", "", "TASDIQLAYMAN"],
        ["", "", "", "Hokim ______ A.Namunaviy"],
        ["", "", "", "2025-yil 20-dekabr"],
        ["Namunaobod tumanining 2026-yilgi MEDIA-REJASI", "", "", ""],
        ["T/r", "Tadbir nomi", "Muddati", "Yoritilishi"],
        ["1", "Maqola", "may", PAGES],
    ]
    reading = plan_of(document_of(rows))
    assert (reading.title, reading.year) == ("Namunaobod tumanining 2026-yilgi MEDIA-REJASI", 2026)
    assert [(note.row, note.reason) for note in reading.not_read] == [(1, "stamp"), (2, "stamp"), (3, "stamp")]
    assert [item.place for item in reading.items] == [(1, 6)]


def test_without_a_header_the_columns_are_told_by_content_and_every_item_asks() -> None:
    rows = [
        ["1", "Seminar o‘tkazish", "E’lon", "dekabr", PAGES],
        ["2", "Maqola chop etish", "Yozish", "har oyda", "Sayt"],
    ]
    first, second = items_of(rows)
    assert (first.number, first.title, first.method, first.deadline_text) == (
        "1",
        "Seminar o‘tkazish",
        "E’lon",
        "dekabr",
    )
    assert (second.coverage_text, second.channels, second.kind) == ("Sayt", ("website",), "monthly")
    assert first.review == second.review == ("swapped_cells",)


def test_words_of_a_header_that_we_do_not_know_are_told_by_content_and_the_plan_asks() -> None:
    rows = [
        ["T/r", "Tadbir nomi", "Qaysi payt", "Qaysi yerda"],
        ["1", "Seminar", "dekabr", PAGES],
        ["2", "Maqola", "har oyda", "Sayt"],
    ]
    reading = plan_of(document_of(ABOVE, rows))
    assert [(item.deadline_text, item.channels) for item in reading.items] == [
        ("dekabr", ("official_pages",)),
        ("har oyda", ("website",)),
    ]
    assert reading.plan_review == ("missing_column:method", "missing_column:deadline", "missing_column:coverage")


def test_a_header_of_unknown_words_alone_is_no_item() -> None:
    rows = [["#", "Nima", "Payt", "Yer"], ["1", "Seminar", "dekabr", PAGES], ["2", "Maqola", "har oyda", "Sayt"]]
    assert [(item.title, item.review) for item in items_of(rows)] == [
        ("Seminar", ("swapped_cells",)),
        ("Maqola", ("swapped_cells",)),
    ]


def test_a_whole_table_with_deadlines_under_coverage_is_read_right_and_asks() -> None:
    rows = [
        ["T/r", "Tadbir nomi", "Muddati", "Yoritilishi"],
        ["1", "Seminar", PAGES, "dekabr"],
        ["2", "Maqola", "Sayt", "har oyda"],
    ]
    assert [(item.kind, item.channels, item.review) for item in items_of(rows)] == [
        ("one_off_month", ("official_pages",), ("swapped_cells",)),
        ("monthly", ("website",), ("swapped_cells",)),
    ]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["T/r", "Tadbir nomi", "Muddati", "Yoritilishi"], ("missing_column:method",)),
        (["T/r", "Tadbir nomi", "Shakli", "Yoritilishi"], ("missing_column:deadline", "rows_need_attention")),
        (["T/r", "Tadbir nomi", "Shakli", "Muddati"], ("missing_column:coverage", "rows_need_attention")),
    ],
)
def test_a_missing_column_is_asked_about(header: list[str], missing: tuple[str, ...]) -> None:
    cells = {"T/r": "1", "Tadbir nomi": "Maqola", "Shakli": "Yozish", "Muddati": "may", "Yoritilishi": PAGES}
    reading = plan_of(document_of(ABOVE, [header, [cells[word] for word in header]]))
    assert reading.plan_review == missing
    assert [item.title for item in reading.items] == ["Maqola"]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Dars jadvali", [["№", "Fan nomi", "Kun", "Vaqti"], ["1", "Matematika", "Dushanba", "08:30"]]),
        ("Navbatchilik", [["№", "Xodim nomi", "Sana"], ["1", "A.Namunaviy", "12.05.2026"]]),
        ("TAOMNOMA", [["Kun", "Taom nomi", "Narxi"], ["Dushanba", "Osh", "20000"]]),
        ("Xodimlar ro‘yxati", [["№", "F.I.O.", "Lavozimi"], ["1", "A.Namunaviy", "kotib"]]),
        ("Ko‘rsatkichlar", [["№", "Ko‘rsatkich nomi", "2025", "2026"], ["1", "Maqolalar", "10", "12"]]),
    ],
)
def test_tables_of_other_papers_are_no_plan(title: str, rows: list[list[str]]) -> None:
    with pytest.raises(NotAPlan) as refusal:
        plan_of(document_of(title, rows))
    assert refusal.value.code == "no_table"


def test_the_header_of_the_sample_reads_without_questions() -> None:
    assert read_columns(HEADER, ["1", "Maqola", "Yozish", "may", PAGES])["title"] == "Maqola"
