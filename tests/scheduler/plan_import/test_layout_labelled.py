"""Plans without a table: paragraphs with labels in every alphabet, and lists with the deadline behind each line."""

from __future__ import annotations

import pytest

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.paragraph_labels import labels_in
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.neutral import ABOVE, document_of, items_of, unread_of

Fields = tuple[str | None, str, str, str | None, str, str]


def fields(*paragraphs: str) -> list[Fields]:
    """Return number, title, method, responsible, deadline and coverage of each item."""
    return [
        (item.number, item.title, item.method, item.responsible, item.deadline_text, item.coverage_text)
        for item in items_of(*paragraphs)
    ]


FIRST: Fields = ("1", "Maqola", "Yozish", "Kotib", "dekabr", "rasmiy sahifalar")
SECOND: Fields = ("2", "Seminar", "E’lon", "Kotib", "har oyda", "Telegram")
LINES = {
    "number before a label": (
        "1. Tadbir: Maqola", "Amalga oshirish shakli: Yozish", "Muddati: dekabr", "Yoritilishi: rasmiy sahifalar",
        "Mas’ul: Kotib", "2. Tadbir: Seminar", "Amalga oshirish shakli: E’lon", "Muddati: har oyda",
        "Yoritilishi: Telegram", "Mas’ul: Kotib",
    ),
    "all on one line": (
        "1) Tadbir nomi: Maqola. Shakli: Yozish. Muddati: dekabr. Yoritilishi: rasmiy sahifalar. Mas’ul: Kotib.",
        "2) Tadbir nomi: Seminar; shakli: E’lon; muddati: har oyda; yoritilishi: Telegram; mas’ul: Kotib",
    ),
    "no label for the title": (
        "1. Maqola", "Mexanizmi: Yozish", "Ijro muddati: dekabr", "E’lon qilish joyi: rasmiy sahifalar",
        "Mas’ul ijrochi: Kotib", "2. Seminar", "Mexanizmi: E’lon", "Ijro muddati: har oyda",
        "E’lon qilish joyi: Telegram", "Mas’ul ijrochi: Kotib",
    ),
    "numbers on lines of their own": (
        "1-tadbir", "Nomi: Maqola", "Shakli: Yozish", "Muddati: dekabr", "Platforma: rasmiy sahifalar",
        "Ijrochi: Kotib", "2-tadbir", "Nomi: Seminar", "Shakli: E’lon", "Muddati: har oyda", "Platforma: Telegram",
        "Ijrochi: Kotib",
    ),
    "dashes": (
        "1. Maqola", "Shakli – Yozish", "Muddati – dekabr", "Yoritilishi – rasmiy sahifalar", "Mas’ul – Kotib",
        "2. Seminar", "Shakli - E’lon", "Muddati - har oyda", "Yoritilishi - Telegram", "Mas’ul - Kotib",
    ),
    "values below their labels": (
        "1. Tadbir:", "Maqola", "Shakli:", "Yozish", "Muddati:", "dekabr", "Yoritilishi:", "rasmiy sahifalar",
        "Mas’ul:", "Kotib", "2. Tadbir:", "Seminar", "Shakli:", "E’lon", "Muddati:", "har oyda", "Yoritilishi:",
        "Telegram", "Mas’ul:", "Kotib",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES.keys())
def test_labels_give_the_same_items_however_they_stand(lines: tuple[str, ...]) -> None:
    assert fields(*lines) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. Тадбир: Мақола", "Амалга ошириш шакли: Ёзиш", "Муддати: декабрь", "Ёритилиши: сайт", "Масъул: Котиб"),
        (
            "1. Мероприятие: Статья",
            "Форма: Ёзиш",
            "Срок исполнения: декабрь",
            "Освещение: сайт",
            "Ответственный: Котиб",
        ),
        ("1. Tadbir: Maqola", "Amalga oşiriş şakli: Yozish", "Muddati: dekabr", "Yoritilişi: sayt", "Masul: Kotib"),
        ("1. Mavzu: Maqola", "Shakli: Yozish", "Muddat: dekabr", "Joylashtirish: sayt", "Masʼul: Kotib"),
        ("1. Тема: Статья", "Форма: Ёзиш", "Срок: декабрь", "Где освещается: сайт", "Исполнитель: Котиб"),
    ],
)
def test_labels_in_other_alphabets(lines: tuple[str, ...]) -> None:
    reading = plan_of(document_of("2026 MEDIA-REJA", *lines))
    assert [(item.number, item.kind, item.channels, item.review) for item in reading.items] == [
        ("1", "one_off_month", ("website",), ())
    ]
    assert reading.items[0].method and reading.items[0].responsible
    assert reading.plan_review == ()


def test_numbered_steps_of_a_method_are_no_items() -> None:
    lines = (
        "1. Maqola", "Shakli: 1. Yozish", "2. Chop etish", "Muddati: dekabr", "Yoritilishi: sayt",
        "2. Seminar", "Muddati: may", "Yoritilishi: sayt",
    )  # fmt: skip
    first, second = items_of(*lines)
    assert (first.method, first.steps) == ("1. Yozish\n2. Chop etish", ("Yozish", "Chop etish"))
    assert (second.number, second.title) == ("2", "Seminar")


