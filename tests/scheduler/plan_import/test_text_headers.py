"""Pasted tables with a header of two rows, whose merged cells left no trace but fewer tabs."""

from __future__ import annotations

from scheduler.plan_import.readers.text import rows_of
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.workbooks import only_table


def facts(text: str) -> list[tuple[str | None, str, str, tuple[str, ...], tuple[str, ...]]]:
    items = plan_of(rows_of(f"2026-yilgi MEDIA-REJA\n\n{text}")).items
    return [(item.number, item.title, item.deadline_text, item.channels, item.review) for item in items]


def test_channels_below_one_wide_cell() -> None:
    text = (
        "№\tTadbir nomi\tMuddati\tYoritilishi\n\t\t\tSayt\tTelegram\tOAV\n"
        "1\tMaqola tayyorlash\tmay\t+\t\t+\n2\tRolik tayyorlash\tiyun\t\t+\t\n"
    )

    assert facts(text) == [
        ("1", "Maqola tayyorlash", "may", ("website", "mass_media"), ()),
        ("2", "Rolik tayyorlash", "iyun", ("telegram",), ()),
    ]


def test_from_and_to_stand_below_the_deadline_and_are_both_read() -> None:
    text = (
        "№\tTadbir nomi\tMuddati\tMas’ul\tYoritilishi\n\t\tboshlanishi\ttugashi\t\t\n"
        "1\tBog‘lar haqida reportaj\tsentabr\tnoyabr\tBo‘lim\tTelegram\n"
        "2\tQishga tayyorgarlik\toktabr\tdekabr\tBo‘lim\tOAV\n"
    )

    assert facts(text) == [
        ("1", "Bog‘lar haqida reportaj", "sentabr; noyabr", ("telegram",), ("multi_deadline",)),
        ("2", "Qishga tayyorgarlik", "oktabr; dekabr", ("mass_media",), ("multi_deadline",)),
    ]


def test_a_header_narrower_than_its_rows_names_no_column() -> None:
    text = (
        "№\tTadbir nomi\tMuddati\tYoritilishi\n"
        "1\tMaqola tayyorlash\tXabar\tmay\tTelegram\n2\tRolik tayyorlash\tVideo\tiyun\tFacebook\n"
    )

    assert facts(text) == [
        ("1", "Maqola tayyorlash", "may", ("telegram",), ("swapped_cells",)),
        ("2", "Rolik tayyorlash", "iyun", ("facebook",), ("swapped_cells",)),
    ]


def test_a_heading_below_the_header_is_a_row_of_its_own() -> None:
    text = (
        "№\tTadbir nomi\tMuddati\tYoritilishi\nYoshlar siyosati\n1\tMaqola tayyorlash\tmay\tTelegram\n"
        "II bo‘lim. Sport\n2\tRolik tayyorlash\tiyun\tFacebook\n"
    )

    assert [[cell.text for cell in row.cells] for row in only_table(rows_of(text))] == [
        ["№", "Tadbir nomi", "Muddati", "Yoritilishi"],
        ["Yoshlar siyosati"],
        ["1", "Maqola tayyorlash", "may", "Telegram"],
        ["II bo‘lim. Sport"],
        ["2", "Rolik tayyorlash", "iyun", "Facebook"],
    ]
