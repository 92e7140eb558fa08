"""In quiet hours nothing new goes out, unless a person gave the post that very time. Hours are Tashkent's, UTC+5."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Channel, Organization
from content.quiet_hours import Hours
from publishers import outbox
from publishers.models import ChannelAccount, Delivery, StateChange
from publishers.outbox import Outcome
from publishers.queries import next_delivery_instant
from publishers.rules import ARTICLE_GRACE, quiet_until
from publishers.states import State
from tests.publishers.conftest import fresh
from tests.publishers.stage import Stage
from tests.publishers.written import opened

NIGHT, NOON = (time(22), time(8)), (time(12), time(14))
EVENING = datetime(2031, 3, 5, 16, 30, tzinfo=UTC)
"""21:30, the slot of the tests' posts."""
ELEVEN = EVENING + timedelta(minutes=90)
MORNING = datetime(2031, 3, 6, 3, 0, tzinfo=UTC)
"""08:00 of the next day."""
TASHKENT = ZoneInfo("Asia/Tashkent")


def claimed(at: datetime) -> list[int]:
    return [one.delivery_id for one in outbox.claim(now=at, lease=timedelta(minutes=2), limit=100)]


@pytest.fixture
def delivery(stage: Stage, telegram: Channel) -> Delivery:
    return stage.delivery(telegram, publish_at=EVENING, quiet=NIGHT)


@pytest.mark.parametrize(
    ("hours", "publish_at", "now", "end"),
    [
        (NIGHT, EVENING, ELEVEN, MORNING),
        (NIGHT, None, ELEVEN, MORNING),
        (NIGHT, EVENING, EVENING, None),
        (NIGHT, EVENING, MORNING, None),
        (NIGHT, EVENING, MORNING - timedelta(seconds=1), MORNING),
        (NIGHT, ELEVEN, ELEVEN, None),  # a person put it there
        (NIGHT, ELEVEN - timedelta(days=1), ELEVEN + timedelta(hours=2), None),
        (NOON, EVENING, datetime(2031, 3, 6, 7, 30, tzinfo=UTC), datetime(2031, 3, 6, 9, 0, tzinfo=UTC)),
        ((time(9), time(9)), EVENING, ELEVEN, None),
        (None, EVENING, ELEVEN, None),
    ],
)
def test_quiet_hours_hold_until_they_end(
    hours: Hours | None, publish_at: datetime | None, now: datetime, end: datetime | None
) -> None:
    assert quiet_until(hours, publish_at, TASHKENT, now) == end


def test_what_has_not_begun_is_put_off_to_the_end_of_the_hours_and_says_why(delivery: Delivery) -> None:
    assert claimed(ELEVEN) == []

    held = fresh(delivery)
    assert (held.state, held.ready_at, held.reason_code) == (State.PENDING, MORNING, "quiet_hours")
    assert (held.due_at, held.miss_at) == (EVENING, EVENING + timedelta(days=1))
    assert next_delivery_instant() == MORNING
    assert claimed(MORNING - timedelta(seconds=1)) == []
    assert claimed(MORNING) == [delivery.pk]


def test_before_the_hours_begin_it_goes_out(delivery: Delivery) -> None:
    assert claimed(EVENING) == [delivery.pk]


def test_a_post_whose_own_time_lies_in_the_hours_goes_out(stage: Stage, telegram: Channel) -> None:
    delivery = stage.delivery(telegram, publish_at=ELEVEN, quiet=NIGHT)
    assert claimed(ELEVEN) == [delivery.pk]


def test_a_post_without_quiet_hours_goes_out(stage: Stage, telegram: Channel) -> None:
    delivery = stage.delivery(telegram, publish_at=EVENING)
    assert claimed(ELEVEN) == [delivery.pk]


def test_the_hours_are_those_where_the_organization_is(stage: Stage, telegram: Channel) -> None:
    Organization.objects.update(time_zone="Europe/Berlin")
    delivery = stage.delivery(telegram, publish_at=EVENING, quiet=NIGHT)

    assert claimed(datetime(2031, 3, 5, 20, 59, tzinfo=UTC)) == [delivery.pk]
    Delivery.objects.update(state=State.PENDING, leased_until=None, lease_token="")
    assert claimed(datetime(2031, 3, 5, 21, 0, tzinfo=UTC)) == []
    assert fresh(delivery).ready_at == datetime(2031, 3, 6, 7, 0, tzinfo=UTC)


def test_looking_is_never_held(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=State.UNKNOWN)
    assert claimed(ELEVEN) == [delivery.pk]


