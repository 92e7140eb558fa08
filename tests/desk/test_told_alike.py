"""The plan board says what to do about a duty, the ledger what came of it: of the same facts they never contradict."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from desk.board.states import Standing, is_over, standing_of
from publishers.states import CALLED_OFF, State
from reports.ledger.entries import Status
from reports.ledger.judging import Facts, judge

ZONE = ZoneInfo("Asia/Tashkent")
SLOT = datetime(2026, 12, 15, 10, tzinfo=ZONE)
WINDOW_END = date(2026, 12, 31)
TIMES = [SLOT - timedelta(days=5), SLOT + timedelta(hours=1), SLOT + timedelta(days=5), SLOT + timedelta(days=30)]

ALIKE = {
    Standing.PROBLEM: {Status.OPEN, Status.UNDER_WAY, Status.NOT_DONE},
    Standing.MISSED: {Status.NOT_DONE},
    # behind our slot; the plan may still leave it days
    Standing.LATE: {Status.OPEN, Status.NOT_DONE},
    Standing.EXPECTED: {Status.OPEN},
    Standing.DRAFTED: {Status.OPEN},
    Standing.WAITING: {Status.OPEN},
    Standing.WAITING_SECOND: {Status.OPEN},
    Standing.SCHEDULED: {Status.OPEN, Status.UNDER_WAY},
    Standing.PUBLISHED: {Status.DONE, Status.LATE},
    Standing.EXCUSED: {Status.EXCUSED},
}
FLAGS = [False, True]
STEPS = [(False, False), (True, False), (True, True)]
"""Submitted for approval, and whether the second of two is waited for."""


def test_board_and_ledger_tell_the_same_story_of_every_state_of_affairs() -> None:
    found: dict[Standing, set[Status]] = defaultdict(set)
    for sent, slot, now, excused, problem, written, (submitted, second) in product(
        [None, *State], [SLOT, None], TIMES, FLAGS, FLAGS, FLAGS, STEPS
    ):
        standing = standing_of(
            None if sent in CALLED_OFF else sent,
            excused=excused,
            problem=problem,
            over=is_over(slot, WINDOW_END, now=now, today=now.date()),
            submitted=submitted,
            written=written,
            second=second,
        )
        facts = Facts(
            WINDOW_END,
            slot.date() if slot else None,
            excused=excused,
            sent=sent,
            out_on=now.date() if sent == State.PUBLISHED else None,
            problem="internal" if problem else "",
            written=written,
        )
        found[standing].add(judge(facts, now=now)[0])

    assert found == ALIKE
