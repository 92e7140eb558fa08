"""Plans laid out as cards: a small table of labels and values for each item."""

from __future__ import annotations

from scheduler.plan_import.reading import plan_of
from tests.scheduler.plan_import.neutral import ABOVE, document_of, items_of, unread_of

FORUM = [["Tadbir nomi", "Forum haqida reportaj"], ["Muddati", "Sentabr"], ["Yoritilishi", "Telekanal"]]
BRIEFING = [["Tadbir nomi", "Haftalik brifing"], ["Muddati", "Har hafta juma kuni"], ["Yoritilishi", "Telegram"]]
READ = [
    ("Forum haqida reportaj", "Sentabr", "one_off_month", ("tv",), ()),
    ("Haftalik brifing", "Har hafta juma kuni", "weekly", ("telegram",), ()),
]


def read(*blocks: object) -> list[tuple[object, ...]]:
    return [
        (item.title, item.deadline_text, item.kind, item.channels, item.review)
        for item in items_of(*blocks)  # type: ignore[arg-type]
    ]


def test_one_table_for_each_item() -> None:
    assert read(FORUM, BRIEFING) == READ


def test_all_cards_in_one_table_one_below_the_other() -> None:
    assert read([*FORUM, *BRIEFING]) == READ


def test_numbers_above_the_cards_or_in_a_row_of_theirs() -> None:
    above = items_of([["1-tadbir"], *FORUM], [["2-tadbir"], *BRIEFING])
    within = items_of([["T/r", "1"], *FORUM], [["T/r", "2"], *BRIEFING])

    assert [(item.number, item.title) for item in above] == [("1", READ[0][0]), ("2", READ[1][0])]
    assert [(item.number, item.title) for item in within] == [("1", READ[0][0]), ("2", READ[1][0])]


def test_places_are_those_of_the_tables_and_nothing_goes_without_a_word() -> None:
    cards = ([*FORUM, ["Izoh", "Ertaroq boshlanadi"]], BRIEFING, "Matbuot kotibi ________ A.Valiyev")

    assert [item.place for item in items_of(*cards)] == [(1, 1), (2, 1)]
    assert unread_of(*cards) == [
        (1, 4, "Izoh: Ertaroq boshlanadi", "other_column"),
        (None, 2, "Matbuot kotibi ________ A.Valiyev", "signature"),
    ]


def test_the_title_above_the_cards_is_the_plans() -> None:
    reading = plan_of(document_of(ABOVE, FORUM, BRIEFING))

    assert (reading.title, reading.year, len(reading.items)) == (ABOVE, 2026, 2)


def test_a_card_beside_a_plans_table_is_no_item() -> None:
    table = [["T/r", "Tadbir nomi", "Muddati", "Yoritilishi"], ["1", "Maqola", "May", "Gazeta"]]

    assert [item.title for item in items_of(table, [["Mas’ul", "A.Valiyev"], ["Telefon", "90 123 45 67"]])] == [
        "Maqola"
    ]
