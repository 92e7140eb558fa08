"""Where people put it out: what was handed over waits for proof, and a person can only say that they have it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from content.models import Channel
from publishers import decisions
from publishers.accounts import add_channel
from publishers.contract import CannotTell, HandedOver
from publishers.decisions import DecisionRefused
from publishers.errors import OutcomeUnknown, ReasonCode
from publishers.models import Delivery
from publishers.queries import next_delivery_instant
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import attempts, changes

MESSAGE_ID = "<kalit@mediareja.example>"
LATE = timedelta(days=30)


@pytest.fixture
def newspaper(stage: Stage, script: Script) -> Channel:
    account = add_channel(
        stage.organization, kind="newspaper", name="Namunaobod tongi", address="tahririyat@gazeta.example"
    )
    return account.channel


@pytest.fixture
def unclear(stage: Stage, newspaper: Channel, script: Script, carry: Carry, now: datetime) -> Delivery:
    """A delivery whose answer was lost and at which there was nothing to look."""
    delivery = stage.delivery(newspaper, publish_at=now)
    script.lay_down(OutcomeUnknown(ReasonCode.ANSWER_LOST, "cut"), CannotTell("a mailbox cannot be read back"))
    carry(now)
    carry(now + timedelta(minutes=5))
    return fresh(delivery)


def test_what_was_handed_over_waits_for_proof_and_nothing_more_is_done_by_itself(
    stage: Stage, newspaper: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(newspaper, publish_at=now)
    script.lay_down(HandedOver(MESSAGE_ID, "tahririyat@gazeta.example"))

    carry(now)

    waiting = fresh(delivery)
    assert (waiting.state, waiting.external_id, waiting.link) == (State.AWAITING_PROOF, MESSAGE_ID, "")
    assert (waiting.detail, waiting.ready_at, waiting.miss_at) == ("tahririyat@gazeta.example", None, None)
    assert waiting.finished_at is None
    assert attempts(delivery) == [("publish", "handed_over", "")]
    assert delivery.attempts.get().external_id == MESSAGE_ID
    assert changes(delivery)[-1] == ("leased", "awaiting_proof", "")
    assert next_delivery_instant() is None
    assert carry(now + LATE) == []


def test_after_a_lost_answer_a_person_is_asked_at_once_and_nothing_is_sent_again(
    unclear: Delivery, script: Script, carry: Carry, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    assert (unclear.state, unclear.ready_at, unclear.looks) == (State.UNKNOWN, None, 1)
    assert carry(now + LATE) == []
    assert [step for step, _ in script.calls] == ["publish", "find"]
    mail = mailoutbox[-1]
    assert mail.subject == "Is “Ochiqlik kuni” out on Namunaobod tongi? Please look and decide"


def test_a_person_who_asked_the_newspaper_makes_it_wait_for_proof(stage: Stage, unclear: Delivery) -> None:
    at = unclear.due_at + timedelta(hours=1)

    decisions.they_have_it(unclear.pk, actor=stage.approver, now=at, note="Muharrir bilan gaplashdim")

    after = fresh(unclear)
    assert (after.state, after.reason_code, after.detail) == (State.AWAITING_PROOF, "", "")
    assert (after.ready_at, after.finished_at) == (None, None)
    change = after.changes.latest("pk")
    assert (change.old, change.new, change.actor, change.note, change.at) == (
        "unknown", "awaiting_proof", stage.approver, "Muharrir bilan gaplashdim", at,
    )  # fmt: skip


def test_what_was_missed_may_have_been_given_to_them_by_hand(stage: Stage, unclear: Delivery, now: datetime) -> None:
    Delivery.objects.filter(pk=unclear.pk).update(state=State.MISSED, finished_at=now)

    after = decisions.they_have_it(unclear.pk, actor=stage.approver, now=now)

    assert (after.state, after.finished_at) == (State.AWAITING_PROOF, None)


def test_a_persons_word_alone_never_makes_it_published(stage: Stage, unclear: Delivery, now: datetime) -> None:
    with pytest.raises(DecisionRefused):
        decisions.it_is_out(unclear.pk, link="https://gazeta.example/1", actor=stage.approver, now=now)

    assert fresh(unclear).state == State.UNKNOWN


def test_a_channel_that_publishes_by_itself_owes_no_proof(
    stage: Stage, script: Script, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.UNKNOWN, ready_at=None, miss_at=None)

    with pytest.raises(DecisionRefused):
        decisions.they_have_it(delivery.pk, actor=stage.approver, now=now)

    assert fresh(delivery).state == State.UNKNOWN


def test_the_person_who_looked_and_did_not_find_it_has_it_sent_again(
    stage: Stage, unclear: Delivery, script: Script, carry: Carry, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    script.lay_down(HandedOver(MESSAGE_ID))

    decisions.send_again(unclear.pk, actor=stage.approver, now=later, note="Ularda yoʻq")
    carry(later)

    assert fresh(unclear).state == State.AWAITING_PROOF
    assert script.calls[-1] == ("publish", unclear.key)
