"""Leases and attempts: who may act on a delivery, and what is written of each call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from content.models import Channel
from publishers import outbox
from publishers.errors import ReasonCode
from publishers.models import Attempt, Delivery
from publishers.outbox import LeaseLost, Outcome
from publishers.states import State
from tests.publishers.conftest import fresh
from tests.publishers.stage import Stage
from tests.publishers.written import DONE, LEASE, begin, changes, claim, opened


def test_an_attempt_is_written_before_the_call_and_closed_with_its_delivery(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    attempt = begin(delivery, now)
    assert list(delivery.attempts.values_list("number", "step", "outcome", "finished_at")) == [(1, "publish", "", None)]
    outbox.close_attempt(attempt, DONE, now=now + timedelta(seconds=2))

    closed = delivery.attempts.get()
    assert (closed.outcome, closed.external_id, closed.finished_at - closed.started_at) == (
        "published", "5", timedelta(seconds=2),
    )  # fmt: skip
    after = fresh(delivery)
    assert (after.state, after.external_id, after.link) == (State.PUBLISHED, "5", "https://example.org/5")
    assert delivery.changes.latest("pk").attempt == closed


def test_a_closed_attempt_is_never_changed_again(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    attempt = begin(delivery, now)
    outbox.close_attempt(attempt, DONE, now=now)
    before = Attempt.objects.filter(pk=attempt.pk).values().get()

    with pytest.raises(LeaseLost):
        outbox.close_attempt(attempt, Outcome("content_rejected", State.REJECTED), now=now)

    assert Attempt.objects.filter(pk=attempt.pk).values().get() == before
    assert fresh(delivery).state == State.PUBLISHED


def test_a_delivery_has_one_open_attempt_at_most(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    attempt = begin(delivery, now)

    with pytest.raises(LeaseLost):
        outbox.open_attempt(delivery, attempt.lease_token, step="publish", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(delivery=delivery, number=2, step="publish", lease_token="x", started_at=now)


def test_attempts_are_numbered_on(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    for number in range(3):
        at = now + number * timedelta(hours=1)
        outbox.close_attempt(begin(delivery, at), Outcome("try_later", State.PENDING, ready_at=at), now=at)

    assert list(delivery.attempts.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_without_the_lease_nothing_is_begun_or_refused(
    stage: Stage, telegram: Channel, now: datetime, token: str
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    claim(now)

    with pytest.raises(LeaseLost):
        outbox.open_attempt(delivery, token, step="publish", now=now)
    with pytest.raises(LeaseLost):
        outbox.refuse_before_call(delivery.pk, token, code=ReasonCode.INTERNAL, detail="", now=now)
    assert fresh(delivery).state == State.LEASED


def test_a_lease_that_ran_out_unused_makes_the_delivery_wait_again(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    claim(now)
    end = now + LEASE

    assert outbox.recover_expired(now=end) == 0
    later = end + timedelta(seconds=1)
    assert outbox.recover_expired(now=later) == 1

    after = fresh(delivery)
    assert (after.state, after.lease_token, after.leased_until, after.ready_at) == (State.PENDING, "", None, now)
    assert changes(delivery)[-1] == ("leased", "pending", "worker_lost")


def test_a_clock_that_is_ahead_puts_nothing_off(stage: Stage, telegram: Channel, now: datetime) -> None:
    """A beat an hour ahead takes leases back too early; what was due is due for every other clock, too."""
    delivery = stage.delivery(telegram, publish_at=now)
    claim(now)

    assert outbox.recover_expired(now=now + timedelta(hours=1)) == 1

    assert fresh(delivery).ready_at == now
    assert claim(now + timedelta(minutes=1)) != []


def test_a_lease_that_ran_out_during_a_call_makes_the_outcome_unknown(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    attempt = begin(delivery, now)
    later = now + LEASE + timedelta(seconds=1)

    outbox.recover_expired(now=later)

    after = fresh(delivery)
    assert (after.state, after.reason_code, after.unknown_since) == (State.UNKNOWN, "worker_lost", now)
    assert after.ready_at == later + timedelta(minutes=1)
    closed = Attempt.objects.get(pk=attempt.pk)
    assert (closed.outcome, closed.finished_at) == ("lost", later)
    with pytest.raises(LeaseLost):
        outbox.close_attempt(attempt, DONE, now=later)


@pytest.mark.parametrize(
    ("state", "begun", "expected"),
    [
        (State.ACCEPTED, False, State.ACCEPTED),
        (State.ACCEPTED, True, State.UNKNOWN),
        (State.UNKNOWN, False, State.UNKNOWN),
        (State.UNKNOWN, True, State.UNKNOWN),
    ],
)
def test_a_lost_worker_of_a_later_step_leaves_what_is_certain(
    stage: Stage, telegram: Channel, now: datetime, state: State, begun: bool, expected: State
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    Delivery.objects.filter(pk=delivery.pk).update(state=state, looks=1)
    (claimed,) = claim(now)
    if begun:
        opened(claimed, now, "find")

    outbox.recover_expired(now=now + timedelta(hours=1))

    after = fresh(delivery)
    assert (after.state, after.leased_until) == (expected, None)
    assert after.ready_at is not None
