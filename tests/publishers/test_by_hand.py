"""A post for a billboard, television, radio or by hand becomes a task for one person, who is told once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.translation import get_language
from wagtail.users.models import UserProfile

from publishers import decisions
from publishers.accounts import check_account
from publishers.models import ChannelAccount
from publishers.proof_notices import write
from publishers.proof_words import moment
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.handwork import carrier, handed_over, manual
from tests.publishers.stage import Stage
from tests.publishers.written import attempts, changes


@pytest.mark.parametrize("kind", ["billboard", "television", "radio", "by_hand"])
def test_a_post_is_handed_to_the_person_responsible_who_gets_one_mail(
    stage: Stage, carry: Carry, now: datetime, kind: str, settings: Any
) -> None:
    # given
    channel = manual(stage, carrier(), kind)
    delivery = stage.delivery(channel, publish_at=now)
    mail.outbox.clear()
    # when
    carry(now)
    carry(now + timedelta(days=1))
    # then
    task = fresh(delivery)
    assert (task.state, task.external_id, task.link) == (State.AWAITING_PROOF, task.key, "")
    assert attempts(task) == [("publish", "handed_over", "")]
    assert changes(task)[-1] == ("leased", "awaiting_proof", "")
    (letter,) = mail.outbox
    zone = stage.organization.time_zone
    assert letter.recipients() == ["bahrom@example.org"]
    assert letter.subject == "Task: “Ochiqlik kuni” for Markaziy bilbord"
    assert letter.body.splitlines()[0] == (
        f"Please carry it out from {moment(task.due_at, zone)} on, at the latest by {moment(task.miss_after, zone)}."
    )
    assert letter.body.splitlines()[-1] == f"Text, files and proof: {settings.SITE_URL}/admin/proof_task/{task.pk}/"


def test_a_mail_is_written_in_the_language_the_person_reads(stage: Stage) -> None:
    person = carrier()
    UserProfile.objects.create(user=person, preferred_language="ru")

    write(person, lambda: (get_language() or "", "…"))

    assert [(letter.subject, letter.recipients()) for letter in mail.outbox] == [("ru", ["bahrom@example.org"])]


def test_without_a_person_to_tell_nothing_is_handed_over_and_the_channel_waits(
    stage: Stage, carry: Carry, now: datetime
) -> None:
    # given a person who has left
    person = carrier()
    channel = manual(stage, person)
    delivery = stage.delivery(channel, publish_at=now)
    person.is_active = False
    person.save()
    mail.outbox.clear()

    # when
    carry(now)

    # then
    waiting = fresh(delivery)
    account = waiting.channel.account
    assert (waiting.state, waiting.reason_code, waiting.ready_at) == (State.PENDING, "no_responsible", None)
    assert (account.health_code, account.paused_at is not None) == ("no_responsible", True)
    assert [letter.subject for letter in mail.outbox] == ["The channel Markaziy bilbord is paused"]

    # and when somebody else is named
    account.responsible = carrier("gulnora")
    account.save()
    check_account(account, now=now + timedelta(minutes=5))
    carry(now + timedelta(minutes=5))
    assert fresh(delivery).state == State.AWAITING_PROOF
    assert mail.outbox[-1].recipients() == ["gulnora@example.org"]


@pytest.mark.parametrize("missing", ["person", "active", "email"])
def test_an_account_works_only_with_an_active_person_who_can_be_written_to(
    stage: Stage, now: datetime, missing: str
) -> None:
    person = carrier()
    if missing == "active":
        person.is_active = False
    if missing == "email":
        person.email = ""
    person.save()
    account = manual(stage, None if missing == "person" else person).account

    check_account(account, now=now)

    assert (account.health, account.health_code) == (ChannelAccount.Health.FAILING, "no_responsible")


def test_an_account_that_works_names_its_person(stage: Stage, now: datetime) -> None:
    account = check_account(manual(stage, carrier()).account, now=now)

    assert (account.health, account.title) == (ChannelAccount.Health.OK, "Bahrom")


def test_who_has_a_cancelled_task_is_told(stage: Stage, carry: Carry, now: datetime) -> None:
    task = handed_over(stage, manual(stage, carrier()), carry, now)
    mail.outbox.clear()

    decisions.cancel(task.pk, actor=stage.approver, now=now, note="Kerak emas")

    (letter,) = mail.outbox
    assert (letter.recipients(), letter.subject) == (
        ["bahrom@example.org"],
        "Cancelled: the task “Ochiqlik kuni” for Markaziy bilbord",
    )
