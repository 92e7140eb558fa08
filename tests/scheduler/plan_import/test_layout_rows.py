"""Rows below a plan's header: sections, items that go on, what is merged, and what is no item."""

from __future__ import annotations

import pytest

from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.neutral import ABOVE, HEADER, PAGES, above, document_of, items_of, unread_of

FIRST = ["1", "Maqola", "Yozish", "may", PAGES]
SECOND = ["2", "Seminar", "E’lon", "iyun", PAGES]


@pytest.mark.parametrize(
    ("row", "section"),
    [
        ([("II. Ochiqlik", 5)], "II. Ochiqlik"),
        ([("Ochiqlik tadbirlari", 5)], "Ochiqlik tadbirlari"),
        ([("2-bo‘lim. Ochiqlik", 5)], "2-bo‘lim. Ochiqlik"),
        ([("II РАЗДЕЛ. Открытость", 5)], "II РАЗДЕЛ. Открытость"),
        (["II", "Ochiqlik", "", "", ""], "II Ochiqlik"),
        (["II.", ("Ochiqlik", 4)], "II. Ochiqlik"),
        (["2", ("Ochiqlik", 4)], "2 Ochiqlik"),
        (["", "Ochiqlik tadbirlari", "", "", ""], "Ochiqlik tadbirlari"),
        (["", "OCHIQLIK", "", "", ""], "OCHIQLIK"),
        (["", "Quyidagi ishlar:", "", "", ""], "Quyidagi ishlar:"),
        (["II bo‘lim. Ochiqlik", "", "", "", ""], "II bo‘lim. Ochiqlik"),
    ],
)
def test_a_section_heads_the_rows_below_it(row: list[str], section: str) -> None:
    assert [(item.number, item.section) for item in items_of([HEADER, FIRST, row, SECOND])] == [
        ("1", None),
        ("2", section),
    ]
    assert unread_of([HEADER, FIRST, row, SECOND]) == []


def test_a_number_with_points_below_it_heads_them() -> None:
    rows = [HEADER, ["1", "Ochiqlik", "", "", ""], ["1.1", *FIRST[1:]], ["1.2", *SECOND[1:]]]
    assert [(item.number, item.section) for item in items_of(rows)] == [("1.1", "1 Ochiqlik"), ("1.2", "1 Ochiqlik")]


def test_headings_one_below_the_other_are_kept_together_and_one_without_items_is_listed() -> None:
    rows = [HEADER, [("I. Axborot", 5)], [("1-yo‘nalish", 5)], FIRST, [("II. Bo‘sh", 5)]]
    assert [item.section for item in items_of(rows)] == ["I. Axborot / 1-yo‘nalish"]
    assert unread_of(rows) == [(1, 5, "II. Bo‘sh", "paragraph")]


@pytest.mark.parametrize("title", ["Uchrashuv o‘tkazish", "Мақола тайёрлаш", "Проведение встречи"])
def test_a_title_that_says_what_is_done_is_an_item_without_a_number_too(title: str) -> None:
    items = items_of([HEADER, FIRST, ["", title, "", "", ""], SECOND])
    assert [(item.title, item.section, item.review) for item in items] == [
        ("Maqola", None, ()),
        (title, None, ("no_deadline", "channel_unknown")),
        ("Seminar", None, ()),
    ]


@pytest.mark.parametrize(
    ("row", "reason", "text"),
    [
        (HEADER, "repeated_header", "T/r | Tadbir nomi | Amalga oshirish shakli | Muddati | Yoritilishi"),
        (["№", "Tadbirlar", "Shakli", "Muddat", "OAV"], "repeated_header", "№ | Tadbirlar | Shakli | Muddat | OAV"),
        (["1", "2", "3", "4", "5"], "column_numbers", "1 | 2 | 3 | 4 | 5"),
        (["Jami", "2 ta", "", "", ""], "total", "Jami | 2 ta"),
        (["", "Жами:", "", "2", ""], "total", "Жами: | 2"),
        (["Итого", "", "", "", "2"], "total", "Итого | 2"),
        (["", "Tuman hokimi", "", "", "A.Namunaviy"], "signature", "Tuman hokimi | A.Namunaviy"),
        ([("Матбуот котиби ________ А.Намунавий", 5)], "signature", "Матбуот котиби ________ А.Намунавий"),
        ([("* sana o‘zgarishi mumkin", 5)], "footnote", "* sana o‘zgarishi mumkin"),
        ([("Izoh: sana o‘zgaradi", 5)], "footnote", "Izoh: sana o‘zgaradi"),
        ([("Примечание: даты уточняются", 5)], "footnote", "Примечание: даты уточняются"),
        (["3.", "", "", "", ""], "blank_row", "3."),
    ],
)
def test_a_row_that_is_no_item_is_listed_with_its_place(row: list[str], reason: str, text: str) -> None:
    rows = [HEADER, FIRST, SECOND, row]
    assert [item.number for item in items_of(rows)] == ["1", "2"]
    assert unread_of(rows) == [(1, 4, text, reason)]


