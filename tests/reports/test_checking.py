"""Whether posts are still there: looked for at growing intervals, an alarm only for what is certainly gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel
from publishers.changing import take_back
from publishers.decisions import DecisionRefused
from publishers.models import Delivery, StateChange
from reports.models import Capture, FollowUp, Vanishing
from reports.proof.alarms import it_is_there, open_alarms, publish_vanished_again, taken_down_on_purpose
from reports.proof.checking import AGAIN, MARKS, SECOND_LOOK
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from tests.reports.looking import CHECK, due, look
from website.models import ArticlePage
from website.services import withdraw_article


@pytest.fixture
def out(stage: Stage, telegram: Channel, carry: Carry, now: datetime, settings: Any) -> Delivery:
    settings.BROWSER = "none"
    return published(stage, telegram, carry, now)


def published(stage: Stage, channel: Channel, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(channel, publish_at=now)
    carry(now)
    delivery.refresh_from_db()
    assert delivery.state == "published"
    return delivery


def since(delivery: Delivery) -> datetime:
    return FollowUp.objects.get(delivery=delivery, kind=CHECK).since


def remove(stage: Stage, delivery: Delivery) -> None:
    """Somebody takes it away on the platform itself."""
    place = delivery.channel
    stage.sandbox.control(
        "remove", {"platform": place.kind, "address": place.account.address, "id": delivery.external_id}
    )


def looked_until_the_alarm(stage: Stage, delivery: Delivery) -> datetime:
    """When the second look found it gone."""
    begun = since(delivery)
    look(CHECK, begun)
    remove(stage, delivery)
    look(CHECK, begun + MARKS[0])
    second = begun + MARKS[0] + SECOND_LOOK
    look(CHECK, second)
    return second


def test_it_is_looked_for_after_one_seven_thirty_and_ninety_days(out: Delivery) -> None:
    begun = since(out)
    assert look(CHECK, begun) == 1
    assert not Capture.objects.exists()
    # when
    for days in (1, 7, 30, 90):
        assert due(out, CHECK) == begun + timedelta(days=days)
        look(CHECK, begun + timedelta(days=days))
    # then
    assert list(Capture.objects.values_list("kind", "finding", "code")) == [("check", "there", "")] * 4
    assert due(out, CHECK) is None
    assert not Vanishing.objects.exists()


def test_what_is_gone_is_looked_for_once_more_before_anybody_is_alarmed(stage: Stage, out: Delivery) -> None:
    begun = since(out)
    look(CHECK, begun)
    remove(stage, out)
    # when
    look(CHECK, begun + MARKS[0])
    # then
    assert Capture.objects.get().code == "gone_once"
    assert due(out, CHECK) == begun + MARKS[0] + SECOND_LOOK
    assert not Vanishing.objects.exists()


def test_gone_twice_in_a_row_is_an_alarm_written_down_and_told_once(
    stage: Stage, out: Delivery, mailoutbox: list[Any]
) -> None:
    mailoutbox.clear()
    second = looked_until_the_alarm(stage, out)
    # then
    alarm = Vanishing.objects.get()
    assert (alarm.delivery, alarm.noticed_at, alarm.decision) == (out, second, "")
    line = StateChange.objects.filter(delivery=out).latest("pk")
    assert (line.note, line.reason_code, line.old, line.new) == (
        "not on the channel any more", "gone", "published", "published",
    )  # fmt: skip
    assert [letter.subject for letter in mailoutbox] == [f"“Ochiqlik kuni” is not on {out.channel} any more"]
    # when its next look comes while nobody has decided
    look(CHECK, second + timedelta(days=7))
    # then
    assert Vanishing.objects.count() == 1
    assert len(mailoutbox) == 1


def test_there_again_at_the_second_look_alarms_nobody(
    stage: Stage, website: Channel, carry: Carry, now: datetime
) -> None:
    delivery = published(stage, website, carry, now)
    begun = since(delivery)
    look(CHECK, begun)
    withdraw_article(delivery.post.key)
    look(CHECK, begun + MARKS[0])
    # when
    ArticlePage.objects.get(key=delivery.post.key).save_revision().publish()
    look(CHECK, begun + MARKS[0] + SECOND_LOOK)
    # then
    assert list(Capture.objects.values_list("finding", "code")) == [("gone", "gone_once"), ("there", "")]
    assert not Vanishing.objects.exists()
    # and a later miss is the first one again
    withdraw_article(delivery.post.key)
    look(CHECK, begun + MARKS[1])
    assert Capture.objects.latest("pk").code == "gone_once"


def test_a_channel_that_cannot_be_read_says_so_and_alarms_nobody(stage: Stage, out: Delivery) -> None:
    begun = since(out)
    look(CHECK, begun)
    stage.sandbox.fault("telegram", "http_500", operation="preview", target=out.channel.account.address, times=100)
    # when
    at = begun + MARKS[0]
    for wait in AGAIN:
        look(CHECK, at)
        at += wait
    look(CHECK, at)
    # then
    assert Capture.objects.values_list("finding", flat=True).get() == "unclear"
    assert due(out, CHECK) == begun + MARKS[1]
    assert not Vanishing.objects.exists()


@pytest.mark.parametrize("kind", ["facebook", "wordpress"])
def test_other_platforms_are_asked_by_the_posts_own_number(
    kind: str, stage: Stage, carry: Carry, now: datetime, settings: Any
) -> None:
    delivery = published(stage, stage.channel(kind), carry, now)
    looked_until_the_alarm(stage, delivery)

    assert list(Capture.objects.values_list("finding", "code")) == [("gone", "gone_once"), ("gone", "gone")]
    assert Vanishing.objects.get().delivery == delivery


def test_an_article_that_somebody_unpublished_is_gone(
    stage: Stage, website: Channel, carry: Carry, now: datetime
) -> None:

    delivery = published(stage, website, carry, now)
    begun = since(delivery)
    look(CHECK, begun)
    withdraw_article(delivery.post.key)
    look(CHECK, begun + MARKS[0])
    look(CHECK, begun + MARKS[0] + SECOND_LOOK)
    assert Vanishing.objects.get().delivery == delivery


def test_what_we_took_back_ourselves_is_not_looked_for(stage: Stage, out: Delivery, carry: Carry) -> None:
    begun = since(out)
    look(CHECK, begun)
    take_back(out.pk, actor=stage.approver, now=begun, note="Xato bor edi")
    carry(begun + timedelta(minutes=5))
    look(CHECK, begun + MARKS[0])
    assert due(out, CHECK) is None
    assert not Capture.objects.exists()


def test_taken_down_on_purpose_counts_as_taken_back(stage: Stage, out: Delivery) -> None:
    second = looked_until_the_alarm(stage, out)
    # when
    taken_down_on_purpose(out.pk, actor=stage.approver, now=second, note="Tadbir bekor qilindi")
    # then
    out.refresh_from_db()
    alarm = Vanishing.objects.get()
    assert out.state == "withdrawn"
    assert (alarm.decision, alarm.decided_by, alarm.note) == ("on_purpose", stage.approver, "Tadbir bekor qilindi")
    assert not open_alarms().exists()
    # and it is decided once
    with pytest.raises(DecisionRefused):
        taken_down_on_purpose(out.pk, actor=stage.approver, now=second, note="Yana")


def test_published_again_is_a_delivery_of_its_own(stage: Stage, out: Delivery, carry: Carry) -> None:
    second = looked_until_the_alarm(stage, out)
    # when
    made = publish_vanished_again(out.pk, actor=stage.approver, now=second, note="Qaytarildi")
    carry(second + timedelta(minutes=1))
    # then
    made.refresh_from_db()
    assert (made.pk != out.pk, made.state) == (True, "published")
    assert [shown["id"] for shown in stage.shown(out.channel)] == [made.external_id]
    assert FollowUp.objects.filter(delivery=made, kind=CHECK).exists()


def test_a_wrong_alarm_is_closed_and_the_post_is_looked_for_as_before(stage: Stage, out: Delivery) -> None:
    second = looked_until_the_alarm(stage, out)
    # when
    it_is_there(out.pk, actor=stage.approver, now=second, note="Koʻrinyapti")
    # then
    out.refresh_from_db()
    assert (out.state, Vanishing.objects.get().decision) == ("published", "there")
    # and an alarm is raised anew only after two looks
    look(CHECK, since(out) + MARKS[1])
    assert Vanishing.objects.count() == 1
    look(CHECK, since(out) + MARKS[1] + SECOND_LOOK)
    assert Vanishing.objects.count() == 2
