"""Columns of months, quarters and channels with marks in them."""

from __future__ import annotations

import pytest

from scheduler.plan_import.month_columns import named_period
from tests.scheduler.plan_import.neutral import PAGES, Written, above, items_of, unread_of

LATIN = ["Yanvar", "Fevral", "Mart", "Aprel", "May", "Iyun", "Iyul", "Avgust", "Sentabr", "Oktabr", "Noyabr", "Dekabr"]
RUSSIAN = ["янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
DIGITS = [str(month) for month in range(1, 13)]


def marked(**marks: str) -> list[str]:
    """Return twelve cells with a mark under the months named m1 to m12."""
    return [marks.get(f"m{month}", "") for month in range(1, 13)]


def read_row(
    cells: list[str], names: list[str] = LATIN, extra: tuple[str, str] | None = None
) -> tuple[str, str, tuple[str, ...]]:
    header = ["№", "Tadbir nomi", *names, *([extra[0]] if extra else []), "Yoritilishi"]
    row = ["1", "Seminar", *cells, *([extra[1]] if extra else []), PAGES]
    (item,) = items_of([header, row])
    return item.deadline_text, item.kind, item.review


@pytest.mark.parametrize(
    "mark", ["+", "✓", "✔", "x", "х", "X", "*", "●", "v", "☑", "bajariladi", "Бажарилади", "ha", "[x]"]
)
def test_every_mark_stands_for_its_month(mark: str) -> None:
    assert read_row(marked(m2=mark, m5=mark, m11=mark)) == ("fevral, may, noyabr", "dates", ())
    assert read_row(marked(m4=mark)) == ("aprel", "one_off_month", ())
    assert read_row([mark] * 12) == ("har oyda", "monthly", ())


@pytest.mark.parametrize("nothing", ["", "-", "–", "—", "0", "☐", "yo‘q", "нет", "."])
def test_what_says_nothing_is_no_mark(nothing: str) -> None:
    cells = [nothing] * 12
    cells[2] = "+"
    assert read_row(cells) == ("mart", "one_off_month", ())
    assert read_row([nothing] * 12) == ("", "unknown", ("no_deadline",))


@pytest.mark.parametrize(
    ("cells", "deadline", "kind", "review"),
    [
        (marked(m3="15", m6="10, 29"), "15-mart; 10, 29-iyun", "dates", ("weekend_inside",)),
        (marked(m3="16-kuni"), "16-mart", "dates", ()),
        (["2 ta"] * 12, "oyiga 2 marta", "monthly", ()),
        (marked(m1="2 ta", m5="1 ta"), "yanvar 2 ta; may 1 ta", "one_off_month", ("multi_deadline",)),
        (marked(m3="so‘raladi"), "mart so‘raladi", "one_off_month", ("multi_deadline",)),
        (marked(m3="3"), "3-mart", "dates", ("count_mismatch",)),
        (marked(m3="1", m4="1"), "mart, aprel", "dates", ("count_mismatch",)),
    ],
)
def test_days_counts_and_words_under_a_month(
    cells: list[str], deadline: str, kind: str, review: tuple[str, ...]
) -> None:
    assert read_row(cells) == (deadline, kind, review)


def test_numbers_that_a_column_adds_up_are_counts() -> None:
    assert read_row(["3"] * 12, extra=("Jami", "36")) == ("oyiga 3 marta", "monthly", ())
    assert read_row(marked(m1="1", m7="1"), extra=("Jami", "2")) == ("yanvar, iyul", "dates", ())


@pytest.mark.parametrize("names", [RUSSIAN, ROMAN, DIGITS])
@pytest.mark.parametrize("merged", [True, False])
def test_months_below_one_word_may_be_short_roman_or_digits(names: list[str], merged: bool) -> None:
    wide: list[Written] = [("Oylar", 12)] if merged else ["Oylar", *[""] * 11]
    sides = (above("T/r"), above("Tadbir nomi"), above("Platforma")) if merged else ("", "", "")
    rows = [
        ["T/r", "Tadbir nomi", *wide, "Platforma"],
        [*sides[:2], *names, sides[2]],
        ["1", "Seminar", *marked(m2="+", m12="+"), PAGES],
        ["2", "Maqola", *["+"] * 12, PAGES],
    ]
    assert [item.to_json()["recurrence"]["dates"] for item in items_of(rows)] == [["2026-02", "2026-12"], []]
    assert [(item.kind, item.review) for item in items_of(rows)] == [("dates", ()), ("monthly", ())]
    assert unread_of(rows) == []


def test_a_wide_cell_over_months_is_a_stretch_or_says_so_itself() -> None:
    header = ["№", "Tadbir nomi", *LATIN, "Yoritilishi"]
    rows = [
        header,
        ["1", "A", ("", 2), ("+", 3), *[""] * 7, PAGES],
        ["2", "B", ("+", 12), PAGES],
        ["3", "C", ("Doimiy", 12), PAGES],
        ["4", "D", ("har oyda", 12), PAGES],
    ]
    assert [(item.deadline_text, item.kind, item.review) for item in items_of(rows)] == [
        ("mart-may", "one_off_month", ()),
        ("yil davomida", "continuous", ()),
        ("Doimiy", "continuous", ()),
        ("har oyda", "monthly", ()),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["I chorak", "II chorak", "III chorak", "IV chorak"],
        ["1-чорак", "2-чорак", "3-чорак", "4-чорак"],
        ["I кв.", "II кв.", "III кв.", "IV кв."],
        ["I", "II", "III", "IV"],
    ],
)
def test_columns_of_quarters(names: list[str]) -> None:
    header: list[Written] = ["T/r", "Tadbir nomi", ("Muddati (choraklar)", 4), "Yoritilishi"]
    second = [above("T/r"), above("Tadbir nomi"), *names, above("Yoritilishi")]
    rows = [
        header,
        second,
        ["1", "A", "+", "", "+", "", PAGES],
        ["2", "B", *"++++", PAGES],
        ["3", "C", *["", "", "", "+"], PAGES],
    ]
    first, second_item, third = items_of(rows)
    assert (first.kind, first.recurrence.rrule, first.review) == ("quarterly", "FREQ=MONTHLY;BYMONTH=1,7", ())
    assert (second_item.kind, second_item.recurrence.rrule) == ("quarterly", "FREQ=MONTHLY;INTERVAL=3")
    assert third.to_json()["recurrence"]["window"] == {"start": "2026-10-01", "end": "2026-12-31"}