def test_a_total_below_months_is_no_item_and_a_title_that_begins_like_one_is() -> None:
    header = ["№", "Tadbir nomi", "Yanvar", "Fevral", "Mart", "Yoritilishi"]
    rows = [
        header,
        ["1", "Maqola", "+", "", "", PAGES],
        ["", "Jami", "4", "7", "12", ""],
        ["Жами:", "23", "", "", "", ""],
    ]
    assert [item.number for item in items_of(rows)] == ["1"]
    assert [note[3] for note in unread_of(rows)] == ["total", "total"]
    without_number = [HEADER[1:], ["Jami aholi uchun muloqot", "", "may", PAGES]]
    assert [item.title for item in items_of(without_number)] == ["Jami aholi uchun muloqot"]


def test_an_event_whose_title_holds_words_of_totals_or_signatures_is_an_item() -> None:
    rows = [HEADER, ["1", "Jami aholi uchun ochiq muloqot", *FIRST[2:]], ["2", "Hokim A.Namunaviy qabuli", *SECOND[2:]]]
    assert [item.title for item in items_of(rows)] == ["Jami aholi uchun ochiq muloqot", "Hokim A.Namunaviy qabuli"]


def test_a_row_without_a_number_goes_on_with_the_row_above() -> None:
    rows = [HEADER, FIRST, ["", "", "Chop etish", "", ""], ["", "va tarqatish", "", "", ""], SECOND]
    first, second = items_of(rows)
    assert (first.title, first.method, first.review) == ("Maqola va tarqatish", "Yozish\nChop etish", ())
    assert second.number == "2"


def test_a_row_without_number_and_title_that_brings_a_deadline_asks_which_one_holds() -> None:
    (first, second) = items_of([HEADER, FIRST, ["", "", "Chop etish", "avgust", "sayt"], SECOND])
    assert (first.deadline_text, first.review) == ("may avgust", ("multi_deadline",))
    assert first.channels == ("official_pages", "website")
    assert second.number == "2"


def test_a_deadline_merged_over_rows_is_asked_and_one_left_empty_is_never_taken_over() -> None:
    rows = [HEADER, FIRST, ["2", "Seminar", "E’lon", above("may"), above(PAGES)], ["3", "Suhbat", "E’lon", "", PAGES]]
    assert [(item.deadline_text, item.kind, item.review) for item in items_of(rows)] == [
        ("may", "one_off_month", ()),
        ("may", "one_off_month", ("inherited_deadline",)),
        ("", "unknown", ("no_deadline",)),
    ]


@pytest.mark.parametrize("ditto", ["—//—", "-“-", "— ” —", "-//-"])
def test_a_mark_for_the_same_again_is_asked(ditto: str) -> None:
    _first, second = items_of([HEADER, FIRST, ["2", "Seminar", "E’lon", ditto, ditto]])
    assert second.review == ("no_deadline", "channel_unknown")


def test_a_number_and_title_merged_over_two_deadlines_are_two_items_and_asked() -> None:
    rows = [HEADER, FIRST, [above("1"), above("Maqola"), "Chop etish", "avgust", "sayt"]]
    assert [(item.title, item.method, item.deadline_text, item.review) for item in items_of(rows)] == [
        ("Maqola", "Yozish", "may", ()),
        ("Maqola", "Chop etish", "avgust", ("duplicate_number",)),
    ]


@pytest.mark.parametrize(
    ("written", "number"), [("1.", "1"), ("2)", "2"), ("№ 3", "3"), ("4-", "4"), ("V", "V"), ("б)", "б)")]
)
def test_numbers_are_kept_as_written_without_their_marks(written: str, number: str) -> None:
    (item,) = items_of([HEADER, [written, *FIRST[1:]]])
    assert item.number == number


def test_numbers_inside_the_titles_are_taken_out_where_no_column_has_them() -> None:
    header = ["Tadbir nomi", "Muddati", "Yoritilishi"]
    items = items_of([header, ["1. Maqola", "may", PAGES], ["2) Seminar", "iyun", PAGES]])
    assert [(item.number, item.title) for item in items] == [("1", "Maqola"), ("2", "Seminar")]


