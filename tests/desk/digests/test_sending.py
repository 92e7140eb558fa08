"""Digests: what they say, to whom, once, at which hour."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel
from wagtail.users.models import UserProfile

from content.models import Channel, Organization, Post
from content.services import submit
from desk.digests.models import DigestRun, DigestWish
from desk.digests.screen import not_told
from desk.digests.sending import give_up_due, send_due
from desk.models import BotMessage, Notice, StoredEmail
from desk.tasks import forget_notices, send_digests
from scheduler.beat import MediaPlanScheduler
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.at_the_database import failing
from tests.desk.bot.chats import Telegram
from tests.desk.digests.conftest import at, told
from tests.desk.people import draft
from tests.reports.plans import duty_of, item_of, plan_of

pytestmark = pytest.mark.django_db
MONDAY = at("2026-12-07 09:00")
HOUR = timedelta(hours=1)


def several(item: PlanItem, website: Channel, number: int) -> Occurrence:
    """One more that is owed on the same Thursday."""
    made = duty_of(item, date(2026, 12, 10), [website])
    Occurrence.objects.filter(pk=made.pk).update(period_key=f"2026-12#{number}")
    return made


def test_on_monday_authors_and_approvers_are_told_what_is_due_and_what_is_late(
    thursday: Occurrence, item: PlanItem, website: Channel, author: User, approver: User, head: User
) -> None:
    late = duty_of(item, date(2026, 12, 3), [website])
    # when
    assert send_due(now=MONDAY - HOUR) == 0
    assert send_due(now=MONDAY) == 2
    # then
    assert told() == ["malika", "rustam"]
    letter = StoredEmail.objects.get(recipients=["malika@example.org"])
    assert letter.subject == "The week: 1 due, 1 late"
    assert "Namunaobod shahar hokimligi, 07.12–13.12.2026. Times: Asia/Tashkent." in letter.body
    assert "LATE\n\n1 Har oyda infografika\n– 03.12.2026 10:00 (Asia/Tashkent) – nothing is written" in letter.body
    assert f"/occurrence/inspect/{late.pk}/" in letter.body
    assert "DUE THIS WEEK\n\n1 Har oyda infografika\n– 10.12.2026 10:00 (Asia/Tashkent) – nothing is" in letter.body
    assert f"/occurrence/inspect/{thursday.pk}/" in letter.html_body
    run = DigestRun.objects.get(period="2026-W50")
    assert (run.period, run.told, run.finished_at, run.problem) == ("2026-W50", 2, MONDAY, "")


def test_nobody_is_told_twice_however_often_it_is_looked(thursday: Occurrence, author: User) -> None:
    for minutes in range(0, 24 * 60, 35):
        send_due(now=MONDAY + timedelta(minutes=minutes))

    assert told() == ["malika"]
    assert StoredEmail.objects.filter(subject__startswith="The week").count() == 1


def test_a_run_that_was_broken_off_goes_on_with_who_was_not_told(
    thursday: Occurrence, author: User, approver: User
) -> None:
    # given: the process dies while it tells the second person
    with pytest.raises(SystemExit), failing(f'INSERT INTO "{Notice._meta.db_table}"', SystemExit(), first=2):
        send_due(now=MONDAY)
    assert told() == ["malika"]
    # when
    send_due(now=MONDAY + timedelta(minutes=5))
    # then
    assert told() == ["malika", "rustam"]
    assert DigestRun.objects.get(period="2026-W50").told == 2


def test_a_machine_that_was_off_on_monday_sends_on_tuesday(thursday: Occurrence, author: User) -> None:
    send_due(now=MONDAY + 26 * HOUR)

    assert told() == ["malika"]


def test_after_the_set_lateness_nothing_is_sent_and_a_row_says_so(thursday: Occurrence, author: User) -> None:
    send_due(now=MONDAY + 49 * HOUR)
    send_due(now=MONDAY + 50 * HOUR)

    assert told() == []
    run = DigestRun.objects.get(period="2026-W50")
    assert (run.problem, run.told) == ("too_late", 0)


def test_after_a_restore_what_is_due_may_have_been_told_and_is_not_told_again(
    thursday: Occurrence, author: User
) -> None:
    give_up_due(now=MONDAY + HOUR)

    send_due(now=MONDAY + 2 * HOUR)

    assert (told("week"), told("unwritten")) == ([], [])
    assert DigestRun.objects.get(period="2026-W50").problem == "restored"
    # the next week's comes as always
    send_due(now=MONDAY + timedelta(days=7))
    assert told("week") == ["malika"]


def test_a_plan_that_ran_only_afterwards_missed_nothing(thursday: Occurrence, plan: MediaPlan, author: User) -> None:
    MediaPlan.objects.filter(pk=plan.pk).update(activated_at=MONDAY + HOUR)

    send_due(now=MONDAY + 49 * HOUR)

    assert not DigestRun.objects.filter(problem="too_late").exists()


def test_quiet_hours_of_the_organization_hold_it_back(
    thursday: Occurrence, organization: Organization, author: User
) -> None:
    organization.quiet_from, organization.quiet_until = time(8), time(11)
    organization.save()

    send_due(now=MONDAY)
    quiet = told()
    send_due(now=MONDAY + 2 * HOUR)

    assert (quiet, told()) == ([], ["malika"])


def test_without_anything_to_tell_nothing_is_sent(plan: MediaPlan, author: User) -> None:
    send_due(now=MONDAY)

    assert told() == []
    assert StoredEmail.objects.count() == 0
    assert [run.told for run in DigestRun.objects.filter(period__in=["2026-W50", "2026-12-07"])] == [0, 0]


def test_an_approver_is_told_what_waits_for_their_decision_and_an_author_is_not(
    plan: MediaPlan, organization: Organization, website: Channel, author: User, approver: User
) -> None:
    submit(draft(organization, [website], user=author), user=author)
    StoredEmail.objects.all().delete()

    send_due(now=MONDAY)

    assert told() == ["rustam"]
    letter = StoredEmail.objects.get()
    assert letter.subject == "The week: decisions wait for you"
    assert "Ochiqlik kuni oʻtkazildi – 15.12.2026 10:00 (Asia/Tashkent)" in letter.body


def test_of_several_organizations_each_tells_of_its_own(
    thursday: Occurrence, organization: Organization, author: User
) -> None:
    other = Organization.objects.create(name="Boshqa", slug="boshqa")
    there = Channel.objects.create(organization=other, kind="website", name="Sayt")
    strange = item_of(plan_of(other), 1, title="Boshqa tadbir")
    duty_of(strange, date(2026, 12, 11), [there])
    # given: one organization is chosen
    wish = DigestWish.objects.create(person=author)
    wish.organizations.add(organization)
    # when
    send_due(now=MONDAY)
    # then
    assert told() == ["malika"]
    assert "Boshqa tadbir" not in StoredEmail.objects.get(subject__startswith="The week").body


def test_who_switched_it_off_gets_none(thursday: Occurrence, author: User, approver: User) -> None:
    DigestWish.objects.create(person=author, week=False)

    send_due(now=MONDAY)

    assert told() == ["rustam"]


def test_a_person_who_left_is_not_told(thursday: Occurrence, author: User, approver: User) -> None:
    User.objects.filter(pk=author.pk).update(is_active=False)

    send_due(now=MONDAY)

    assert told() == ["rustam"]


def test_each_reads_it_in_their_own_language(thursday: Occurrence, author: User) -> None:
    UserProfile.objects.update_or_create(user=author, defaults={"preferred_language": "ru"})

    send_due(now=MONDAY)

    assert '<html lang="ru">' in StoredEmail.objects.get(subject__contains="1").html_body


def test_no_choice_about_mail_of_approval_stops_a_digest(thursday: Occurrence, author: User) -> None:
    UserProfile.objects.update_or_create(user=author, defaults={"submitted_notifications": False})

    send_due(now=MONDAY)

    assert StoredEmail.objects.count() == 1


def test_by_the_bot_it_is_short_and_not_in_the_persons_night(
    thursday: Occurrence, organization: Organization, author: User, bot: Telegram
) -> None:
    chat = bot.linked(author)
    organization.digest_at = time(6)
    organization.save()
    # when: six in the morning
    send_due(now=MONDAY - 3 * HOUR)
    # then
    message = BotMessage.objects.get(key__startswith="week:")
    assert message.not_before == MONDAY - HOUR
    assert StoredEmail.objects.count() == 0
    with travel(MONDAY - 2 * HOUR):
        assert bot.send() == 0
    with travel(MONDAY - HOUR):
        assert bot.send() == 1
    said = bot.said(chat)[-1]
    assert said.startswith("The week: 1 due\nNamunaobod shahar hokimligi, 07.12–13.12.2026.")
    assert "1 Har oyda infografika\n• 10.12.2026 10:00 (Asia/Tashkent) – nothing is written" in said
    assert Notice.objects.get(key__startswith="week:").way == "bot"


def test_the_bot_names_a_few_and_says_that_there_is_more(
    item: PlanItem, website: Channel, author: User, bot: Telegram
) -> None:
    bot.linked(author)
    for number in range(30):
        several(item, website, number)

    send_due(now=MONDAY)

    text = BotMessage.objects.get(key__startswith="week:").text
    assert text.count("•") == 5
    assert text.endswith("The rest is behind the button.")
    assert "And 18 more." in Notice.objects.get(key__startswith="week:").text


def test_who_can_be_told_in_no_way_is_a_row_that_staff_see(thursday: Occurrence, author: User) -> None:
    User.objects.filter(pk=author.pk).update(email="")

    send_due(now=MONDAY)

    assert Notice.objects.get(key__regex="^week:[0-9]").way == "none"
    assert [row["name"] for row in not_told()] == ["malika"]
    assert DigestRun.objects.get(period="2026-W50").told == 0


def test_what_telegram_does_not_take_of_somebody_without_an_address_is_seen_too(
    thursday: Occurrence, author: User, bot: Telegram
) -> None:
    User.objects.filter(pk=author.pk).update(email="")
    bot.linked(author)
    send_due(now=MONDAY)
    assert not_told() == []

    BotMessage.objects.update(state=BotMessage.State.UNDELIVERABLE)

    assert [row["name"] for row in not_told()] == ["malika"]


def test_a_fault_in_one_organization_leaves_the_others_their_digest(
    thursday: Occurrence, organization: Organization, author: User
) -> None:
    other = Organization.objects.create(name="Boshqa", slug="boshqa")
    there = Channel.objects.create(organization=other, kind="website", name="Sayt")
    duty_of(item_of(plan_of(other), 1), date(2026, 12, 11), [there])
    # given: a row of the first of them that nobody foresaw
    with failing(Occurrence._meta.db_table, ValueError("a row nobody foresaw"), times=1):
        send_due(now=MONDAY)
    assert told() == ["malika"]
    assert DigestRun.objects.get(organization=organization, period="2026-W50").problem == "fault"
    # mended within the lateness, it is sent after all
    send_due(now=MONDAY + HOUR)
    assert told() == ["malika", "malika"]
    assert DigestRun.objects.get(organization=organization, period="2026-W50").problem == ""


def test_looking_again_costs_the_same_however_many_duties_and_people(
    item: PlanItem, website: Channel, author: User
) -> None:
    counts = []
    for number in range(5):
        several(item, website, number)
        send_due(now=MONDAY)
        with CaptureQueriesContext(connection) as asked:
            send_due(now=MONDAY + timedelta(minutes=5))
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


def test_beat_sends_digests_and_forgets_notices() -> None:
    from config.celery import app

    schedule = MediaPlanScheduler(app=app).schedule
    assert schedule["send digests"].task == send_digests.name
    assert schedule["forget notices"].task == forget_notices.name


def test_the_task_sends_what_is_due_now(thursday: Occurrence, author: User) -> None:
    with travel(MONDAY):
        send_digests.apply()

    assert told() == ["malika"]


def test_a_post_that_waits_is_told_as_such(
    thursday: Occurrence, website: Channel, author: User, approver: User
) -> None:
    post: Post = draft(thursday.item.plan.organization, [website], user=author, publish_at=thursday.slot)
    Occurrence.objects.filter(pk=thursday.pk).update(post=post, state=Occurrence.State.PREPARED)
    send_due(now=MONDAY)
    assert "– draft, not submitted" in StoredEmail.objects.get(recipients=["malika@example.org"]).body
    # the week after, once it is submitted
    duty = at("2026-12-17 10:00")
    Occurrence.objects.filter(pk=thursday.pk).update(
        slot=duty, window_start=date(2026, 12, 1), window_end=date(2026, 12, 31)
    )
    submit(post, user=author)
    send_due(now=at("2026-12-14 09:00"))
    assert "– waits for approval" in StoredEmail.objects.filter(recipients=["malika@example.org"]).latest("pk").body
