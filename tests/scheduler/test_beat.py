"""Beat: when it is wanted next, what it sends, and that a nudge ends its wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.beat import Scheduler
from celery.signals import before_task_publish
from django.db import OperationalError, transaction
from django.utils import timezone
from time_machine import travel

from config.celery import app
from content.models import Organization
from desk.bot.models import BotMessage
from publishers.nudge import bell, nudge_on_commit
from reports.models import ReportFile
from scheduler.beat import MediaPlanScheduler
from scheduler.models import Heartbeat, MediaPlan, Occurrence, PlanItem
from scheduler.on_demand import is_wanted
from scheduler.preparing import claim_occurrences
from scheduler.queries import next_preparation_instant
from tests.at_the_database import failing

pytestmark = pytest.mark.django_db

PATIENCE = 20.0
"""Seconds; a wait that nobody ended would take an hour."""


@pytest.fixture
def beat(settings: Any) -> Iterator[MediaPlanScheduler]:
    settings.BEAT_MAX_WAIT = timedelta(hours=1)
    bell.clear()
    yield MediaPlanScheduler(app=app)
    bell.clear()


@pytest.fixture
def occurrence() -> Occurrence:
    now = timezone.now()
    organization = Organization.objects.create(name="Namunaobod", slug="namunaobod")
    plan = MediaPlan.objects.create(organization=organization, title="Media reja", year=now.year)
    item = PlanItem.objects.create(plan=plan, position=1, title="Ochiqlik kuni")
    prepare_at = now + timedelta(minutes=10)
    return Occurrence.objects.create(
        item=item, period_key="1", window_start=now.date(), window_end=now.date(), prepare_at=prepare_at
    )


def test_beat_sleeps_until_the_next_due_instant(beat: MediaPlanScheduler, occurrence: Occurrence) -> None:
    now = timezone.now()

    assert beat.work(now) == (occurrence.prepare_at - now).total_seconds()


def test_beat_sleeps_no_longer_than_it_may(beat: MediaPlanScheduler) -> None:
    assert beat.work(timezone.now()) == 3600.0


def test_what_is_due_is_sent_and_beat_looks_again_at_once(beat: MediaPlanScheduler, occurrence: Occurrence) -> None:
    due = occurrence.prepare_at

    assert beat.work(due) == 0.0

    occurrence.refresh_from_db()
    assert occurrence.leased_until is not None
    assert beat.work(due) > 0


def test_an_occurrence_whose_worker_was_lost_wakes_beat_at_the_end_of_its_lease(
    beat: MediaPlanScheduler, occurrence: Occurrence
) -> None:
    due = occurrence.prepare_at
    assert claim_occurrences(now=due, lease=timedelta(minutes=2), limit=10) == [occurrence.pk]
    end = due + timedelta(minutes=2)

    assert next_preparation_instant() == end
    assert claim_occurrences(now=end, lease=timedelta(minutes=2), limit=10) == []
    later = end + timedelta(seconds=1)
    assert claim_occurrences(now=later, lease=timedelta(minutes=2), limit=10) == [occurrence.pk]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)  # a tick begins with a fresh connection
def test_a_ring_ends_the_wait_and_is_used_up_by_it(beat: MediaPlanScheduler, caplog: pytest.LogCaptureFixture) -> None:
    began = time.monotonic()
    bell.set()

    assert beat.tick() == 0.0

    assert time.monotonic() - began < PATIENCE
    assert not bell.is_set()
    assert "beat.trouble" not in caplog.text


def test_the_bell_rings_only_once_the_row_can_be_seen(
    beat: MediaPlanScheduler, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        nudge_on_commit()
        assert not bell.is_set()

    assert len(callbacks) == 1
    assert bell.is_set()


def test_beat_says_that_it_lives_but_not_at_every_look(beat: MediaPlanScheduler) -> None:
    start = datetime.fromisoformat("2026-12-01T05:00:00+00:00")
    seen = []
    for seconds in (0, 14, 15, 29):
        beat.work(start + timedelta(seconds=seconds))
        seen.append((Heartbeat.objects.get(name="beat").seen_at - start).total_seconds())

    assert seen == [0, 0, 15, 15]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_database_that_does_not_answer_does_not_end_beat(
    beat: MediaPlanScheduler, caplog: pytest.LogCaptureFixture
) -> None:
    bell.set()
    with failing("SELECT", OperationalError("the server has gone away")):
        assert beat.tick() == 0.0

    assert "beat.trouble OperationalError" in caplog.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_bug_does_not_end_beat(beat: MediaPlanScheduler, caplog: pytest.LogCaptureFixture) -> None:
    bell.set()

    with failing("publishers_delivery", TypeError("a value nobody foresaw")):
        assert beat.tick() == 0.0

    assert "beat.bug" in caplog.text


def test_housekeeping_is_in_the_schedule_and_the_plan_is_not(beat: MediaPlanScheduler, occurrence: Occurrence) -> None:
    assert {"extend plans", "check accounts", "send mail"} <= set(beat.schedule)
    assert not [name for name in beat.schedule if "Ochiqlik" in name]


@pytest.fixture
def sent() -> Iterator[list[str]]:
    """The tasks that left for the broker."""
    names: list[str] = []

    def note(sender: str, **_message: Any) -> None:
        names.append(sender)

    before_task_publish.connect(note)
    yield names
    before_task_publish.disconnect(note)


def test_a_task_for_what_waits_is_sent_only_while_something_waits(
    beat: MediaPlanScheduler, occurrence: Occurrence, sent: list[str], django_user_model: Any
) -> None:
    entries = [beat.schedule[name] for name in ("make reports", "send bot messages", "send mail")]
    # when nothing waits, only the task without a look of its own goes
    for entry in entries:
        beat.apply_entry(entry, producer=beat.producer)
    assert sent == ["desk.send_mail"]

    # when a report is asked for and a message lies in the outbox
    now = timezone.now()
    person = django_user_model.objects.create(username="tasdiqlovchi")
    wish = {
        "asked_by": person,
        "first": now.date(),
        "last": now.date(),
        "format": "pdf",
        "language": "uz",
        "asked_at": now,
    }
    report = ReportFile.objects.create(plan=occurrence.item.plan, **wish)
    message = BotMessage.objects.create(key="a", person=person, kind="text", text="x", not_before=now, created_at=now)
    for entry in entries:
        beat.apply_entry(entry, producer=beat.producer)
    # then
    assert sent[1:] == ["reports.make_reports", "desk.send_bot_messages", "desk.send_mail"]

    # and what was lost with its worker waits as well, as soon as its time is up
    later = now + timedelta(minutes=5)
    ReportFile.objects.filter(pk=report.pk).update(state="making", leased_until=later)
    BotMessage.objects.filter(pk=message.pk).update(state="sending", not_before=later)
    assert [is_wanted(entry.task, now) for entry in entries] == [False, False, True]
    after = later + timedelta(seconds=1)
    assert [is_wanted(entry.task, after) for entry in entries] == [True, True, True]

    # and a message that was decided, until it says so
    BotMessage.objects.filter(pk=message.pk).update(state="sent", finish_at=now)
    assert is_wanted("desk.send_bot_messages", now)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("the server has gone away"), "beat.trouble OperationalError at reports.make_reports"),
        (TypeError("a value nobody foresaw"), "beat.bug at reports.make_reports"),
    ],
)
def test_a_look_that_fails_is_told_and_made_again(
    beat: MediaPlanScheduler,
    occurrence: Occurrence,
    sent: list[str],
    django_user_model: Any,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    told: str,
) -> None:
    # given a report that waits, and questions that fail when it is looked for
    now = timezone.now()
    person = django_user_model.objects.create(username="muallif")
    wish = {"asked_by": person, "first": now.date(), "last": now.date(), "format": "pdf", "language": "uz"}
    ReportFile.objects.create(plan=occurrence.item.plan, asked_at=now, **wish)

    with travel(now + timedelta(seconds=6)), failing("SELECT", error):
        send_all_due(beat)
    assert "reports.make_reports" not in sent
    assert told in caplog.text

    # when it answers again
    with travel(now + timedelta(seconds=12)):
        send_all_due(beat)
    # then
    assert "reports.make_reports" in sent


def send_all_due(beat: MediaPlanScheduler) -> None:
    """What Celery's own part of a tick does, one task at a time."""
    while Scheduler.tick(beat) == 0:
        pass
