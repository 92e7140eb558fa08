"""What is out is followed: rows from the very moment, looks that are due and no others, each by one at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content.models import Channel
from publishers.models import Delivery
from reports.following import LEASE, Looked, follow, settle, take
from reports.models import FollowUp
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage

CHECK = FollowUp.Kind.CHECK


@pytest.fixture
def out(stage: Stage, website: Channel, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(website, publish_at=now)
    assert not FollowUp.objects.exists()
    carry(now)
    return delivery


def test_a_post_that_is_out_is_followed_in_every_way_from_that_moment(out: Delivery) -> None:
    rows = FollowUp.objects.filter(delivery=out)
    out.refresh_from_db()
    assert sorted(rows.values_list("kind", flat=True)) == sorted(FollowUp.Kind)
    assert {(row.since, row.due_at, row.step) for row in rows} == {(out.finished_at, out.finished_at, 0)}


def test_a_look_is_taken_by_one_and_its_next_one_is_due_when_it_says(out: Delivery, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    (mine,) = take(CHECK, now=later, limit=5)
    # when another worker asks meanwhile
    assert take(CHECK, now=later, limit=5) == []
    settle(mine, Looked(later + timedelta(days=1)), now=later)
    # then
    assert take(CHECK, now=later + timedelta(hours=23), limit=5) == []
    (again,) = take(CHECK, now=later + timedelta(days=1), limit=5)
    assert (again.step, again.last_at, again.last_code) == (1, later, "")


def test_a_look_lost_with_its_process_is_taken_again_and_the_lost_one_writes_nothing(
    out: Delivery, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    (lost,) = take(CHECK, now=later, limit=5)
    after = later + LEASE + timedelta(seconds=1)
    (taken_over,) = take(CHECK, now=after, limit=5)
    # when the lost one comes back
    settle(lost, Looked(None), now=after)
    # then
    taken_over.refresh_from_db()
    assert (taken_over.step, taken_over.due_at is None) == (0, False)


def test_a_look_that_came_to_nothing_keeps_its_step_and_counts_its_failures(out: Delivery, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    asked = []

    def look(follow_up: FollowUp, at: datetime) -> Looked:
        asked.append(follow_up.delivery.channel.account.address)
        return Looked(at + timedelta(hours=1), code="unreachable", again=True)

    assert follow(CHECK, look, now=later, at_most=timedelta(seconds=30)) == 1
    row = FollowUp.objects.get(delivery=out, kind=CHECK)
    assert (row.step, row.failures, row.last_code, row.leased_until) == (0, 1, "unreachable", None)
    assert row.due_at == later + timedelta(hours=1)
    assert len(asked) == 1


def test_a_kind_that_is_done_with_is_never_due_again(out: Delivery, now: datetime) -> None:
    follow(CHECK, lambda _follow_up, _at: Looked(None), now=now + timedelta(minutes=1), at_most=timedelta(seconds=30))
    assert take(CHECK, now=now + timedelta(days=1_000), limit=5) == []
