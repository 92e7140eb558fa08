"""A claim's questions do not grow with what is claimed, and what many channels owe is shared out as for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishers.models import Delivery
from publishers.states import State
from tests.publishers.stage import Stage
from tests.publishers.written import claim


def due_on_new_channels(stage: Stage, channels: int, posts: int, now: datetime) -> None:
    owed = [stage.channel("telegram") for _ in range(channels)]
    for number in range(posts):
        stage.approved(owed, publish_at=now, title=f"Xabar {number}")


def questions_of_a_claim(now: datetime, claimed: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert len(claim(now)) == claimed
    return len(asked)


def test_a_claim_asks_as_much_for_many_channels_and_posts_as_for_one(stage: Stage, now: datetime) -> None:
    due_on_new_channels(stage, channels=1, posts=2, now=now)
    small = questions_of_a_claim(now, claimed=1)  # the second waits for its turn
    Delivery.objects.update(state=State.CANCELLED, ready_at=None, leased_until=None)

    due_on_new_channels(stage, channels=5, posts=3, now=now)

    assert questions_of_a_claim(now, claimed=5) == small


def test_those_claimed_together_may_each_be_acted_on_by_its_own_worker(stage: Stage, now: datetime) -> None:
    due_on_new_channels(stage, channels=3, posts=1, now=now)

    claims = claim(now)

    rows = Delivery.objects.order_by("pk")
    assert [one.delivery_id for one in claims] == [row.pk for row in rows]
    assert {(row.state, row.lease_token, row.leased_until, row.miss_at) for row in rows} == {
        ("leased", claims[0].lease_token, now + timedelta(minutes=2), None)
    }
    assert [[(move.old, move.new, move.at) for move in row.changes.all()[1:]] for row in rows] == [
        [("pending", "leased", now)]
    ] * 3
    assert claim(now) == []


def test_what_a_platform_keeps_with_workers_is_bounded_and_keeps_no_other_back(
    stage: Stage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishers.queries.ENOUGH", 2)
    pages = [stage.channel("facebook") for _ in range(2)]
    first = [stage.delivery(page, publish_at=now) for page in pages]
    assert [one.delivery_id for one in claim(now)] == [each.pk for each in first]

    # given that those hang, and others have something due
    held = stage.delivery(stage.channel("facebook"), publish_at=now)
    free = stage.delivery(stage.channel("telegram"), publish_at=now)
    assert [one.delivery_id for one in claim(now)] == [free.pk]

    Delivery.objects.filter(pk=first[0].pk).update(leased_until=None, state=State.PUBLISHED, ready_at=None)
    assert [one.delivery_id for one in claim(now)] == [held.pk]