def test_going_on_with_what_the_platform_has_is_never_held(delivery: Delivery) -> None:
    (one,) = outbox.claim(now=EVENING, lease=timedelta(minutes=2), limit=1)
    attempt = opened(one, EVENING)
    outbox.close_attempt(attempt, Outcome("accepted", State.ACCEPTED, ready_at=ELEVEN, resume_token="t"), now=EVENING)

    assert claimed(ELEVEN) == [delivery.pk]


def test_what_failed_before_the_hours_is_tried_again_after_them(delivery: Delivery) -> None:
    (one,) = outbox.claim(now=EVENING, lease=timedelta(minutes=2), limit=1)
    attempt = opened(one, EVENING)
    outbox.close_attempt(attempt, Outcome("try_later", State.PENDING, ready_at=ELEVEN, code="unreachable"), now=EVENING)

    assert claimed(ELEVEN) == []
    assert fresh(delivery).ready_at == MORNING


def test_a_lateness_limit_that_ends_before_the_hours_do_is_a_miss_and_staff_decide(
    stage: Stage, telegram: Channel
) -> None:
    delivery = stage.delivery(telegram, publish_at=EVENING, quiet=NIGHT, lateness_limit=timedelta(hours=3))
    limit = EVENING + timedelta(hours=3)

    assert claimed(ELEVEN) == []
    assert next_delivery_instant() == limit
    assert outbox.mark_missed(now=limit + timedelta(seconds=1)) == [delivery]

    missed = fresh(delivery)
    assert (missed.state, missed.reason_code, missed.ready_at) == (State.MISSED, "too_late", None)
    change = StateChange.objects.filter(delivery=delivery).latest("pk")
    assert (change.reason_code, change.note) == ("too_late", "quiet_hours")
    assert claimed(MORNING) == []


def test_a_paused_account_waits_for_a_person_first(delivery: Delivery) -> None:
    ChannelAccount.objects.filter(channel=delivery.channel).update(paused_at=EVENING)

    assert claimed(ELEVEN) == []
    assert (fresh(delivery).ready_at, fresh(delivery).reason_code) == (None, "")


def test_quiet_hours_of_one_post_hold_no_other_of_its_account(stage: Stage, delivery: Delivery) -> None:
    other = stage.delivery(delivery.channel, publish_at=EVENING, title="Boshqa xabar")
    assert claimed(ELEVEN) == [other.pk]


def article_and_message(stage: Stage) -> tuple[Delivery, Delivery]:
    website, telegram = stage.channel("website"), stage.channel("telegram")
    post = stage.approved([website, telegram], publish_at=EVENING, quiet=NIGHT)
    return post.deliveries.get(channel=website), post.deliveries.get(channel=telegram)


def test_posts_that_carry_the_articles_link_still_come_after_it(stage: Stage) -> None:
    article, message = article_and_message(stage)

    assert claimed(ELEVEN) == []
    assert (fresh(article).ready_at, fresh(message).ready_at) == (MORNING, MORNING + ARTICLE_GRACE)

    (one,) = outbox.claim(now=MORNING, lease=timedelta(minutes=2), limit=9)
    stands = MORNING + timedelta(seconds=5)
    attempt = opened(one, MORNING)
    outbox.close_attempt(attempt, Outcome("published", State.PUBLISHED, external_id="1", link="/1/"), now=stands)
    assert claimed(stands) == [message.pk]


def test_an_article_that_stands_late_in_the_evening_brings_its_posts_out_in_the_morning(stage: Stage) -> None:
    article, message = article_and_message(stage)
    (one,) = outbox.claim(now=EVENING, lease=timedelta(hours=2), limit=9)
    attempt = opened(one, EVENING)
    outbox.close_attempt(attempt, Outcome("published", State.PUBLISHED, external_id="1", link="/1/"), now=ELEVEN)

    assert (fresh(article).state, claimed(ELEVEN)) == (State.PUBLISHED, [])
    assert fresh(message).ready_at == MORNING


def test_a_claim_reads_as_often_for_many_as_for_one(stage: Stage, telegram: Channel) -> None:
    def reads(count: int) -> int:
        for number in range(count):
            stage.delivery(telegram, publish_at=EVENING, quiet=NIGHT, title=f"Xabar {number}")
        with CaptureQueriesContext(connection) as asked:
            assert claimed(ELEVEN) == []
        Delivery.objects.update(ready_at=None)
        return sum(query["sql"].startswith("SELECT") for query in asked.captured_queries)

    assert reads(1) == reads(6)


def test_the_hours_come_with_the_approved_revision(stage: Stage, telegram: Channel) -> None:
    values: dict[str, Any] = {"quiet": NOON}
    post = stage.approved([telegram], publish_at=EVENING, **values)
    assert (post.quiet_from, post.quiet_until) == NOON
