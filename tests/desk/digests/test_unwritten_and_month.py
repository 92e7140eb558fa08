"""Reminders of unwritten posts, the summary of the month, and the forgetting of old notices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from time_machine import travel

from content.models import Channel, Organization
from content.models.places import MOST_LEAD_HOURS, MOST_REMINDER_DAYS
from desk.digests.models import DigestWish
from desk.digests.pruning import KEPT, forget_old_notices
from desk.digests.sending import send_due
from desk.models import Notice, StoredEmail
from desk.review.reminder_times import SOON
from desk.tasks import forget_notices
from scheduler.lead_time import longest
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.digests.conftest import at, told
from tests.desk.people import draft
from tests.reports.plans import duty_of

pytestmark = pytest.mark.django_db
MONDAY = at("2026-12-07 09:00")
HOUR = timedelta(hours=1)


def test_a_slot_that_nobody_has_written_for_is_told_to_authors_so_many_days_before(
    thursday: Occurrence, author: User, approver: User
) -> None:
    DigestWish.objects.create(person=author, week=False)
    for day in ("02", "03", "04", "07", "09", "10"):
        send_due(now=at(f"2026-12-{day} 09:00"))

    # three days before Thursday, and once
    assert told("unwritten") == ["malika"]
    letter = StoredEmail.objects.get(subject="1 post is soon due and not written")
    assert "10.12.2026 10:00 (Asia/Tashkent), in 3 days" in letter.body
    assert Notice.objects.get(key__startswith="unwritten:o", person=author).told_at == at("2026-12-07 09:00")


def test_an_item_with_its_own_days_of_preparation_is_told_of_earlier(
    thursday: Occurrence, item: PlanItem, author: User
) -> None:
    PlanItem.objects.filter(pk=item.pk).update(prepare_days=7)

    send_due(now=at("2026-12-02 09:00"))
    before = told("unwritten")
    send_due(now=at("2026-12-03 09:00"))

    assert (before, told("unwritten")) == ([], ["malika"])


def test_another_slot_of_the_same_duty_is_told_anew(thursday: Occurrence, author: User) -> None:
    DigestWish.objects.create(person=author, week=False)
    send_due(now=MONDAY)
    Occurrence.objects.filter(pk=thursday.pk).update(slot=at("2026-12-18 10:00"))

    send_due(now=at("2026-12-15 09:00"))

    assert told("unwritten") == ["malika", "malika"]


def test_what_is_written_or_written_by_a_template_or_asked_for_already_needs_no_reminder(
    thursday: Occurrence, item: PlanItem, organization: Organization, website: Channel, author: User
) -> None:
    DigestWish.objects.create(person=author, week=False)
    post = draft(organization, [website], user=author, publish_at=thursday.slot)
    Occurrence.objects.filter(pk=thursday.pk).update(post=post, state=Occurrence.State.PREPARED)
    asked = Occurrence.objects.get(pk=duty_of(item, date(2026, 12, 9), [website]).pk)
    key = f"submit:o{asked.pk}:{asked.slot:%Y%m%dT%H%M%S}"
    Notice.objects.create(person=author, key=key, subject="", text="", address="", told_at=MONDAY - HOUR)

    send_due(now=MONDAY)

    assert told("unwritten") == []


def test_who_reads_of_it_in_the_weeks_digest_gets_no_reminder_beside_it(
    thursday: Occurrence, item: PlanItem, website: Channel, author: User
) -> None:
    # given: of Friday's slot the reminder is due on Tuesday only (the 8th is a holiday: on Wednesday)
    duty_of(item, date(2026, 12, 11), [website])

    for day in ("07", "08", "09", "10"):
        send_due(now=at(f"2026-12-{day} 09:00"))

    assert (told("week"), told("unwritten")) == (["malika"], ["malika"])
    assert Notice.objects.get(key__regex="^unwritten:[0-9]").told_at == at("2026-12-09 09:00")
    assert "10.12.2026" not in StoredEmail.objects.get(subject="1 post is soon due and not written").body


def test_a_reminder_can_be_switched_off_for_the_organization(
    thursday: Occurrence, organization: Organization, author: User
) -> None:
    organization.draft_reminder_days = 0
    organization.save()

    send_due(now=MONDAY)

    assert told("unwritten") == []


def test_the_heads_get_the_numbers_of_the_month(
    item: PlanItem, organization: Organization, website: Channel, author: User, head: User
) -> None:
    for day in (3, 17):
        duty_of(item, date(2026, 11, day), [website])
    duty_of(item, date(2026, 11, 20), [website], state=Occurrence.State.SKIPPED, reason="Koʻchirildi")
    duty_of(item, date(2026, 12, 10), [website])

    send_due(now=at("2026-12-01 09:00"))

    assert told("month") == ["hokim"]
    letter = StoredEmail.objects.get(recipients=["hokim@example.org"])
    assert letter.subject == "November 2026: what came of the plan"
    assert "Media-reja: owed 2, carried out 0 (0%), not carried out 2, excused 1" in letter.body
    assert "– 03.11.2026 – No post was prepared. (Rasmiy sayt)" in letter.body
    assert "10.12.2026" not in letter.body


def test_what_was_not_carried_out_on_several_channels_is_one_line(
    item: PlanItem, website: Channel, telegram: Channel, head: User
) -> None:
    duty_of(item, date(2026, 11, 3), [website, telegram])

    send_due(now=at("2026-12-01 09:00"))

    body = StoredEmail.objects.get().body
    assert body.count("03.11.2026") == 1
    assert "No post was prepared. (Rasmiy sayt, Hokimlik kanali)" in body
    assert "owed 2, carried out 0 (0%), not carried out 2" in body


def test_a_month_in_which_nothing_was_owed_is_not_told(plan: MediaPlan, head: User) -> None:
    send_due(now=at("2026-12-01 09:00"))

    assert told("month") == []


def test_notices_older_than_a_year_are_forgotten(author: User) -> None:
    for number, days in enumerate((366, 364, 0)):
        Notice.objects.create(
            person=author, key=f"week:{number}", subject="", text="", address="", told_at=MONDAY - timedelta(days=days)
        )

    assert forget_old_notices(now=MONDAY) == 1
    assert list(Notice.objects.order_by("key").values_list("key", flat=True)) == ["week:1", "week:2"]
    with travel(MONDAY + timedelta(days=2)):
        forget_notices.apply()
    assert list(Notice.objects.values_list("key", flat=True)) == ["week:2"]


def test_what_is_forgotten_can_never_be_told_anew() -> None:
    """No reminder looks so far ahead that its slot could still be to come after its notice is gone."""
    assert longest(MOST_LEAD_HOURS, working=True) + SOON < KEPT
    assert timedelta(days=MOST_REMINDER_DAYS + 1) < KEPT
