"""Reminders as mail: to whom, in how many letters, and never twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from config.celery import app
from publishers.models import Delivery
from publishers.proof_words import moment
from publishers.proofs import add_proof, confirm
from publishers.reminders import remind
from scheduler.beat import MediaPlanScheduler
from tests.publishers.conftest import Carry, fresh
from tests.publishers.handwork import carrier, handed_over, manual
from tests.publishers.stage import Stage

ZONE = ZoneInfo("Asia/Tashkent")


@pytest.fixture
def responsible(stage: Stage) -> Any:
    return carrier()


@pytest.fixture
def task(stage: Stage, carry: Carry, now: datetime, responsible: Any) -> Delivery:
    made = handed_over(stage, manual(stage, responsible), carry, now)
    mail.outbox.clear()
    return made


@pytest.fixture
def overdue(task: Delivery) -> datetime:
    """Noon of the third day after the task's deadline."""
    return datetime.combine((task.miss_after + timedelta(days=3)).astimezone(ZONE).date(), time(12), ZONE)


def letters() -> list[tuple[list[str], str]]:
    return [(letter.recipients(), letter.subject) for letter in mail.outbox]


def test_who_owes_a_proof_is_reminded_once_a_day_with_its_address(
    task: Delivery, overdue: datetime, settings: Any
) -> None:
    assert [remind(now=overdue + timedelta(hours=hour)) for hour in range(4)] == [1, 0, 0, 0]

    (letter,) = mail.outbox
    assert letters() == [(["bahrom@example.org"], "Tasks that wait for you: 1")]
    assert letter.body.splitlines() == [
        "– Ochiqlik kuni → Markaziy bilbord: proof is owed since "
        + moment(task.miss_after, task.channel.organization.time_zone),
        f"  {settings.SITE_URL}/admin/proof_task/{task.pk}/",
    ]
    assert fresh(task).reminded_at == overdue


def test_all_tasks_of_a_person_come_in_one_letter(
    stage: Stage, task: Delivery, carry: Carry, now: datetime, overdue: datetime
) -> None:
    for number in range(3):
        handed_over(stage, task.channel, carry, now, title=f"Xabar {number}")
    mail.outbox.clear()

    assert remind(now=overdue) == 4

    assert letters() == [(["bahrom@example.org"], "Tasks that wait for you: 4")]


def test_while_a_proof_waits_its_confirmers_are_reminded_and_afterwards_nobody(
    stage: Stage, task: Delivery, responsible: Any, overdue: datetime
) -> None:
    carrier("nodira", "Tasdiqlovchilar")
    proof = add_proof(task.pk, actor=stage.approver, now=overdue, link="https://namuna.example/1")

    assert remind(now=overdue) == 1
    assert letters() == [(["nodira@example.org"], "Tasks that wait for you: 1")]
    assert "a proof waits to be confirmed" in mail.outbox[0].body

    confirm(proof.pk, actor=responsible, now=overdue)
    assert remind(now=overdue + timedelta(days=30)) == 0


def test_when_nobody_is_responsible_any_more_the_press_service_is_reminded(
    task: Delivery, responsible: Any, overdue: datetime
) -> None:
    responsible.is_active = False
    responsible.save()

    remind(now=overdue)

    assert sorted(address for to, _subject in letters() for address in to) == [
        "malika@example.org",
        "rustam@example.org",
    ]


def test_nothing_is_sent_in_quiet_hours(stage: Stage, task: Delivery, overdue: datetime) -> None:
    stage.organization.quiet_from, stage.organization.quiet_until = time(11), time(13)
    stage.organization.save()

    assert [remind(now=overdue + timedelta(hours=hour)) for hour in range(3)] == [0, 1, 0]


def test_what_is_not_due_is_left_out_by_the_database(
    stage: Stage, task: Delivery, carry: Carry, now: datetime, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        handed_over(stage, task.channel, carry, now, title=f"Xabar {number}")
    Delivery.objects.update(miss_after=now + timedelta(days=20))

    with django_assert_num_queries(1):
        assert remind(now=now) == 0


@pytest.mark.django_db
def test_beat_looks_every_hour() -> None:
    entry = MediaPlanScheduler(app=app).schedule["remind of proofs"]

    assert (entry.task, entry.schedule.minute, len(entry.schedule.hour)) == ("publishers.remind_of_proofs", {5}, 24)
