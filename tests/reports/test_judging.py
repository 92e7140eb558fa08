"""What a duty came to, told from the facts: every status, and what tells two neighbours apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from publishers.states import State
from reports.ledger.entries import Counts, DutyEntry, Status, count
from reports.ledger.judging import Facts, judge

ZONE = ZoneInfo("Asia/Tashkent")
DEADLINE = date(2026, 12, 31)
SLOT = date(2026, 12, 15)
BEFORE = datetime(2026, 12, 10, 12, tzinfo=ZONE)
BETWEEN = datetime(2026, 12, 20, 12, tzinfo=ZONE)
AFTER = datetime(2027, 1, 1, 0, 0, tzinfo=ZONE)

CASES = [
    # out: the plan's last day tells, not our slot
    (Facts(DEADLINE, SLOT, sent=State.PUBLISHED, out_on=SLOT), BEFORE, "done", ""),
    (Facts(DEADLINE, SLOT, sent=State.PUBLISHED, out_on=DEADLINE), AFTER, "done", ""),
    (Facts(DEADLINE, SLOT, sent=State.PUBLISHED, out_on=DEADLINE + timedelta(1)), AFTER, "late", ""),
    (Facts(DEADLINE, SLOT, sent=State.PUBLISHED, out_on=SLOT, replaced=True), AFTER, "replaced", "replaced"),
    (Facts(DEADLINE, SLOT, sent=State.PUBLISHED, out_on=SLOT, problem="internal"), AFTER, "done", ""),
    # excused
    (Facts(DEADLINE, SLOT, excused=True), AFTER, "excused", "excused"),
    # only a person can tell, over or not
    (Facts(DEADLINE, SLOT, sent=State.UNKNOWN), AFTER, "under_way", "unclear"),
    (Facts(DEADLINE, SLOT, sent=State.PARTIAL), BETWEEN, "under_way", "partly_out"),
    (Facts(DEADLINE, SLOT, sent=State.AWAITING_PROOF), AFTER, "under_way", "proof_awaited"),
    # on its way
    (Facts(DEADLINE, SLOT, sent=State.PENDING), BEFORE, "open", ""),
    (Facts(DEADLINE, SLOT, sent=State.PENDING, reason="unreachable"), BETWEEN, "under_way", "unreachable"),
    (Facts(DEADLINE, None, sent=State.LEASED), BEFORE, "under_way", ""),
    # certainly not out
    (Facts(DEADLINE, SLOT, sent=State.MISSED, reason="too_late"), BETWEEN, "not_done", "too_late"),
    (Facts(DEADLINE, SLOT, sent=State.REJECTED, reason="text_too_long"), BETWEEN, "under_way", "text_too_long"),
    (Facts(DEADLINE, SLOT, sent=State.REJECTED, reason="text_too_long"), AFTER, "not_done", "text_too_long"),
    (Facts(DEADLINE, SLOT, sent=State.CANCELLED), AFTER, "not_done", "cancelled"),
    (Facts(DEADLINE, SLOT, sent=State.WITHDRAWN), AFTER, "not_done", "taken_back"),
    # nothing was sent
    (Facts(DEADLINE, SLOT), BETWEEN, "open", ""),
    (Facts(DEADLINE, SLOT), AFTER, "not_done", "nobody_wrote"),
    (Facts(DEADLINE, SLOT, written=True), AFTER, "not_done", "not_approved"),
    (Facts(DEADLINE, SLOT, written=True, approved=True), AFTER, "not_done", "channel_not_chosen"),
    (Facts(DEADLINE, SLOT, has_channel=False), AFTER, "not_done", "no_channel"),
    (Facts(DEADLINE, SLOT, problem="picture_needed"), AFTER, "not_done", "picture_needed"),
    # a person gave it more time than the plan does
    (Facts(DEADLINE, date(2027, 1, 9)), AFTER, "open", ""),
    (Facts(DEADLINE, date(2027, 1, 9), sent=State.PUBLISHED, out_on=date(2027, 1, 9)), AFTER, "late", ""),
]


@pytest.mark.parametrize(("facts", "now", "status", "code"), CASES)
def test_the_facts_tell_the_status_and_the_reason(facts: Facts, now: datetime, status: str, code: str) -> None:
    assert judge(facts, now=now) == (status, code)


def test_every_status_and_every_state_of_a_delivery_is_judged_above() -> None:
    assert {status for _facts, _now, status, _code in CASES} == {str(one) for one in Status}
    sent = {facts.sent for facts, *_rest in CASES}
    assert set(State) - sent == {State.ACCEPTED}


def test_counts_leave_out_what_nobody_can_ask_for_and_what_nobody_owes() -> None:
    made = [entry(one) for one in Status] + [entry(Status.DONE, owed=False)]
    counts = count(made)
    assert (counts.total, counts.counted, counts.fulfilled, counts.percent) == (7, 5, 3, 60)
    assert count([]).percent is None
    assert count([entry(Status.OPEN), entry(Status.EXCUSED)]).percent is None


@pytest.mark.parametrize(("done", "missing", "percent"), [(2, 1, 66), (199, 1, 99), (200, 0, 100), (0, 3, 0)])
def test_a_hundred_percent_means_all(done: int, missing: int, percent: int) -> None:
    counts = Counts({Status.DONE: done, Status.NOT_DONE: missing})
    assert counts.percent == percent


def entry(status: Status, *, owed: bool = True) -> DutyEntry:
    return DutyEntry(1, "2026-12", (SLOT, DEADLINE), None, DEADLINE, 1, status, owed=owed)
