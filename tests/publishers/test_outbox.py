"""The outbox: what is put in, who may act on it and when, and what is written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from content.models import Channel, Rendition
from content.services import decide, submit
from publishers import enqueuing, outbox
from publishers.models import ChannelAccount, Delivery
from publishers.outbox import Outcome
from publishers.queries import next_delivery_instant
from publishers.states import MOVES, State
from tests.publishers.conftest import fresh
from tests.publishers.stage import Stage
from tests.publishers.written import DONE, LEASE, begin, changes, claim, in_state, opened, standing

# --- putting in ------------------------------------------------------------------------------------------------------


def test_approval_puts_in_one_delivery_a_channel_due_at_the_slot(stage: Stage, now: datetime) -> None:
    channels = [stage.channel("website"), stage.channel("telegram"), stage.channel("facebook")]

    post = stage.approved(channels, publish_at=now, lateness_limit=timedelta(hours=3))

    rows = post.deliveries.order_by("pk")
    assert [row.channel for row in rows] == channels
    assert {(row.state, row.due_at, row.miss_after) for row in rows} == {("pending", now, now + timedelta(hours=3))}
    assert [row.ready_at - now for row in rows] == [timedelta(0), timedelta(minutes=2), timedelta(minutes=2)]
    assert [row.key for row in rows] == [f"{post.key}-{channel.pk}-1" for channel in channels]
    assert all(changes(row) == [("", "pending", "")] for row in rows)


def test_a_slot_that_has_passed_means_now_for_what_a_person_approved(stage: Stage, telegram: Channel) -> None:
    from django.utils import timezone

    before = timezone.now()
    delivery = stage.delivery(telegram, publish_at=before - timedelta(hours=5))

    assert before <= delivery.due_at <= timezone.now()


def test_a_slot_that_has_passed_stands_for_what_a_template_made(stage: Stage, telegram: Channel, now: datetime) -> None:
    slot = now - timedelta(hours=5)
    delivery = stage.delivery(telegram, publish_at=slot)
    post = delivery.post
    Delivery.objects.filter(pk=delivery.pk).update(state=State.CANCELLED)
    post.template_revision = 1
    post.save(update_fields=["template_revision"])

    (again,) = enqueuing.enqueue(list(Rendition.objects.filter(post=post)), now=now)

    assert again.due_at == slot


def test_putting_in_twice_changes_nothing_once_it_has_started(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    begin(delivery, now)

    assert enqueuing.enqueue([delivery.rendition], now=now) == []
    assert Delivery.objects.count() == 1


def test_a_newer_approval_takes_the_place_of_what_has_not_started(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    # given
    old = stage.delivery(telegram, publish_at=now)
    post = old.post
    post.title = "Ochiqlik haftaligi"
    post.save_revision(user=stage.author)
    # when
    post = submit(post, user=stage.author)
    decide(post, user=stage.approver, action="approve", seen=post.latest_revision_id)
    # then
    new = Delivery.objects.get(state=State.PENDING)
    assert changes(old)[-1] == ("pending", "cancelled", "cancelled")
    assert (new.rendition.title, new.key) == ("Ochiqlik haftaligi", f"{post.key}-{telegram.pk}-2")


@pytest.mark.parametrize("state", [State.PUBLISHED, State.UNKNOWN, State.PARTIAL, State.ACCEPTED])
def test_a_channel_that_may_have_the_post_gets_no_second_delivery(
    stage: Stage, telegram: Channel, now: datetime, state: State
) -> None:
    delivery = in_state(stage.delivery(telegram, publish_at=now), state)

    assert enqueuing.enqueue([delivery.rendition], now=now) == []


@pytest.mark.parametrize("state", [State.REJECTED, State.MISSED, State.CANCELLED])
def test_a_channel_that_surely_has_it_not_gets_a_new_one(
    stage: Stage, telegram: Channel, now: datetime, state: State
) -> None:
    delivery = in_state(stage.delivery(telegram, publish_at=now), state)

    (again,) = enqueuing.enqueue([delivery.rendition], now=now)

    assert (again.state, again.key) == (State.PENDING, f"{delivery.post.key}-{telegram.pk}-2")


def test_the_database_refuses_a_second_open_delivery_of_a_post_to_a_channel(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    delivery.pk, delivery.key = None, "another-key"

    with pytest.raises(IntegrityError), transaction.atomic():
        delivery.save(force_insert=True)


def test_followers_wait_only_for_an_article_that_is_still_to_come(stage: Stage, now: datetime) -> None:
    # given: the article stands from an earlier approval
    website, telegram = stage.channel("website"), stage.channel("telegram")
    post = stage.approved([website, telegram], publish_at=now)
    in_state(post.deliveries.get(channel=website), State.PUBLISHED)
    in_state(post.deliveries.get(channel=telegram), State.REJECTED)
    # when
    (message,) = enqueuing.enqueue(list(Rendition.objects.filter(post=post)), now=now)
    # then
    assert (message.channel, message.ready_at) == (telegram, message.due_at)


def test_a_channel_nobody_connected_waits_for_a_person(stage: Stage, telegram: Channel, now: datetime) -> None:
    ChannelAccount.objects.filter(channel=telegram).delete()

    delivery = stage.delivery(telegram, publish_at=now)

    assert delivery.ready_at is None
    assert ChannelAccount.objects.get(channel=telegram).health_code == "no_account"


# --- claiming --------------------------------------------------------------------------------------------------------


def test_nothing_is_claimed_before_its_time(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    assert claim(now - timedelta(microseconds=1)) == []
    (claimed,) = claim(now)
    after = fresh(delivery)
    assert (after.state, after.lease_token, after.leased_until) == (State.LEASED, claimed.lease_token, now + LEASE)


def test_what_is_leased_is_not_claimed_again(stage: Stage, telegram: Channel, now: datetime) -> None:
    stage.delivery(telegram, publish_at=now)
    claim(now)

    assert claim(now + timedelta(hours=1)) == []


def test_the_oldest_is_claimed_first_and_no_more_than_wanted(stage: Stage, now: datetime) -> None:
    website = stage.channel("website")
    rows = [stage.delivery(website, publish_at=now + timedelta(seconds=s)) for s in (3, 1, 2)]

    first = [one.delivery_id for one in claim(now + timedelta(minutes=1), limit=2)]

    assert first == [rows[1].pk, rows[2].pk]


def test_a_burst_to_one_channel_starts_one_by_one_at_the_channels_pace(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    # given
    rows = [stage.delivery(telegram, publish_at=now) for _ in range(10)]
    started: list[tuple[int, float]] = []
    at = now
    # when: time jumps from one instant beat is wanted at to the next
    while len(started) < len(rows):
        claims = claim(at)
        assert len(claims) <= 1
        for one in claims:
            started.append((one.delivery_id, (at - now).total_seconds()))
            attempt = opened(one, at)
            outbox.close_attempt(attempt, DONE, now=at)
        wanted = next_delivery_instant()
        at = wanted if wanted is not None else at
    # then
    assert started == [(row.pk, pytest.approx(3.1 * number)) for number, row in enumerate(rows)]


def test_no_second_post_starts_while_one_to_the_same_account_is_under_way(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    first, second = (stage.delivery(telegram, publish_at=now) for _ in range(2))
    attempt = begin(first, now)

    for seconds in range(3, 60, 3):
        assert claim(now + timedelta(seconds=seconds)) == []
    outbox.close_attempt(attempt, DONE, now=now + timedelta(seconds=59))

    (claimed,) = claim(now + timedelta(seconds=63))
    assert claimed.delivery_id == second.pk


def test_channels_do_not_wait_for_each_other(stage: Stage, now: datetime) -> None:
    rows = {stage.delivery(stage.channel(kind), publish_at=now).pk for kind in ("telegram", "facebook", "telegram")}

    assert {one.delivery_id for one in claim(now)} == rows


def test_looking_and_going_on_keep_no_pace(stage: Stage, telegram: Channel, now: datetime) -> None:
    rows = [stage.delivery(telegram, publish_at=now) for _ in range(3)]
    Delivery.objects.filter(pk=rows[1].pk).update(state=State.ACCEPTED)
    Delivery.objects.filter(pk=rows[2].pk).update(state=State.UNKNOWN)

    assert {one.delivery_id for one in claim(now)} == {row.pk for row in rows}
    assert (fresh(rows[1]).state, fresh(rows[2]).state) == (State.ACCEPTED, State.UNKNOWN)


@pytest.mark.parametrize("pause", [{"paused_at": True}, {"held_until": True}], ids=["paused", "held"])
def test_a_claim_sends_nothing_to_an_account_that_is_paused_or_held_but_looks(
    stage: Stage, telegram: Channel, now: datetime, pause: dict[str, bool]
) -> None:
    # given: whatever set their time, it did not know of the pause
    until = now + timedelta(minutes=10)
    rows = [stage.delivery(telegram, publish_at=now) for _ in range(3)]
    Delivery.objects.filter(pk=rows[1].pk).update(state=State.ACCEPTED)
    Delivery.objects.filter(pk=rows[2].pk).update(state=State.UNKNOWN)
    ChannelAccount.objects.filter(channel=telegram).update(**dict.fromkeys(pause, until))
    # when
    claimed = [one.delivery_id for one in claim(now)]
    # then
    assert claimed == [rows[2].pk]
    expected = None if "paused_at" in pause else until
    assert [fresh(row).ready_at for row in rows[:2]] == [expected, expected]


# --- missed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.PENDING, State.ACCEPTED])
def test_what_waited_past_its_lateness_limit_is_missed_and_not_sent(
    stage: Stage, telegram: Channel, now: datetime, state: State
) -> None:
    delivery = stage.delivery(telegram, publish_at=now, lateness_limit=timedelta(hours=1))
    if state == State.ACCEPTED:
        attempt = begin(delivery, now)
        outbox.close_attempt(attempt, Outcome("accepted", state, ready_at=now, resume_token="t"), now=now)
    limit = now + timedelta(hours=1)

    assert outbox.mark_missed(now=limit) == []
    assert outbox.mark_missed(now=limit + timedelta(seconds=1)) == [delivery]

    assert (fresh(delivery).state, fresh(delivery).reason_code) == (State.MISSED, "too_late")
    assert claim(limit + timedelta(days=1)) == []
    assert next_delivery_instant() is None


def test_what_is_under_way_or_may_be_out_is_not_missed(stage: Stage, now: datetime) -> None:
    sending, unclear = (stage.delivery(stage.channel("telegram"), publish_at=now) for _ in range(2))
    claim(now)
    Delivery.objects.filter(pk=unclear.pk).update(state=State.UNKNOWN, leased_until=None)

    assert outbox.mark_missed(now=now + timedelta(days=30)) == []
    assert {fresh(row).state for row in (sending, unclear)} == {State.LEASED, State.UNKNOWN}


def test_beat_is_wanted_at_the_end_of_a_lease_and_of_a_lateness_limit(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    assert next_delivery_instant() is None
    delivery = stage.delivery(telegram, publish_at=now, lateness_limit=timedelta(hours=1))
    assert next_delivery_instant() == now

    claim(now)
    assert next_delivery_instant() == now + LEASE

    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.PENDING, leased_until=None, lease_token="", ready_at=None, miss_at=delivery.miss_after
    )
    assert next_delivery_instant() == now + timedelta(hours=1)


# --- moves -----------------------------------------------------------------------------------------------------------


def test_every_move_of_the_table_is_made_and_written_down(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    for old, new in [(before, after) for before in State for after in MOVES[before]]:
        delivery = standing(delivery, old, now)
        before = delivery.changes.count()
        outbox.move(delivery, new, at=now, code="internal", note="sinov", actor=stage.author)
        written = delivery.changes.latest("pk")
        assert (written.old, written.new, written.at, written.reason_code, written.note, written.actor) == (
            old, new, now, "internal", "sinov", stage.author,
        )  # fmt: skip
        assert (fresh(delivery).state, delivery.changes.count()) == (new, before + 1)


def test_no_move_outside_the_table_is_made_or_written_down(stage: Stage, telegram: Channel, now: datetime) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    for old, new in [(before, after) for before in State for after in State if after not in MOVES[before]]:
        delivery = standing(delivery, old, now)
        with pytest.raises(ValueError, match=f"from {old} to {new}"):
            outbox.move(delivery, new, at=now)
        assert (fresh(delivery).state, delivery.changes.count()) == (old, 1)


def test_a_finished_delivery_has_its_instant_and_waits_for_nothing(
    stage: Stage, telegram: Channel, now: datetime, settings: Any
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)

    outbox.move(delivery, State.CANCELLED, at=now)

    after = fresh(delivery)
    assert (after.finished_at, after.ready_at, after.miss_at) == (now, None, None)
