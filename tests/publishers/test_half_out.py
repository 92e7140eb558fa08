"""A post of several messages, some of which are out: it goes on, and is never begun anew, rejected or missed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content.models import Channel
from publishers import enqueuing, outbox
from publishers.contract import Accepted, NotFound, Published
from publishers.decisions import cancel, it_is_out, send_again
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.models import Delivery
from publishers.states import State
from scheduler.exceptions import why_fixed
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import LATER, attempts, claim

PACE = timedelta(seconds=3)
FIRST = Accepted("first", PACE, ("5",), "https://example.org/5")
DONE = Published("5", "https://example.org/5", ("5", "6"))


@pytest.fixture
def telegram(stage: Stage) -> Channel:
    return stage.channel("telegram")


@pytest.fixture
def half_out(stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(telegram, publish_at=now, lateness_limit=timedelta(minutes=5))
    script.lay_down(FIRST)
    carry(now)
    return fresh(delivery)


def test_its_first_ids_and_link_are_kept_at_once(half_out: Delivery, now: datetime) -> None:
    assert (half_out.state, half_out.is_half_out) == (State.ACCEPTED, True)
    assert (half_out.external_id, half_out.parts, half_out.link) == ("5", ["5"], "https://example.org/5")
    assert half_out.resume_token == "first"


def test_it_goes_on_to_the_whole(half_out: Delivery, script: Script, carry: Carry, now: datetime) -> None:
    script.lay_down(Published("5", "https://example.org/5", ("5", "6"), note="not pinned: no right"))

    carry(now + LATER)

    done = fresh(half_out)
    assert (done.state, done.parts, done.detail) == (State.PUBLISHED, ["5", "6"], "not pinned: no right")
    assert script.calls == [("publish", half_out.key), ("resume", "first")]


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (ContentRejected(ReasonCode.TEXT_TOO_LONG, "too long"), State.PARTIAL, "partly_out"),
        (Partial(ReasonCode.PARTLY_OUT, "half", parts=("5",)), State.PARTIAL, "partly_out"),
        (TryLater(ReasonCode.NOT_READY), State.ACCEPTED, "not_ready"),
        (TryLater(ReasonCode.RATE_LIMITED, after=timedelta(seconds=9)), State.ACCEPTED, "rate_limited"),
        (AccountRejected(ReasonCode.TOKEN_INVALID), State.ACCEPTED, "token_invalid"),
        (OutcomeUnknown(ReasonCode.ANSWER_LOST), State.UNKNOWN, "answer_lost"),
    ],
)
def test_no_refusal_of_a_later_message_forgets_the_first(
    half_out: Delivery, script: Script, carry: Carry, now: datetime, error: PublishError, state: State, code: str
) -> None:
    script.lay_down(error)

    carry(now + LATER)

    after = fresh(half_out)
    assert (after.state, after.reason_code, after.resume_token, after.parts) == (state, code, "first", ["5"])


def test_past_its_limit_it_is_finished_and_past_another_hour_partial_but_never_missed(
    half_out: Delivery, now: datetime
) -> None:
    assert outbox.mark_missed(now=now + timedelta(minutes=59)) == []

    assert outbox.mark_missed(now=now + timedelta(minutes=61)) == [half_out]

    late = fresh(half_out)
    assert (late.state, late.reason_code, late.parts) == (State.PARTIAL, "partly_out", ["5"])
    assert late.changes.latest("pk").reason_code == "too_late"


def test_a_message_found_goes_on_with_the_next(half_out: Delivery, script: Script, carry: Carry, now: datetime) -> None:
    script.lay_down(
        OutcomeUnknown(ReasonCode.ANSWER_LOST), Accepted("second", PACE, ("5", "6"), "https://example.org/5"), DONE
    )

    for step in range(1, 4):
        carry(now + step * LATER)

    assert script.calls[1:] == [("resume", "first"), ("find", "first"), ("resume", "second")]
    assert fresh(half_out).state == State.PUBLISHED
    assert attempts(half_out)[2] == ("find", "accepted", "")


def test_sent_again_by_a_person_only_what_is_not_there_goes_out(
    half_out: Delivery, stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    # given an unclear second message that looking did not find
    script.lay_down(OutcomeUnknown(ReasonCode.ANSWER_LOST), NotFound(conclusive=False), DONE)
    carry(now + LATER)
    carry(now + 2 * LATER)
    # when
    again = send_again(half_out.pk, actor=stage.approver, now=now + 2 * LATER)
    # then
    assert (again.state, again.resume_token) == (State.ACCEPTED, "first")
    carry(now + 3 * LATER)
    assert script.calls[-1] == ("resume", "first")
    assert fresh(half_out).parts == ["5", "6"]


def test_sent_again_from_partial_all_of_it_goes_out(
    half_out: Delivery, stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    cancel(half_out.pk, actor=stage.approver, now=now)
    again = send_again(half_out.pk, actor=stage.approver, now=now)

    assert (again.state, again.resume_token, again.external_id, again.parts) == (State.PENDING, "", "", [])


def test_cancelled_it_is_partial_and_no_second_delivery_takes_its_place(
    half_out: Delivery, stage: Stage, now: datetime
) -> None:
    assert cancel(half_out.pk, actor=stage.approver, now=now).state == State.PARTIAL
    assert enqueuing.enqueue([half_out.rendition], now=now) == []
    assert it_is_out(half_out.pk, link=half_out.link, actor=stage.approver, now=now).parts == ["5"]


def test_the_plan_takes_it_for_out(half_out: Delivery) -> None:
    assert why_fixed(half_out.post) == "out"


def test_what_cannot_be_sent_any_more_leaves_it_partial(half_out: Delivery, carry: Carry, now: datetime) -> None:
    type(half_out.rendition).objects.filter(pk=half_out.rendition_id).update(checksum="0")

    carry(now + LATER)

    assert (fresh(half_out).state, fresh(half_out).reason_code) == (State.PARTIAL, "approval_changed")


def test_its_messages_stay_together_and_keep_the_pace(
    half_out: Delivery, stage: Stage, telegram: Channel, now: datetime
) -> None:
    # given another post that waits for the same channel
    other = stage.delivery(telegram, publish_at=now)
    # when / then: not in between
    assert claim(now + PACE - timedelta(seconds=0.1)) == []
    at = fresh(half_out).ready_at
    assert at is not None
    assert [one.delivery_id for one in claim(at)] == [half_out.pk]
    # and it has its own turn afterwards, while the other message is under way
    waits = fresh(other).ready_at
    assert waits is not None and waits >= at + PACE
    assert claim(waits) == []
