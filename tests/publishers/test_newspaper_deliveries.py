"""A newspaper's delivery from the outbox to the mailbox: one letter, then proof is owed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from content.models import Channel
from publishers import accounts, decisions
from publishers.host_mail import HostMail, host_mail
from publishers.models import ChannelAccount
from publishers.registry import publisher_for
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.stage import Stage
from tests.publishers.written import attempts


@pytest.fixture
def newspaper(stage: Stage, settings: Any) -> Channel:
    settings.DEFAULT_FROM_EMAIL = "xizmat@mediareja.example"
    stage.organization.email = "matbuot@namunaobod.example"
    stage.organization.save(update_fields=["email"])
    return stage.channel("newspaper")


def strike(stage: Stage, channel: Channel, kind: str, operation: str, **params: Any) -> None:
    stage.sandbox.fault("newspaper", kind, operation, target=channel.account.address, **params)


def test_one_letter_is_in_the_mailbox_and_the_delivery_waits_for_proof(
    stage: Stage, newspaper: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(newspaper, publish_at=now)

    carry()
    carry(now + timedelta(days=2))

    (letter,) = stage.shown(newspaper)
    waiting = fresh(delivery)
    assert (waiting.state, waiting.detail) == (State.AWAITING_PROOF, newspaper.account.address)
    assert waiting.external_id == letter["id"] == f"<{delivery.key}@mediareja.example>"
    assert letter["title"] == "Namunaobod shahar hokimligi: Ochiqlik kuni"
    assert letter["text"] == "Ochiqlik kuni\nHokimlikda ochiqlik kuni."
    assert attempts(delivery) == [("publish", "handed_over", "")]


def test_a_busy_server_gets_the_same_letter_again(
    stage: Stage, newspaper: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(newspaper, publish_at=now)
    strike(stage, newspaper, "rate_limited", "message")

    carry()
    assert fresh(delivery).state == State.PENDING
    carry(now + timedelta(minutes=1))

    (letter,) = stage.shown(newspaper)
    assert letter["id"] == f"<{delivery.key}@mediareja.example>"
    assert attempts(delivery) == [("publish", "try_later", "rate_limited"), ("publish", "handed_over", "")]


def test_after_a_lost_answer_a_person_says_they_have_it_and_nothing_is_sent_twice(
    stage: Stage, newspaper: Channel, carry: Carry, now: datetime
) -> None:
    # given
    delivery = stage.delivery(newspaper, publish_at=now)
    strike(stage, newspaper, "accept_then_drop", "message")
    carry()
    carry(now + timedelta(minutes=5))
    unclear = fresh(delivery)
    assert (unclear.state, unclear.reason_code, unclear.ready_at) == (State.UNKNOWN, "answer_lost", None)
    # when
    decisions.they_have_it(delivery.pk, actor=stage.approver, now=now)
    carry(now + timedelta(days=2))
    # then
    assert fresh(delivery).state == State.AWAITING_PROOF
    assert len(stage.shown(newspaper)) == 1


def test_a_mailbox_that_is_gone_pauses_the_channel_and_the_letter_waits(
    stage: Stage, newspaper: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(newspaper, publish_at=now)
    strike(stage, newspaper, "chat_not_found", "rcpt")
    carry()
    account = ChannelAccount.objects.get(channel=newspaper)
    assert (account.health_code, fresh(delivery).state) == ("target_missing", State.PENDING)
    assert account.health_detail.startswith(f"the recipient: 550 {account.address}")

    stage.sandbox.session.delete(f"{stage.sandbox.url}/__control__/faults", timeout=10)
    accounts.check_account(account, now=now)
    carry(now + timedelta(minutes=1))

    assert fresh(delivery).state == State.AWAITING_PROOF


def test_a_channel_without_a_login_writes_from_the_services_mail_account(
    stage: Stage, newspaper: Channel, settings: Any
) -> None:
    settings.MAIL_URL = "smtp+tls://xizmat%40m.example:maxfiy-parol@pochta.example:587"
    Channel.objects.filter(pk=newspaper.pk).update(is_sandbox=False)
    ChannelAccount.objects.filter(channel=newspaper).update(stored_secret="")
    account = ChannelAccount.objects.select_related("channel").get(channel=newspaper)

    access = publisher_for(account)._access  # type: ignore[attr-defined]

    assert access.secret == "xizmat@m.example:maxfiy-parol"
    assert access.endpoints["smtp"] == "smtp+tls://pochta.example:587"
    assert "maxfiy" not in repr(access)
    account.options = {"server": "smtp+tls://boshqa.example"}
    assert publisher_for(account)._access.secret == ""  # type: ignore[attr-defined]


def test_a_stand_in_never_leads_to_a_real_mail_server(stage: Stage, newspaper: Channel) -> None:
    account = newspaper.account
    account.options = {"server": "smtp+tls://haqiqiy.example"}

    access = publisher_for(account)._access  # type: ignore[attr-defined]

    assert "server" not in access.options
    assert access.endpoints["smtp"] == stage.sandbox.state()["mail"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", HostMail()),
        ("consolemail://", HostMail()),
        ("smtp://pochta.example", HostMail("smtp://pochta.example")),
        ("smtps://u:p@pochta.example:587", HostMail("smtp+tls://pochta.example:587", "u:p")),
        ("smtp+ssl://u:p%3Aq@pochta.example", HostMail("smtp+ssl://pochta.example", "u:p:q")),
    ],
)
def test_the_services_mail_account(settings: Any, written: str, found: HostMail) -> None:
    settings.MAIL_URL = written

    assert host_mail() == found


def test_a_database_that_falls_silent_before_the_call_only_puts_the_letter_off(
    stage: Stage, newspaper: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(newspaper, publish_at=now)
    begun = []

    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        if begun == [1] and not sql.startswith("RELEASE"):
            begun.append(2)
            raise OperationalError("the server has gone away")
        if sql.startswith('INSERT INTO "publishers_attempt"'):
            begun.append(1)
        return execute(sql, *args)

    with connection.execute_wrapper(refuse):
        carry()

    assert begun == [1, 2]
    after = fresh(delivery)
    assert (after.state, after.reason_code, after.detail) == (State.PENDING, "unreachable", "OperationalError")
    assert stage.shown(newspaper) == []
