"""Posts to a receiver that drops repeats: sent until an answer comes, shown once, and stopped by its 410."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import requests

from content.models import Channel
from publishers import outbox
from publishers.accounts import check_account, replace_access
from publishers.contract import Deadline
from publishers.outgoing import outgoing_post
from publishers.registry import publisher_for
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.stage import Stage
from tests.publishers.written import LEASE, attempts, begin

NEW, OLD = f"whsec_{'bmV3' * 10}", f"whsec_{'b2xk' * 10}"


@pytest.fixture
def receiver(stage: Stage) -> Channel:
    return stage.channel("webhook")


@pytest.mark.parametrize("fault", ["accept_then_drop", "drop_before", "accept_then_500", "html_error_page"])
def test_a_lost_answer_is_sent_again_and_shown_once(
    stage: Stage, receiver: Channel, carry: Carry, now: datetime, fault: str
) -> None:
    delivery = stage.delivery(receiver, publish_at=now)
    stage.sandbox.fault("webhook", fault, "deliver", target=receiver.account.address)

    carry(now)
    assert fresh(delivery).state == State.PENDING
    carry(now + timedelta(minutes=1))

    (shown,) = stage.shown(receiver)
    after = fresh(delivery)
    assert (after.state, after.external_id, after.link) == (State.PUBLISHED, shown["id"], shown["link"])
    assert [(step, outcome) for step, outcome, _ in attempts(delivery)] == [
        ("publish", "outcome_unknown"), ("publish", "published"),
    ]  # fmt: skip


def test_what_a_lost_worker_has_sent_is_sent_again_without_a_person_and_shown_once(
    stage: Stage, receiver: Channel, carry: Carry, now: datetime
) -> None:
    # given a worker that was lost after its call had arrived
    delivery = stage.delivery(receiver, publish_at=now)
    begin(delivery, now)
    adapter = publisher_for(receiver.account)
    adapter.publish(outgoing_post(delivery.rendition), delivery.key, Deadline.after(timedelta(seconds=5)))
    gone = now + LEASE + timedelta(seconds=1)
    assert outbox.recover_expired(now=gone) == 1
    assert fresh(delivery).state == State.UNKNOWN

    # when
    carry(gone + timedelta(minutes=5))
    assert fresh(delivery).state == State.PENDING
    carry(gone + timedelta(minutes=10))

    # then
    (shown,) = stage.shown(receiver)
    assert (fresh(delivery).state, fresh(delivery).external_id) == (State.PUBLISHED, shown["id"])
    assert [(step, outcome) for step, outcome, _ in attempts(delivery)][1:] == [
        ("find", "cannot_tell"), ("publish", "published"),
    ]  # fmt: skip


def test_what_may_be_out_is_not_called_rejected_when_its_repetition_is(
    stage: Stage, receiver: Channel, carry: Carry, now: datetime
) -> None:
    # given a receiver that took the post, failed to say so, and refuses what it has had
    delivery = stage.delivery(receiver, publish_at=now)
    for fault in ("accept_then_500", "content_rejected"):
        stage.sandbox.fault("webhook", fault, "deliver", target=receiver.account.address)

    carry(now)
    carry(now + timedelta(minutes=1))

    # then a person is asked, and nothing is sent meanwhile
    assert len(stage.shown(receiver)) == 1
    after = fresh(delivery)
    assert (after.state, after.reason_code, after.ready_at) == (State.UNKNOWN, "content_refused", None)
    assert carry(now + timedelta(hours=1)) == []


def test_what_may_be_out_is_not_called_missed_and_not_sent_late(
    stage: Stage, receiver: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(receiver, publish_at=now, lateness_limit=timedelta(minutes=5))
    stage.sandbox.fault("webhook", "accept_then_drop", "deliver", target=receiver.account.address)
    carry(now)
    late = now + timedelta(minutes=6)

    assert outbox.mark_missed(now=late) == [delivery]

    after = fresh(delivery)
    assert (after.state, after.reason_code, after.ready_at, after.miss_at) == (State.UNKNOWN, "too_late", None, None)
    assert carry(late) == []
    assert len(stage.shown(receiver)) == 1


def test_what_certainly_is_not_out_is_missed(stage: Stage, receiver: Channel, carry: Carry, now: datetime) -> None:
    delivery = stage.delivery(receiver, publish_at=now, lateness_limit=timedelta(minutes=5))
    stage.sandbox.fault("webhook", "overloaded", "deliver", target=receiver.account.address)
    carry(now)

    assert outbox.mark_missed(now=now + timedelta(minutes=6)) == [delivery]

    assert fresh(delivery).state == State.MISSED


def test_a_receiver_that_is_gone_pauses_the_channel_until_it_is_back(
    stage: Stage, receiver: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(receiver, publish_at=now)
    stage.sandbox.fault("webhook", "switched_off", target=receiver.account.address)

    carry(now)

    account = fresh(delivery).channel.account
    assert (account.paused_at is not None, account.health_code) == (True, "target_disabled")
    assert fresh(delivery).state == State.PENDING
    assert check_account(account, now=now).health_code == "target_disabled"
    assert carry(now + timedelta(hours=1)) == []

    requests.delete(f"{stage.sandbox.url}/__control__/faults", timeout=5).raise_for_status()
    assert check_account(account, now=now).health == "ok"
    carry(now + timedelta(hours=1))

    assert fresh(delivery).state == State.PUBLISHED
    assert len(stage.shown(receiver)) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        (f"{NEW} {OLD}", OLD, ""),
        (f"{NEW} {OLD}", f"{OLD} {NEW}", ""),
        (f"{NEW} {OLD}", NEW, ""),
        (NEW, NEW, ""),
        (NEW, OLD, "token_invalid"),
    ],
)
def test_a_key_is_changed_without_a_gap(
    stage: Stage, receiver: Channel, now: datetime, ours: str, theirs: str, code: str
) -> None:
    made = stage.sandbox.control("channels", {"platform": "webhook", "token": theirs})

    account = replace_access(receiver.account, address=made["id"], secret=ours, now=now)

    assert account.health_code == code