def test_items_without_numbers_begin_above_their_labels() -> None:
    lines = ("Maqola chop etish", "Muddati: dekabr", "Yoritilishi: sayt", "Seminar", "Muddati: may", "Yoritilishi: OAV")
    assert [(item.number, item.title, item.place) for item in items_of(*lines)] == [
        (None, "Maqola chop etish", (0, 2)),
        (None, "Seminar", (0, 5)),
    ]


def test_headings_remarks_and_signatures_between_labels_have_their_place() -> None:
    lines = (
        "I. Axborot", "1. Maqola", "Muddati: dekabr", "Yoritilishi: sayt", "Izoh: muhim",
        "II. Targ‘ibot", "2. Rolik", "Muddati: may", "Yoritilishi: OAV", "Hokim ______ A.Namunaviy",
    )  # fmt: skip
    assert [(item.title, item.section) for item in items_of(*lines)] == [
        ("Maqola", "I. Axborot"),
        ("Rolik", "II. Targ‘ibot"),
    ]
    assert unread_of(*lines) == [
        (None, 6, "Izoh: muhim", "other_column"),
        (None, 11, "Hokim ______ A.Namunaviy", "signature"),
    ]


def test_two_deadlines_of_one_item_are_asked() -> None:
    (item,) = items_of("1. Tadbir: Maqola", "Muddati: may", "Yoritilishi: sayt", "Muddati: iyun")
    assert (item.deadline_text, item.review) == ("may iyun", ("multi_deadline",))


@pytest.mark.parametrize(
    ("line", "deadline", "coverage"),
    [
        ("1. Maqola chop etish (dekabr, rasmiy sahifalar)", "dekabr", "rasmiy sahifalar"),
        ("1) Maqola chop etish (har oyda; sayt va Telegram).", "har oyda", "sayt va Telegram"),
        ("1. Maqola chop etish – 16-mart – Facebook", "16-mart", "Facebook"),
        ("1. Maqola chop etish | har chorakda | sayt", "har chorakda", "sayt"),
        ("1. 16-mart – Maqola chop etish (Telegram)", "16-mart", "Telegram"),
        ("1. Мақола чоп этиш (декабрь, сайт)", "декабрь", "сайт"),
        ("1. Публикация статьи (ежемесячно, Telegram)", "ежемесячно", "Telegram"),
    ],
)
def test_a_list_with_deadline_and_coverage_behind_each_line(line: str, deadline: str, coverage: str) -> None:
    (item,) = items_of(line)
    assert (item.number, item.deadline_text, item.coverage_text, item.review) == ("1", deadline, coverage, ())
    assert item.title in ("Maqola chop etish", "Мақола чоп этиш", "Публикация статьи")


def test_a_numbered_line_among_them_without_a_deadline_is_asked_and_nothing_is_lost() -> None:
    lines = ("YANVAR:", "1. Tabrik (1-yanvar, Telegram)", "2. Ochiq dars", "davomi bor", "Xayr gap.", "Hokim ____ A.B.")
    assert [(item.number, item.title, item.method, item.section) for item in items_of(*lines)] == [
        ("1", "Tabrik", "", "YANVAR:"),
        ("2", "Ochiq dars", "davomi bor", "YANVAR:"),
    ]
    assert items_of(*lines)[1].review == ("inherited_deadline", "channel_unknown")
    assert unread_of(*lines) == [(None, 6, "Xayr gap.", "paragraph"), (None, 7, "Hokim ____ A.B.", "signature")]


@pytest.mark.parametrize(
    "lines",
    [
        ("BUYRUQ", "2026-yil media-rejasini tasdiqlash to‘g‘risida", "1. Reja tasdiqlansin (1-ilova).",
         "2. Bo‘lim boshlig‘i 2026-yil 10-yanvarga qadar ijroni ta’minlasin."),
        ("Hurmatli hamkasb!", "Mavzu: Yig‘ilish", "Sana: 12.03.2026", "Sizni taklif etamiz."),
        ("ARIZA", "Menga 2026-yil 3-martdan ta’til berishingizni so‘rayman.", "Sana: 1-mart"),
        ("Media-reja keyin yuboriladi.",),
    ],
)  # fmt: skip
def test_letters_and_orders_are_no_plans(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAPlan) as refusal:
        plan_of(document_of(*lines))
    assert refusal.value.code == "no_table"


def test_what_no_item_has_is_a_missing_column() -> None:
    reading = plan_of(document_of(ABOVE, "1. Tadbir: Maqola", "Muddati: may", "2. Tadbir: Suhbat", "Muddati: iyun"))
    assert reading.plan_review == ("missing_column:method", "missing_column:coverage", "rows_need_attention")


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Tadbir: A. Muddati: may. Yoritilishi: sayt", ["title", "deadline", "coverage"]),
        ("Maqolani tayyorlash muddati: may", ["deadline"]),
        ("Soat 10:00 da sayt ochiladi", []),
        ("Ijro muddati – may", ["deadline"]),
        ("Ochiq muloqot – aholi bilan", []),
        ("https://namunaobod.uz", []),
    ],
)
def test_labels_of_a_line(line: str, roles: list[str]) -> None:
    assert [label.role for label in labels_in(line)] == roles
