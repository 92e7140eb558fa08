"""The table of states and moves: sound in itself."""

from __future__ import annotations

import pytest

from publishers.states import MOVES, NEEDS_PERSON, NOT_YET_OUT, OPEN, REPLACEABLE, WORKING, State, may_move


def reachable(start: State) -> set[State]:
    found, front = {start}, [start]
    while front:
        for state in MOVES[front.pop()] - found:
            found.add(state)
            front.append(state)
    return found


def test_the_table_knows_every_state() -> None:
    assert set(MOVES) == set(State)


def test_every_state_can_be_reached_from_the_outbox() -> None:
    assert reachable(State.PENDING) == set(State)


def test_what_is_cancelled_or_taken_back_stays_so_and_what_is_out_can_only_be_taken_back() -> None:
    assert MOVES[State.WITHDRAWN] == MOVES[State.CANCELLED] == frozenset()
    assert MOVES[State.PUBLISHED] == {State.WITHDRAWN}


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED, State.CANCELLED, State.WITHDRAWN}))
def test_from_every_other_state_a_way_leads_out(state: State) -> None:
    assert reachable(state) & {State.PUBLISHED, State.CANCELLED} == {State.PUBLISHED, State.CANCELLED}


def test_no_state_moves_to_itself() -> None:
    assert not [state for state in State if may_move(state, state)]


def test_nothing_is_sent_without_a_lease() -> None:
    assert [state for state in State if may_move(state, State.LEASED)] == [State.PENDING]


def test_what_may_be_out_is_never_missed_or_rejected() -> None:
    for certain in (State.MISSED, State.REJECTED):
        assert not may_move(State.UNKNOWN, certain)
        assert not may_move(State.PARTIAL, certain)


def test_the_groups_fit_together() -> None:
    assert NOT_YET_OUT < WORKING < OPEN
    assert not OPEN & REPLACEABLE
    assert not NEEDS_PERSON & NOT_YET_OUT
    assert State.PUBLISHED not in OPEN | REPLACEABLE | WORKING
