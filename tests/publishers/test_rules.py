"""How long to wait, when to look again, when to stop: decisions without a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishers.contract import NotFound
from publishers.rules import backoff, believes_absence, first_look, next_look

NOW = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 15), (3, 60), (4, 300), (5, 900), (6, 900), (500, 900)])
def test_waits_grow_to_a_quarter_of_an_hour_and_stay_there(attempt: int, seconds: int) -> None:
    assert backoff(attempt) == timedelta(seconds=seconds)


def test_the_first_look_waits_until_the_platform_can_be_trusted() -> None:
    assert first_look(timedelta(seconds=90), NOW) == NOW + timedelta(seconds=90)


@pytest.mark.parametrize(("looks", "minutes"), [(1, 1), (2, 5), (3, 15)])
def test_looks_come_further_and_further_apart(looks: int, minutes: int) -> None:
    assert next_look(looks, timedelta(0), NOW) == NOW + minutes * MINUTE


def test_no_look_comes_before_the_platform_can_be_trusted_again() -> None:
    assert next_look(1, 3 * MINUTE, NOW) == NOW + 3 * MINUTE


def test_after_the_fourth_look_a_person_decides() -> None:
    assert next_look(4, MINUTE, NOW) is None


@pytest.mark.parametrize(
    ("conclusive", "looks", "needed", "believed"),
    [(True, 1, 2, False), (True, 2, 2, True), (True, 2, 3, False), (True, 3, 3, True), (False, 9, 2, False)],
)
def test_absence_is_believed_after_as_many_looks_at_a_complete_listing_as_the_platform_asks_for(
    conclusive: bool, looks: int, needed: int, believed: bool
) -> None:
    assert believes_absence(NotFound(conclusive=conclusive), looks, needed) is believed
