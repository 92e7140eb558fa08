"""How long to wait, when to look again, when to stop: decisions without a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishers.contract import NotFound
from publishers.rules import backoff, believes_absence, first_look, next_ask, next_look, next_try

NOW = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 5), (2, 15), (3, 60), (4, 300), (5, 900), (6, 1800), (7, 3600), (8, 7200), (9, 7200), (500, 7200)],
)
def test_waits_grow_to_two_hours_and_stay_there_longer_by_up_to_a_quarter(failures: int, seconds: int) -> None:
    waits = [backoff(failures, seed) / timedelta(seconds=seconds) for seed in range(200)]

    assert waits == [backoff(failures, seed) / timedelta(seconds=seconds) for seed in range(200)]
    assert 1 <= min(waits) < 1.02
    assert 1.23 < max(waits) < 1.25


def test_what_failed_together_does_not_come_back_together() -> None:
    at = sorted(next_try(6, seed, NOW, NOW + timedelta(days=2)) for seed in range(200))

    assert len(set(at)) == 200
    assert at[-1] - at[0] > timedelta(minutes=7)
    # nowhere more than a few within ten seconds
    assert max(sum(one <= other < one + timedelta(seconds=10) for other in at) for one in at) <= 12


def test_a_long_wait_leaves_half_of_the_time_that_is_left() -> None:
    assert next_try(8, 1, NOW, NOW + timedelta(minutes=40)) - NOW < 25 * MINUTE
    assert next_try(8, 1, NOW, NOW + timedelta(minutes=2)) - NOW >= 5 * MINUTE
    assert next_try(2, 1, NOW, NOW + timedelta(seconds=20)) == NOW + backoff(2, 1)


def test_a_platform_that_is_away_is_asked_within_the_lateness_limit_to_its_end_and_not_often() -> None:
    limit, now = NOW + timedelta(hours=3), NOW
    asked: list[datetime] = []
    while now < limit:
        asked.append(now)
        now = next_try(len(asked), 7, now, limit)

    assert 10 <= len(asked) <= 20
    assert limit - asked[-1] < 7 * MINUTE


def test_the_first_look_waits_until_the_platform_can_be_trusted() -> None:
    assert first_look(timedelta(seconds=90), NOW) == NOW + timedelta(seconds=90)


@pytest.mark.parametrize(("looks", "minutes"), [(1, 1), (2, 5), (3, 15)])
def test_looks_come_further_and_further_apart(looks: int, minutes: int) -> None:
    assert next_look(looks, timedelta(0), NOW) == NOW + minutes * MINUTE


def test_no_look_comes_before_the_platform_can_be_trusted_again() -> None:
    assert next_look(1, 3 * MINUTE, NOW) == NOW + 3 * MINUTE


def test_a_link_is_asked_for_five_times_and_no_longer_than_a_week() -> None:
    waits = [next_ask(asked, NOW, NOW) for asked in range(6)]

    assert waits == [*(NOW + minutes * MINUTE for minutes in (1, 10, 60, 360, 1440)), None]
    assert next_ask(0, NOW, NOW + timedelta(days=8)) is None


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
