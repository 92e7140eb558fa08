"""Many notices to the same people at once are one letter, and wait for the end of what makes them come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from desk.mail_gathering import CALM, FEW, LONGEST, MOST_NAMED, body_of, letters, subject_of
from desk.models import StoredEmail

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


def notices(count: int, *to: str, age: timedelta = timedelta(0), first: int = 1, html: str = "") -> list[StoredEmail]:
    return [
        StoredEmail(
            pk=number, subject=f"Xabar {number}", body=f"Matn {number}", html_body=html, sender="m@example.org",
            recipients=list(to or ("malika@example.org",)), created_at=NOW - age,
        )
        for number in range(first, first + count)
    ]  # fmt: skip


def test_one_goes_as_it_is() -> None:
    (row,) = notices(1)

    assert letters([row], now=NOW) == [[row]]
    assert (subject_of([row]), body_of([row])) == ("Xabar 1", "Matn 1")


def test_a_few_to_the_same_people_go_at_once_as_one_letter() -> None:
    rows = notices(FEW)

    assert letters(rows, now=NOW) == [rows]
    assert subject_of(rows[:2]) == "2 notices"
    assert body_of(rows[:2]) == "Xabar 1\n\nMatn 1\n\n———\n\nXabar 2\n\nMatn 2"


@pytest.mark.parametrize(
    ("oldest", "newest", "go"),
    [
        (CALM, CALM, True),
        (LONGEST - SECOND, CALM - SECOND, False),
        (LONGEST, timedelta(0), True),
        (timedelta(0), timedelta(0), False),
    ],
)
def test_many_wait_until_no_more_come_or_the_oldest_has_waited_long(
    oldest: timedelta, newest: timedelta, go: bool
) -> None:
    rows = [*notices(FEW, age=oldest), *notices(1, age=newest, first=FEW + 1)]

    assert letters(rows, now=NOW) == ([rows] if go else [])


def test_of_very_many_the_first_are_named_and_the_others_counted() -> None:
    rows = notices(1000, age=CALM)

    assert letters(rows, now=NOW) == [rows]
    assert subject_of(rows) == "1000 notices"
    parts = body_of(rows).split("\n\n———\n\n")
    assert len(parts) == MOST_NAMED + 1
    assert parts[-1] == "And 950 more. What waits for a decision is in the publish log."


def test_other_people_other_tries_and_what_has_a_form_of_its_own_are_letters_of_their_own() -> None:
    mine, others, form = notices(1), notices(1, "rustam@example.org", first=2), notices(2, first=3, html="<p>Matn</p>")
    tried = notices(1, first=5)
    tried[0].attempts = 1

    assert letters([*mine, *others, *form, *tried], now=NOW) == [mine, others, form[:1], form[1:], tried]
