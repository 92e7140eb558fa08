"""The ledger of a plan: told from the rows, the same whenever it is read, in a fixed number of questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Channel, Post
from publishers import proofs
from publishers.changing import take_back
from publishers.decisions import it_is_out
from publishers.models import Delivery
from reports.ledger.entries import DutyEntry, Ledger, Status
from reports.ledger.labels import status_label, why
from reports.ledger.reading import read_ledger
from scheduler.models import MediaPlan, Occurrence
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from tests.reports.plans import ZONE, duty_of, item_of, plan_of


@pytest.fixture
def plan(stage: Stage) -> MediaPlan:
    return plan_of(stage.organization, year=timezone.now().year)


def ledger_at(plan: MediaPlan, now: datetime) -> Ledger:
    return read_ledger(plan, date(2020, 1, 1), date(2099, 12, 31), now=now)


def only(ledger: Ledger) -> DutyEntry:
    (entry,) = ledger.entries
    return entry


def owed(plan: MediaPlan, day: date, channels: list[Channel], **values: Any) -> Occurrence:
    return duty_of(item_of(plan, plan.items.count() + 1), day, channels, **values)


def out(stage: Stage, channels: list[Channel], carry: Carry, now: datetime) -> Post:
    post = stage.approved(channels, publish_at=now)
    for later in range(0, 60, 10):
        carry(now + timedelta(seconds=later))
    assert set(post.deliveries.values_list("state", flat=True)) == {"published"}
    return post


def test_what_is_out_stands_there_with_its_day_its_link_and_who_approved_it(
    stage: Stage, plan: MediaPlan, website: Channel, telegram: Channel, carry: Carry, now: datetime
) -> None:
    stage.approver.first_name, stage.approver.last_name = "Rustam", "Qodirov"
    stage.approver.save()
    post = out(stage, [website, telegram], carry, now)
    today = now.astimezone(ZONE).date()
    owed(plan, today, [website, telegram], post=post)
    # when
    entries = ledger_at(plan, now + timedelta(minutes=5)).entries
    # then
    rows = {delivery.channel_id: delivery for delivery in post.deliveries.all()}
    assert {entry.channel for entry in entries} == {website.pk, telegram.pk}
    for entry in entries:
        row = rows[entry.channel or 0]
        called = row.attempts.get(outcome="published")
        assert (entry.status, entry.delivery, entry.link, entry.title) == ("done", row.pk, row.link, "Ochiqlik kuni")
        assert (entry.at, entry.out_on) == (called.finished_at, today)
        assert entry.approved_by == ("Rustam Qodirov",)
        assert entry.approved_at == row.rendition.approved_at
        assert entry.link.startswith("http")


def test_it_is_late_only_after_the_last_day_the_plan_gives_it(
    stage: Stage, plan: MediaPlan, website: Channel, carry: Carry, now: datetime
) -> None:
    post = out(stage, [website], carry, now)
    today = now.astimezone(ZONE).date()
    week_ago = today - timedelta(days=7)
    duty = owed(plan, week_ago, [website], post=post, window_end=today)
    assert only(ledger_at(plan, now)).status == Status.DONE
    # when its window ends yesterday
    Occurrence.objects.filter(pk=duty.pk).update(window_end=today - timedelta(days=1))
    # then
    entry = only(ledger_at(plan, now))
    yesterday = today - timedelta(days=1)
    assert entry.status == Status.LATE
    assert why(entry) == f"Due by {yesterday:%d.%m.%Y}, out on {today:%d.%m.%Y}."


def test_another_post_stands_for_it_and_excuses_keep_their_words(
    stage: Stage, plan: MediaPlan, website: Channel, carry: Carry, now: datetime
) -> None:
    post = out(stage, [website], carry, now)
    today = now.astimezone(ZONE).date()
    owed(plan, today, [website], post=post, state=Occurrence.State.REPLACED, reason="Brifing oʻrniga")
    owed(plan, today, [website], state=Occurrence.State.SKIPPED, reason="Gazeta taʼtilda")
    replaced, excused = ledger_at(plan, now).entries
    assert (replaced.status, why(replaced), replaced.link) == (
        Status.REPLACED,
        "Brifing oʻrniga",
        post.deliveries.get().link,
    )
    assert (excused.status, why(excused)) == (Status.EXCUSED, "Gazeta taʼtilda")
    assert status_label(Status.EXCUSED)


def test_what_a_newspaper_printed_counts_from_the_day_of_its_issue(
    stage: Stage, plan: MediaPlan, carry: Carry, now: datetime
) -> None:
    newspaper = stage.channel("newspaper")
    newspaper.account.responsible = stage.author
    newspaper.account.save()
    delivery = stage.delivery(newspaper, publish_at=now)
    for later in range(0, 60, 10):
        carry(now + timedelta(seconds=later))
    today = now.astimezone(ZONE).date()
    owed(plan, today, [newspaper], post=delivery.post)
    awaited = only(ledger_at(plan, now))
    assert (awaited.status, why(awaited)) == (Status.UNDER_WAY, "Handed over; its proof is still awaited.")
    # when the proof is confirmed a month later
    later = now + timedelta(days=30)
    proof = proofs.add_proof(delivery.pk, issue="47", day=today, actor=stage.author, now=later)
    assert only(ledger_at(plan, later)).proofs == ()
    proofs.confirm(proof.pk, actor=stage.approver, now=later)
    # then
    entry = only(ledger_at(plan, later))
    assert (entry.status, entry.out_on, entry.at) == (Status.DONE, today, None)
    assert (entry.proofs, entry.issue) == ((proof.pk,), "47")


def test_a_person_found_it_later_but_it_was_out_when_its_call_began(
    stage: Stage, plan: MediaPlan, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    Delivery.objects.filter(pk=delivery.pk).update(state="unknown", unknown_since=now, ready_at=None, miss_at=None)
    owed(plan, now.astimezone(ZONE).date(), [telegram], post=delivery.post)
    assert only(ledger_at(plan, now)).status == Status.UNDER_WAY
    # when
    it_is_out(delivery.pk, link="https://t.me/namuna/9", actor=stage.approver, now=now + timedelta(days=40))
    # then
    entry = only(ledger_at(plan, now + timedelta(days=41)))
    assert (entry.status, entry.at, entry.link) == (Status.DONE, now, "https://t.me/namuna/9")


def test_what_was_taken_back_is_not_done_and_says_why(
    stage: Stage, plan: MediaPlan, website: Channel, carry: Carry, now: datetime
) -> None:
    post = out(stage, [website], carry, now)
    owed(plan, now.astimezone(ZONE).date(), [website], post=post)
    take_back(post.deliveries.get().pk, actor=stage.approver, now=now + timedelta(minutes=2), note="Sana xato")
    for later in range(120, 180, 10):
        carry(now + timedelta(seconds=later))
    assert post.deliveries.get().state == "withdrawn"
    # then
    entry = only(ledger_at(plan, now + timedelta(days=60)))
    assert (entry.status, entry.code, entry.out_on, entry.link) == (Status.NOT_DONE, "taken_back", None, "")
    assert why(entry) == "The post was published and taken back afterwards. Sana xato"


def test_what_went_out_besides_is_told_and_counted_nowhere(
    stage: Stage, plan: MediaPlan, website: Channel, telegram: Channel, carry: Carry, now: datetime
) -> None:
    post = out(stage, [website, telegram], carry, now)
    owed(plan, now.astimezone(ZONE).date(), [website], post=post)
    ledger = ledger_at(plan, now)
    assert {(entry.channel, entry.owed) for entry in ledger.entries} == {(website.pk, True), (telegram.pk, False)}
    assert ledger.counts.total == 1
    assert ledger.counts_by(lambda entry: entry.channel).keys() == {website.pk}


def test_a_duty_belongs_to_one_period_alone(stage: Stage, plan: MediaPlan, website: Channel) -> None:
    item = item_of(plan, 1)
    for month in range(1, 13):
        duty_of(item, date(2026, month, 15), [website])
    duty_of(item, date(2026, 3, 31), [website], slot=None)
    duty_of(item, date(2026, 6, 30), [website], slot=datetime(2026, 7, 2, 10, tzinfo=ZONE))
    now = datetime(2027, 1, 10, tzinfo=ZONE)
    quarters = [(1, 3), (4, 6), (7, 9), (10, 12)]
    ends = {3: 31, 6: 30, 9: 30, 12: 31}
    parts = [read_ledger(plan, date(2026, a, 1), date(2026, b, ends[b]), now=now).entries for a, b in quarters]
    whole = read_ledger(plan, date(2026, 1, 1), date(2026, 12, 31), now=now).entries
    assert [len(part) for part in parts] == [4, 4, 3, 3]
    assert tuple(entry for part in parts for entry in part) == tuple(sorted(whole, key=lambda one: one.day))
    assert {entry.status for entry in whole} == {Status.NOT_DONE}


def test_the_same_rows_have_the_same_checksum_and_other_rows_another(
    stage: Stage, plan: MediaPlan, website: Channel, now: datetime
) -> None:
    duty = owed(plan, now.astimezone(ZONE).date(), [website])
    first = ledger_at(plan, now)
    assert ledger_at(plan, now + timedelta(seconds=9)).checksum == first.checksum
    Occurrence.objects.filter(pk=duty.pk).update(state="skipped", reason="Uzrli")
    assert ledger_at(plan, now).checksum != first.checksum


def test_an_item_that_owes_nothing_says_why(stage: Stage, plan: MediaPlan, website: Channel, now: datetime) -> None:
    item_of(plan, 1, kind="on_schedule", review=["needs_dates"])
    item_of(plan, 2, kind="continuous")
    owed(plan, now.astimezone(ZONE).date(), [website])
    assert [item.nothing_owed for item in ledger_at(plan, now).items] == ["dates_not_given", "no_minimum", ""]


def test_ten_times_as_much_costs_no_more_questions(
    stage: Stage, plan: MediaPlan, website: Channel, carry: Carry, now: datetime
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ledger_at(plan, now)
        return len(asked)

    today = now.astimezone(ZONE).date()
    owed(plan, today, [website], post=out(stage, [website], carry, now))
    few = questions()
    posts = [stage.approved([website], publish_at=now) for _ in range(4)]
    for later in range(0, 120, 10):
        carry(now + timedelta(seconds=later))
    for number in range(40):
        owed(plan, today, [website], post=posts[number] if number < len(posts) else None)
    assert questions() == few
