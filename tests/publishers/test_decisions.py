"""What a person decides about a delivery, and what of it is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel
from publishers import decisions, enqueuing, outbox
from publishers.contract import Published
from publishers.decisions import DecisionRefused
from publishers.models import Delivery
from publishers.states import MOVES, State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage


@pytest.fixture
def telegram(stage: Stage) -> Channel:
    return stage.channel("telegram")


def standing(stage: Stage, channel: Channel, state: State, now: datetime) -> Delivery:
    return put(stage.delivery(channel, publish_at=now), state, now)


def put(delivery: Delivery, state: State, now: datetime) -> Delivery:
    leased = {"leased_until": now if state == State.LEASED else None, "lease_token": ""}
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, ready_at=None, miss_at=None, reason_code="answer_lost", resume_token="t", looks=3, **leased
    )
    return fresh(delivery)


def it_is_out(delivery: Delivery, **who: Any) -> Delivery:
    return decisions.it_is_out(delivery.pk, link="https://t.me/namuna/7", **who)


def send_again(delivery: Delivery, **who: Any) -> Delivery:
    return decisions.send_again(delivery.pk, **who)


def cancel(delivery: Delivery, **who: Any) -> Delivery:
    return decisions.cancel(delivery.pk, **who)


ALLOWED: dict[Callable[..., Delivery], set[State]] = {
    it_is_out: {State.UNKNOWN, State.PARTIAL, State.MISSED},
    send_again: {State.UNKNOWN, State.PARTIAL, State.MISSED, State.REJECTED},
    cancel: {state for state in State if State.CANCELLED in MOVES[state]},
}


@pytest.mark.parametrize("decide", list(ALLOWED))
def test_a_decision_is_taken_and_logged_with_its_person_where_it_makes_sense(
    stage: Stage, telegram: Channel, now: datetime, decide: Callable[..., Delivery]
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    for state in ALLOWED[decide]:
        decide(put(delivery, state, now), actor=stage.approver, now=now, note="koʻrdim")
        change = delivery.changes.latest("pk")
        assert (change.old, change.actor, change.note, change.at) == (state, stage.approver, "koʻrdim", now)


@pytest.mark.parametrize("decide", list(ALLOWED))
def test_a_decision_is_refused_everywhere_else(
    stage: Stage, telegram: Channel, now: datetime, decide: Callable[..., Delivery]
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    for state in set(State) - ALLOWED[decide]:
        with pytest.raises(DecisionRefused, match=state):
            decide(put(delivery, state, now), actor=stage.approver, now=now)
        assert (fresh(delivery).state, delivery.changes.count()) == (state, 1)


def test_it_is_out_stores_the_link_and_sends_nothing(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = standing(stage, telegram, State.UNKNOWN, now)

    it_is_out(delivery, actor=stage.approver, now=now)

    after = fresh(delivery)
    assert (after.state, after.link, after.reason_code) == (State.PUBLISHED, "https://t.me/namuna/7", "")
    assert carry(now + timedelta(days=1)) == []


def test_send_again_starts_anew_at_once_with_a_new_lateness_limit(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    # given
    delivery = standing(stage, telegram, State.MISSED, now)
    later = now + timedelta(days=3)
    script.lay_down(Published("5"))
    # when
    send_again(delivery, actor=stage.approver, now=later)
    # then
    waiting = fresh(delivery)
    assert (waiting.state, waiting.ready_at, waiting.finished_at) == (State.PENDING, later, None)
    assert (waiting.resume_token, waiting.looks, waiting.reason_code) == ("", 0, "")
    assert waiting.miss_after == waiting.miss_at == later + timedelta(days=1)
    assert outbox.mark_missed(now=later) == []
    assert carry(later) == [delivery.pk]
    assert fresh(delivery).state == State.PUBLISHED
    assert script.calls == [("publish", delivery.key)]


def test_a_post_without_a_lateness_limit_gets_a_day_when_it_is_sent_again(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    delivery = standing(stage, telegram, State.REJECTED, now)
    delivery.post.lateness_limit = timedelta(0)
    delivery.post.save(update_fields=["lateness_limit"])

    assert send_again(delivery, actor=stage.approver, now=now).miss_after == now + timedelta(days=1)


def test_what_is_being_looked_at_this_moment_cannot_be_decided(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = standing(stage, telegram, State.UNKNOWN, now)
    Delivery.objects.filter(pk=delivery.pk).update(ready_at=now)
    outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)

    with pytest.raises(DecisionRefused):
        send_again(delivery, actor=stage.approver, now=now)
    assert fresh(delivery).state == State.UNKNOWN


@pytest.mark.parametrize("decide", [send_again, it_is_out])
def test_what_a_newer_approval_replaced_is_not_brought_back(
    stage: Stage, telegram: Channel, now: datetime, decide: Callable[..., Delivery]
) -> None:
    old = standing(stage, telegram, State.MISSED, now)
    (newer,) = enqueuing.enqueue([old.rendition], now=now)

    with pytest.raises(DecisionRefused):
        decide(old, actor=stage.approver, now=now)
    assert (fresh(old).state, fresh(newer).state) == (State.CANCELLED, State.PENDING)


def test_a_decision_on_a_paused_channel_waits_with_the_others(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    from publishers import accounts

    delivery = standing(stage, telegram, State.UNKNOWN, now)
    accounts.pause_account(delivery.channel.account.pk, code="token_invalid", detail="", now=now)

    send_again(delivery, actor=stage.approver, now=now)

    assert carry() == []
    assert script.calls == []
    assert fresh(delivery).state == State.PENDING