def test_marks_merged_down_are_asked() -> None:
    header = ["№", "Tadbir nomi", *LATIN, "Yoritilishi"]
    rows = [header, ["1", "A", "+", *[""] * 11, PAGES], ["2", "B", above("+"), *[""] * 11, PAGES]]
    assert [item.review for item in items_of(rows)] == [(), ("inherited_deadline",)]


def test_a_deadline_beside_marked_months_asks_which_one_holds() -> None:
    header = ["№", "Tadbir nomi", "Muddati", *LATIN, "Yoritilishi"]
    (item,) = items_of([header, ["1", "A", "dekabr", *marked(m3="+"), PAGES]])
    assert (item.deadline_text, item.review) == ("dekabr; mart", ("year_differs", "multi_deadline"))


@pytest.mark.parametrize(
    ("text", "unit", "number", "year"),
    [
        ("Yan", "month", 1, None), ("январь", "month", 1, None), ("Феврал", "month", 2, None),
        ("Mart oyi", "month", 3, None), ("сентябрь 2026 г.", "month", 9, 2026), ("Iyl.", "month", 7, None),
        ("Декабрь", "month", 12, None), ("2-chorak", "quarter", 2, None), ("III квартал 2026", "quarter", 3, 2026),
        ("II yarim yillik", "half", 2, None), ("I полугодие", "half", 1, None),
    ],
)  # fmt: skip
def test_a_header_cell_that_names_a_period(text: str, unit: str, number: int, year: int | None) -> None:
    period = named_period(text)
    assert period is not None
    assert (period.unit, period.number, period.year) == (unit, number, year)


@pytest.mark.parametrize("text", ["Marketing", "Mavzu", "Sana", "I", "5", "", "Mayor", "Oktant chorak", "5-chorak"])
def test_a_header_cell_that_names_none(text: str) -> None:
    assert named_period(text) is None


def read_channels(*cells: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    header = ["№", "Mavzu", "Sana", "Sayt", "Telegram", "Facebook", "OAV"]
    (item,) = items_of([header, ["1", "Maqola", "may", *cells]])
    return item.coverage_text, item.channels, item.outlets, item.review


def test_columns_of_channels_give_those_that_are_marked() -> None:
    assert read_channels("+", "✓", "", "-") == ("Sayt, Telegram", ("website", "telegram"), (), ())
    assert read_channels("", "", "x", "+") == ("Facebook, OAV", ("facebook", "mass_media"), (), ())
    assert read_channels("", "", "", "") == ("", (), (), ("channel_unknown",))


def test_words_below_a_channel_stand_for_themselves_or_beside_its_name() -> None:
    assert read_channels("", "3 ta post", "", "") == ("Telegram (3 ta post)", ("telegram",), (), ())
    assert read_channels("", "", "", "“Namunaobod tongi” gazetasi")[1:] == (("newspaper",), ("Namunaobod tongi",), ())


def test_a_column_for_other_places_beside_those_of_channels() -> None:
    rows = [
        ["№", "Tadbir", "Muddat", ("Yoritish manbalari", 4)],
        ["", "", "", "Rasmiy veb-sayt", "Telegram kanali", "OAV", "Boshqa"],
        ["1", "Seminar", "may", "+", "", "", "LED ekran"],
    ]
    (item,) = items_of(rows)
    assert (item.channels, item.review) == (("outdoor", "website"), ())


@pytest.mark.parametrize("merged", [True, False])
def test_channels_below_one_word_for_coverage(merged: bool) -> None:
    wide: list[Written] = [("Ёритилиши", 3)] if merged else ["Ёритилиши", "", ""]
    side = above if merged else (lambda _text: "")
    rows = [
        ["№", "Тадбир номи", "Муддати", *wide, "Масъул"],
        [side("№"), side("Тадбир номи"), side("Муддати"), "Сайт", "Телеграм", "ОАВ", side("Масъул")],
        ["1", "Семинар", "март", "+", "", "+", "Котиб"],
    ]
    (item,) = items_of(rows)
    assert (item.coverage_text, item.channels, item.responsible) == ("Сайт, ОАВ", ("website", "mass_media"), "Котиб")
