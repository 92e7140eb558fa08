"""Reminders of approval: who, when, once, and not at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from config.celery import app
from content.models import Channel, Organization, Post, Submission
from content.services import decide, submit
from desk.models import Notice, StoredEmail
from desk.review.reminding import remind
from desk.tasks import remind_of_approvals
from scheduler.beat import MediaPlanScheduler
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.planning import activate_plan
from tests.desk.conftest import NOW
from tests.desk.people import SLOT, TITLE, draft, person

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def stored_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "desk.mail.StoredEmailBackend"


@pytest.fixture
def post(organization: Organization, website: Channel, author: User) -> Post:
    return draft(organization, [website], user=author)


@pytest.fixture
def occurrence(organization: Organization, website: Channel) -> Occurrence:
    """The plan owes it on Tuesday, 22 December 2026, 10:00 in Tashkent."""
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    item = PlanItem.objects.create(
        plan=plan, position=1, number="1", title="Har oyda infografika", kind="monthly", rrule="FREQ=MONTHLY"
    )
    item.channels.add(website)
    activate_plan(plan, continuous="none", now=NOW)
    found = Occurrence.objects.get(item=item, period_key="2026-12")
    Occurrence.objects.exclude(pk=found.pk).update(slot=None)
    Occurrence.objects.filter(pk=found.pk).update(slot=datetime(2026, 12, 22, 5, 0, tzinfo=UTC))
    return Occurrence.objects.get(pk=found.pk)


def told() -> list[tuple[str, str]]:
    """Whom reminders went to, and about what."""
    rows = Notice.objects.filter(key__regex="^(submit|waiting):").order_by("pk")
    return [(row.person.username, row.key.split(":")[-1]) for row in rows.select_related("person")]


def test_approvers_are_called_as_the_slot_nears_each_time_once(post: Post, author: User, approver: User) -> None:
    submit(post, user=author)

    for before in (13, 12, 11, 3, 2, 1.9, 0.6, 0.5, 0.4, 0, -1):
        remind(now=SLOT - before * HOUR)

    assert told() == [("rustam", "720"), ("rustam", "120"), ("rustam", "30")]
    last = StoredEmail.objects.order_by("pk").last()
    assert last is not None
    assert last.subject == f"“{TITLE}” still waits for your approval"
    assert "15.12.2026 10:00 (Asia/Tashkent)" in last.body


def test_after_an_outage_only_the_newest_call_is_made(post: Post, author: User, approver: User) -> None:
    submit(post, user=author)

    for _again in range(3):
        remind(now=SLOT - HOUR)

    assert told() == [("rustam", "120")]


def test_what_was_submitted_after_a_call_does_not_get_that_call(post: Post, author: User, approver: User) -> None:
    with travel(SLOT - HOUR):
        submit(post, user=author)

    remind(now=SLOT - HOUR + timedelta(minutes=5))
    remind(now=SLOT - timedelta(minutes=29))

    assert told() == [("rustam", "30")]


def test_of_two_steps_the_one_that_waits_is_called(
    post: Post, organization: Organization, author: User, approver: User
) -> None:
    organization.approval_steps = 2
    organization.save()
    person("karim", "Ikkinchi tasdiqlovchilar")
    post = submit(post, user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    remind(now=SLOT - HOUR)

    assert told() == [("karim", "120")]


def test_nobody_is_called_about_what_is_decided_or_called_back(post: Post, author: User, approver: User) -> None:
    post = submit(post, user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    remind(now=SLOT - HOUR)

    assert told() == []


def test_quiet_hours_of_the_organization_hold_reminders_back(
    post: Post, organization: Organization, author: User, approver: User
) -> None:
    submit(post, user=author)
    organization.quiet_from, organization.quiet_until = time(21), time(8, 30)
    organization.save()

    remind(now=SLOT - 12 * HOUR)  # 22:00 in Tashkent
    quiet = told()
    remind(now=SLOT - 1.5 * HOUR)  # 08:30

    assert (quiet, told()) == ([], [("rustam", "120")])


def test_the_author_of_a_draft_is_reminded_before_the_lead_time_begins(post: Post, author: User) -> None:
    for before in (49, 48, 47, 30, 20, 1, 0):
        remind(now=SLOT - before * HOUR)

    assert told() == [("malika", "20261215T050000")]
    assert "approval must be asked for by 14.12.2026 10:00 (Asia/Tashkent)" in StoredEmail.objects.get().body


def test_another_slot_is_another_reminder(post: Post, author: User) -> None:
    remind(now=SLOT - 30 * HOUR)
    version = post.get_latest_revision_as_object()
    version.publish_at = SLOT + 240 * HOUR
    version.save_revision(user=author)
    Post.objects.filter(pk=post.pk).update(publish_at=version.publish_at)

    remind(now=SLOT + 210 * HOUR)

    assert [key for _who, key in told()] == ["20261215T050000", "20261225T050000"]


def test_without_a_lead_time_nobody_is_hurried_to_submit(post: Post, organization: Organization) -> None:
    organization.approval_lead_hours = 0
    organization.save()

    remind(now=SLOT - HOUR)

    assert told() == []


def test_who_is_writing_now_is_left_in_peace(post: Post, author: User) -> None:
    with travel(SLOT - 30 * HOUR):
        post.get_latest_revision_as_object().save_revision(user=author)

    remind(now=SLOT - 29.5 * HOUR)

    assert told() == []


def test_what_the_plan_owes_and_nobody_has_written_is_told_to_authors(
    occurrence: Occurrence, author: User, approver: User
) -> None:
    assert occurrence.slot is not None
    remind(now=occurrence.slot - 49 * HOUR)
    before = told()
    remind(now=occurrence.slot - 47 * HOUR)

    assert (before, told()) == ([], [("malika", "20261222T050000")])
    assert StoredEmail.objects.get().subject == "“Har oyda infografika” is not submitted yet"


def test_the_plans_own_lead_time_goes_before_the_organizations(occurrence: Occurrence, author: User) -> None:
    MediaPlan.objects.update(approval_lead_hours=96)

    assert occurrence.slot is not None
    remind(now=occurrence.slot - 121 * HOUR)
    before = told()
    remind(now=occurrence.slot - 119 * HOUR)

    assert (before, len(told())) == ([], 1)


def test_working_hours_reach_over_the_weekend(occurrence: Occurrence, organization: Organization, author: User) -> None:
    # given nine working hours before Monday the 21st at 10:00: Friday the 18th, 10:00
    organization.approval_lead_hours, organization.approval_lead_working = 9, True
    organization.save()
    Occurrence.objects.filter(pk=occurrence.pk).update(slot=datetime(2026, 12, 21, 5, 0, tzinfo=UTC))
    friday = datetime(2026, 12, 18, 5, 0, tzinfo=UTC)

    # when / then
    remind(now=friday - 25 * HOUR)
    assert told() == []
    remind(now=friday - 23 * HOUR)
    assert len(told()) == 1
    assert "by 18.12.2026 10:00 (Asia/Tashkent)" in StoredEmail.objects.get().body


def test_a_submitted_post_of_the_plan_needs_no_reminder_to_submit(
    occurrence: Occurrence, organization: Organization, website: Channel, author: User
) -> None:
    post = draft(organization, [website], user=author, publish_at=occurrence.slot)
    Occurrence.objects.filter(pk=occurrence.pk).update(post=post, state=Occurrence.State.PREPARED)
    submit(post, user=author)

    assert occurrence.slot is not None
    remind(now=occurrence.slot - 30 * HOUR)

    assert told() == []


def test_reminding_asks_as_many_questions_for_one_waiting_post_as_for_many(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    """Everybody is told: what remains is the looking."""
    counts = []
    for number in range(12):
        draft(organization, [website], user=author, title=f"Qoralama {number}")
        submit(draft(organization, [website], user=author, title=f"Post {number}"), user=author)
        remind(now=SLOT - HOUR)
        with CaptureQueriesContext(connection) as asked:
            remind(now=SLOT - HOUR)
        counts.append(len(asked))

    assert counts[1] == counts[-1]


def test_beat_asks_for_reminders_every_few_minutes() -> None:
    entry = MediaPlanScheduler(app=app).schedule["remind of approvals"]

    assert entry.task == remind_of_approvals.name
    assert entry.schedule.is_due(timezone.now() - timedelta(minutes=6)).is_due


def test_a_late_approval_is_measured_against_the_slot_it_was_submitted_for(
    post: Post, author: User, approver: User
) -> None:
    post = submit(post, user=author)
    with travel(SLOT + 2 * HOUR):
        decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    late = Submission.objects.get().late_by
    assert late is not None
    assert timedelta(hours=2) <= late < timedelta(hours=2, minutes=1)
