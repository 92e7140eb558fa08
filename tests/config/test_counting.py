"""Totals of attempts: right whatever part of the log is in the stored counts already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from config.celery import app
from publishers import counting
from publishers.counting import attempt_totals, count_attempts
from publishers.models import Attempt, AttemptCount, AttemptMark
from scheduler.beat import MediaPlanScheduler
from tests.at_the_database import after
from tests.config.rows import attempt, channel, delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
OLD = NOW - timedelta(hours=1)


def totals() -> list[tuple[str, str, int]]:
    return [(step, outcome, count) for _channel, step, outcome, count in attempt_totals()]


def stored() -> tuple[int, int]:
    """The mark, and how many attempts are in the counts."""
    mark = AttemptMark.objects.first()
    return (mark.up_to if mark else 0, sum(AttemptCount.objects.values_list("count", flat=True)))


def test_nothing_was_tried_yet() -> None:
    assert (attempt_totals(), count_attempts(now=NOW), attempt_totals()) == ([], 0, [])


def test_totals_are_the_same_before_and_after_they_are_stored_and_grow_with_what_comes() -> None:
    # given
    telegram, site = channel("telegram", "Kanal"), channel("website", "Sayt")
    first, second = delivery(telegram, OLD, "published"), delivery(site, OLD, "rejected")
    attempt(first, "try_later", OLD)
    attempt(first, "published", OLD, number=2)
    attempt(second, "published", OLD)
    before = attempt_totals()
    assert before == sorted(
        [
            (telegram.pk, "publish", "published", 1),
            (telegram.pk, "publish", "try_later", 1),
            (site.pk, "publish", "published", 1),
        ]
    )
    # when
    counted = count_attempts(now=NOW)
    # then
    assert (counted, attempt_totals()) == (3, before)
    assert count_attempts(now=NOW) == 0
    # when
    last = attempt(delivery(site, OLD, "published"), "published", OLD)
    # then: not stored, and counted; then stored into the same row
    assert totals() == [("publish", "published", 1), ("publish", "try_later", 1), ("publish", "published", 2)]
    assert count_attempts(now=NOW) == 1
    assert stored() == (last.pk, 4)
    assert totals() == [("publish", "published", 1), ("publish", "try_later", 1), ("publish", "published", 2)]


def test_the_mark_stops_before_a_call_under_way_and_its_end_is_counted_once() -> None:
    # given
    telegram = channel("telegram", "Kanal")
    done = attempt(delivery(telegram, OLD, "published"), "published", OLD)
    running = attempt(delivery(telegram, OLD, "unknown"), "", OLD)
    attempt(delivery(telegram, OLD, "published"), "published", OLD)
    # when
    count_attempts(now=NOW)
    # then
    assert stored() == (running.pk - 1, 1)
    assert done.pk <= running.pk - 1
    assert totals() == [("publish", "published", 2)]
    # when
    Attempt.objects.filter(pk=running.pk).update(outcome="outcome_unknown")
    # then
    assert totals() == [("publish", "outcome_unknown", 1), ("publish", "published", 2)]
    assert (count_attempts(now=NOW), stored()[1]) == (2, 3)
    assert totals() == [("publish", "outcome_unknown", 1), ("publish", "published", 2)]


def test_young_attempts_wait_until_no_transaction_can_still_slip_in_before_them() -> None:
    telegram = channel("telegram", "Kanal")
    attempt(delivery(telegram, OLD, "published"), "published", NOW - timedelta(minutes=9))

    assert (count_attempts(now=NOW), totals()) == (0, [("publish", "published", 1)])
    assert count_attempts(now=NOW + timedelta(minutes=2)) == 1


def test_a_long_log_is_taken_in_strides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "STRIDE", 2)
    telegram = channel("telegram", "Kanal")
    for _number in range(5):
        attempt(delivery(telegram, OLD, "published"), "published", OLD)

    assert (count_attempts(now=NOW), stored()[1], totals()) == (5, 5, [("publish", "published", 5)])


def test_a_mark_that_moves_between_the_two_questions_is_noticed() -> None:
    # given
    telegram = channel("telegram", "Kanal")
    attempt(delivery(telegram, OLD, "published"), "published", OLD)
    # when somebody stores the counts just after the mark was read
    with after(AttemptMark._meta.db_table, lambda: count_attempts(now=NOW)):
        found = totals()
    # then
    assert stored()[1] == 1
    assert found == [("publish", "published", 1)]


def test_beat_has_the_mark_moved_every_five_minutes() -> None:
    entry = MediaPlanScheduler(app=app, schedule_filename="").schedule["count attempts"]
    long_ago = timezone.now() - timedelta(hours=1)
    attempt(delivery(channel("telegram", "Kanal"), long_ago, "published"), "published", long_ago)

    app.tasks[entry.task]()

    assert entry.schedule.run_every == timedelta(minutes=5)
    assert stored()[1] == 1
