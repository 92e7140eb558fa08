"""A table of costs or people below the plan's is no part of it, on a sheet and in pasted text as in Word."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.plan_import.header_words import heads_other_list
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.workbooks import write_csv, write_xlsx

ROWS = [
    ["2026-yilgi MEDIA-REJA"],
    ["T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi"],
    ["1", "Maqola tayyorlash", "Maqola", "May", "Telegram"],
    [],
    ["Ajratilgan mablag‘lar"],
    ["T/r", "Xarajat nomi", "Summa, ming so‘m"],
    ["1", "Kamera ijarasi", "1500"],
    ["2", "Chop etish", "2300"],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_table_of_costs_below_the_plan_is_no_item(suffix: str, tmp_path: Path) -> None:
    path = (write_xlsx if suffix == ".xlsx" else write_csv)(tmp_path / f"plan{suffix}", ROWS)
    reading = plan_of(open_document(path))

    assert [(item.number, item.title, item.review) for item in reading.items] == [("1", "Maqola tayyorlash", ())]
    assert [(note.text, note.reason) for note in reading.not_read] == [
        ("Ajratilgan mablag‘lar", "paragraph"),
        ("T/r | Xarajat nomi | Summa, ming so‘m | 1 | Kamera ijarasi | 1500 | 2 | Chop etish | 2300", "other_table"),
    ]


@pytest.mark.parametrize(
    ("header", "is_other"),
    [
        (["T/r", "Xarajat nomi", "Summa"], True),
        (["№", "F.I.Sh.", "Lavozimi"], True),
        (["T/r", "Tadbir nomi", "Mas’ul"], False),
        (["T/r", "Tadbir nomi", "Muddati", "Mablag‘"], False),
    ],
)
def test_headers_of_other_lists(header: list[str], is_other: bool) -> None:
    assert heads_other_list(header) is is_other
