"""Which item of a newer document is which, whatever moved, was renumbered or reworded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.comparing import Change, Words, compare, marked

OPEN_DAY = Words("Ochiqlik kunini oʻtkazish", "1", deadline="Dekabr", coverage="Rasmiy sahifalar", rule=1)
PICTURE = Words("Infografika tayyorlash", "2", deadline="Har oyda", coverage="Rasmiy sahifalar", rule=2)
TALK = Words("Davra suhbati", "3", method="Taklif etish", deadline="Sentabr", coverage="“Tong” gazetasi", rule=3)
PLAN = [OPEN_DAY, PICTURE, TALK]


def outcome(old: list[Words], new: list[Words]) -> list[tuple[str, int | None, int | None]]:
    return [(change.status, change.old, change.new) for change in compare(old, new)]


def test_the_same_document_keeps_every_item() -> None:
    assert compare(PLAN, PLAN) == [Change("kept", place, place) for place in range(3)]


def test_a_document_typed_anew_in_cyrillic_is_the_same() -> None:
    assert compare([PICTURE], [replace(PICTURE, title="Инфографика  тайёрлаш", deadline="ҲАР ОЙДА")]) == [
        Change("kept", 0, 0)
    ]


def test_moved_and_renumbered_rows_are_kept_and_say_so() -> None:
    new = [replace(TALK, number="1"), OPEN_DAY, replace(PICTURE, number="3", section="II")]

    assert compare(PLAN, new) == [
        Change("kept", 2, 0, {"number": ("3", "1")}),
        Change("kept", 0, 1),
        Change("kept", 1, 2, {"number": ("2", "3"), "section": ("", "II")}),
    ]


def test_a_row_put_in_before_the_others_takes_nobodys_place() -> None:
    added = Words("Brifing", "1", deadline="Mart", rule=4)
    new = [added, replace(OPEN_DAY, number="2"), replace(PICTURE, number="3"), replace(TALK, number="4")]

    assert outcome(PLAN, new) == [("new", None, 0), ("kept", 0, 1), ("kept", 1, 2), ("kept", 2, 3)]


def test_a_row_taken_out_is_gone() -> None:
    assert outcome(PLAN, [OPEN_DAY, replace(TALK, number="2")]) == [("kept", 0, 0), ("kept", 2, 1), ("gone", 1, None)]


@pytest.mark.parametrize(
    ("changed", "fields", "when_differs"),
    [
        (replace(PICTURE, deadline="Har chorakda", rule=5), {"deadline": ("Har oyda", "Har chorakda")}, True),
        (replace(PICTURE, rule=5), {}, True),
        (replace(PICTURE, coverage="Sayt"), {"coverage": ("Rasmiy sahifalar", "Sayt")}, False),
        (
            replace(PICTURE, title="Infografikalar tayyorlash"),
            {"title": ("Infografika tayyorlash", "Infografikalar tayyorlash")},
            False,
        ),
        (
            replace(PICTURE, title="Infografika va video tayyorlash", number="9"),
            {"number": ("2", "9"), "title": ("Infografika tayyorlash", "Infografika va video tayyorlash")},
            False,
        ),
    ],
)
def test_a_changed_row_names_what_changed(
    changed: Words, fields: dict[str, tuple[str, str]], when_differs: bool
) -> None:
    assert compare(PLAN, [OPEN_DAY, changed, TALK])[1] == Change("changed", 1, 1, fields, when_differs)


def test_another_measure_under_an_old_number_is_not_that_item() -> None:
    other = replace(PICTURE, title="Hokimning oʻquvchilar bilan uchrashuvi")

    assert outcome(PLAN, [OPEN_DAY, other, TALK]) == [
        ("kept", 0, 0),
        ("new", None, 1),
        ("kept", 2, 2),
        ("gone", 1, None),
    ]


def test_items_of_one_title_are_told_apart_by_their_deadlines() -> None:
    march, june = replace(TALK, number="1", deadline="Mart"), replace(TALK, number="2", deadline="Iyun")

    assert outcome([march, june], [replace(june, number="1"), replace(march, number="2")]) == [
        ("kept", 1, 0),
        ("kept", 0, 1),
    ]


def test_a_thousand_rows_of_another_document_are_compared_in_bounded_time() -> None:
    old = [Words(f"{place:04d} eski tadbir haqida batafsil xabar", str(place)) for place in range(1000)]
    new = [Words(f"{place:04d} yangi ish toʻgʻrisida", f"y{place}") for place in range(1000)]

    assert {change.status for change in compare(old, new)} == {"new", "gone"}


items = st.builds(
    Words,
    title=st.sampled_from(["Ochiqlik kuni", "Ochiqlik kunlari", "Brifing", "Davra suhbati", "Infografika", ""]),
    number=st.sampled_from(["", "1", "2", "3"]),
    section=st.sampled_from(["", "I", "II"]),
    deadline=st.sampled_from(["Dekabr", "Har oyda", ""]),
)


@given(st.lists(items, max_size=8), st.lists(items, max_size=8))
def test_every_item_of_both_sides_is_accounted_for_once(old: list[Words], new: list[Words]) -> None:
    changes = compare(old, new)

    assert sorted(change.old for change in changes if change.old is not None) == list(range(len(old)))
    assert [change.new for change in changes if change.new is not None] == list(range(len(new)))
    for change in changes:
        assert (change.status == "new") == (change.old is None)
        assert (change.status == "gone") == (change.new is None)


@given(
    st.lists(items, max_size=8, unique=True).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found)))
)
def test_rows_in_another_order_lose_nothing(both: tuple[list[Words], list[Words]]) -> None:
    old, new = both

    assert {change.status for change in compare(old, new)} <= {"kept"}


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("bir ikki", "bir ikki", [("same", "bir ikki")]),
        ("har oyda bir", "har chorakda bir", [("same", "har"), ("gone", "oyda"), ("new", "chorakda"), ("same", "bir")]),
        ("", "yangi soʻz", [("new", "yangi soʻz")]),
        ("eski", "", [("gone", "eski")]),
    ],
)
def test_words_that_came_and_went_are_marked(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert marked(before, after) == pieces


def test_texts_beyond_measure_are_not_compared_word_by_word() -> None:
    long = "soʻz " * 3000

    assert marked(long, "qisqa") == [("gone", long), ("new", "qisqa")]
