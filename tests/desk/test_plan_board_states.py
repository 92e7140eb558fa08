"""How far a duty is, told from what the database has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desk.board.labels import SIGNS, WORDS
from desk.board.states import Standing, is_over, standing_of, worst
from publishers.states import State

NOTHING: dict[str, Any] = dict.fromkeys(("excused", "problem", "over", "submitted", "written"), False)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (State.PENDING, Standing.SCHEDULED),
        (State.LEASED, Standing.SCHEDULED),
        (State.ACCEPTED, Standing.SCHEDULED),
        (State.PUBLISHED, Standing.PUBLISHED),
        (State.REJECTED, Standing.PROBLEM),
        (State.UNKNOWN, Standing.PROBLEM),
        (State.PARTIAL, Standing.PROBLEM),
        (State.AWAITING_PROOF, Standing.PROBLEM),
        (State.MISSED, Standing.MISSED),
    ],
)
def test_what_was_sent_tells_before_the_clock_does(sent: State, told: Standing) -> None:
    assert standing_of(sent, **NOTHING | {"over": True}) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, Standing.EXPECTED),
        ({"written": True}, Standing.DRAFTED),
        ({"written": True, "submitted": True}, Standing.WAITING),
        ({"written": True, "submitted": True, "second": True}, Standing.WAITING_SECOND),
        ({"over": True}, Standing.LATE),
        ({"over": True, "written": True, "submitted": True}, Standing.LATE),
        ({"problem": True, "over": True}, Standing.PROBLEM),
        ({"excused": True, "problem": True, "over": True}, Standing.EXCUSED),
    ],
)
def test_where_nothing_was_sent_the_plan_and_the_post_tell(facts: dict[str, bool], told: Standing) -> None:
    assert standing_of(None, **NOTHING | facts) == told


def test_of_several_the_most_urgent_is_told() -> None:
    assert worst([Standing.PUBLISHED, Standing.LATE, Standing.DRAFTED]) == Standing.LATE
    assert worst([Standing.EXCUSED, Standing.PUBLISHED]) == Standing.PUBLISHED


def test_a_duty_without_a_slot_is_over_when_its_window_is() -> None:
    now, today = datetime(2026, 12, 15, 5, tzinfo=UTC), date(2026, 12, 15)

    def over(slot: datetime | None, window_end: date) -> bool:
        return is_over(slot, window_end, now=now, today=today)

    assert [over(None, date(2026, 12, day)) for day in (14, 15)] == [True, False]
    assert [over(now.replace(hour=hour), date(2026, 12, 31)) for hour in (4, 5)] == [True, False]


def test_every_state_has_its_own_sign_and_word() -> None:
    assert set(SIGNS) == set(WORDS) == set(Standing)
    assert len(set(SIGNS.values())) == len({str(word) for word in WORDS.values()}) == len(Standing)