def test_a_month_that_heads_rows_lends_them_its_time_and_asks() -> None:
    header = ["№", "Mavzu", "Kun", "Platforma"]
    rows = [
        header,
        [("YANVAR", 4)],
        ["1", "A", "5", "Telegram"],
        ["2", "B", "", "Telegram"],
        ["3", "C", "may", "Telegram"],
    ]
    items = items_of(rows)
    assert [(item.deadline_text, item.review) for item in items] == [
        ("5-YANVAR", ("inherited_deadline",)),
        ("YANVAR", ("inherited_deadline",)),
        ("may", ()),
    ]
    assert items[0].to_json()["recurrence"]["dates"] == ["2026-01-05"]


@pytest.mark.parametrize("rhythm", ["последняя суббота месяца", "har hafta", "har oyda", "doimiy"])
def test_a_rhythm_below_a_month_may_be_meant_for_that_month_alone_and_is_asked(rhythm: str) -> None:
    rows = [["№", "Mavzu", "Muddati", "Platforma"], [("OKTABR", 4)], ["1", "A", rhythm, "Telegram"]]
    assert [item.review for item in items_of(rows)] == [("conflicting_deadline",)]


@pytest.mark.parametrize("section", ["Taʼlim sohasi", "Yil davomida", "2026-yil"])
def test_a_rhythm_below_a_subject_or_the_whole_year_is_not_asked(section: str) -> None:
    rows = [["№", "Mavzu", "Muddati", "Platforma"], [(section, 4)], ["1", "A", "har hafta", "Telegram"]]
    assert [item.review for item in items_of(rows)] == [()]


def test_a_table_cut_in_two_goes_on_and_a_heading_between_heads_the_rest() -> None:
    cut = [["2", "Seminar", "E’lon", "iyun", PAGES]]
    assert [(item.number, item.section) for item in items_of("I. Axborot", [HEADER, FIRST], "5", cut)] == [
        ("1", "I. Axborot"),
        ("2", "I. Axborot"),
    ]
    assert [item.section for item in items_of([HEADER, FIRST], "II bo‘lim", cut)] == [None, "II bo‘lim"]
    assert unread_of([HEADER, FIRST], "5", cut) == [(None, 2, "5", "paragraph")]


def test_a_second_plan_table_has_its_own_columns_and_the_line_above_it_heads_its_items() -> None:
    other = [["№", "Post", "Sana", "Platforma"], ["1", "Tabrik", "8-mart", "Telegram"]]
    blocks = ("Sayt uchun reja", [HEADER, FIRST], "Oraliq so‘z. Boshqa gap.", "Tarmoqlar uchun reja", other)
    reading = plan_of(document_of("2026-yilgi MEDIA-REJA", "1-ilova", *blocks))
    assert [(item.number, item.section, item.title, item.place) for item in reading.items] == [
        ("1", "Sayt uchun reja", "Maqola", (1, 2)),
        ("1", "Tarmoqlar uchun reja", "Tabrik", (2, 2)),
    ]
    assert [(note.row, note.text, note.reason) for note in reading.not_read] == [
        (2, "1-ilova", "stamp"),
        (4, "Oraliq so‘z. Boshqa gap.", "paragraph"),
    ]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([["№", "F.I.O.", "Lavozimi"], ["1", "A.Namunaviy", "kotib"]], "other_table"),
        ([["№", "Xarajat nomi", "Summa", "Muddati"], ["1", "Banner", "1000", "may"]], "other_table"),
        ([["Belgi", "Ma’nosi"], ["+", "bajariladi"]], "other_table"),
        ([["Tuman hokimi", "A.Namunaviy"]], "signature"),
        ([["KELISHILDI\n2025-yil 5-dekabr", "TASDIQLAYMAN\n2025-yil"]], "stamp"),
    ],
)
def test_another_table_is_listed_and_gives_no_items(table: list[list[str]], reason: str) -> None:
    text = " | ".join(" ".join(cell.split()) for row in table for cell in row)
    assert unread_of([HEADER, FIRST], table) == [(2, None, text, reason)]
    assert [item.number for item in items_of([HEADER, FIRST], table)] == ["1"]


def test_sheets_of_one_workbook_head_their_items_unless_their_names_say_nothing() -> None:
    sheets = [{"name": name, "rows": [HEADER, FIRST]} for name in ("Axborot xizmati", "Лист2")]
    reading = plan_of(document_of(ABOVE, *sheets))
    assert [item.section for item in reading.items] == ["Axborot xizmati", None]


def test_a_year_in_the_name_of_a_sheet_is_not_the_plans() -> None:
    reading = plan_of(document_of("MEDIA-REJA", {"name": "2026", "rows": [HEADER, FIRST]}))
    assert (reading.year, reading.plan_review) == (None, ("no_year",))
