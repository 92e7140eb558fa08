"""Channels are asked before something is due, and staff hear of each trouble once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel
from publishers import health
from publishers.contract import AccountReport
from publishers.errors import AccountRejected, ReasonCode, TryLater
from publishers.models import ChannelAccount
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage

HOUR = timedelta(hours=1)


def account_of(channel: Channel) -> ChannelAccount:
    return ChannelAccount.objects.select_related("channel").get(channel=channel)


def test_an_hour_ahead_only_the_channels_with_something_due_are_asked_and_only_once(
    stage: Stage, now: datetime, django_assert_max_num_queries: Any
) -> None:
    # given: something due on two channels, much later on a third, nothing on a fourth
    soon, article, later, idle = (stage.channel(kind) for kind in ("telegram", "website", "telegram", "telegram"))
    stage.approved([soon, article], publish_at=now + HOUR - timedelta(minutes=5))
    stage.approved([later], publish_at=now + 3 * HOUR)
    before = now - timedelta(minutes=5)
    # when
    asked = health.check_ahead(now=now)
    # then
    assert {account.channel_id for account in asked} == {soon.pk, article.pk}
    assert [account_of(channel).health for channel in (soon, article, later, idle)] == [
        "ok",
        "ok",
        "unknown",
        "unknown",
    ]
    with django_assert_max_num_queries(2):
        assert health.check_ahead(now=now + timedelta(minutes=5)) == []
    assert before < account_of(soon).checked_at


def test_a_channel_that_is_away_before_its_post_is_told_of_once_and_again_after_it_came_back(
    stage: Stage, script: Script, now: datetime, mailoutbox: list[Any]
) -> None:
    channel = stage.channel("telegram")
    for hour in range(1, 8):
        stage.approved([channel], publish_at=now + hour * HOUR)
    mailoutbox.clear()
    away = TryLater(ReasonCode.UNREACHABLE, "ConnectError")

    for number, report in enumerate([away, away, AccountReport("Kanal"), away]):
        script.report = report
        health.check_ahead(now=now + number * HOUR + timedelta(minutes=5))

    assert len(mailoutbox) == 2
    assert {mail.subject for mail in mailoutbox} == {
        f"The channel {channel} does not answer, and a post is due within the hour"
    }
    assert account_of(channel).paused_at is None


def test_a_revoked_token_is_found_before_the_post_is_due_and_reconnecting_resumes_it(
    stage: Stage, script: Script, now: datetime, mailoutbox: list[Any]
) -> None:
    channel = stage.channel("telegram")
    delivery = stage.delivery(channel, publish_at=now + HOUR)
    mailoutbox.clear()
    script.report = AccountRejected(ReasonCode.TOKEN_INVALID, "Unauthorized")

    health.check_ahead(now=now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ready_at, delivery.attempts.count()) == ("pending", None, 0)
    assert [mail.subject for mail in mailoutbox] == [f"The channel {channel} is paused"]


@pytest.mark.parametrize(("days", "left"), [(20, None), (14, None), (13, 13), (2, 2), (0, 0), (-3, 0)])
def test_how_many_days_a_token_still_has(now: datetime, days: int, left: int | None) -> None:
    account = ChannelAccount(expires_at=now + timedelta(days=days))

    assert health.ending_soon(account, now=now) == left


def test_a_token_that_ends_is_told_of_a_fortnight_three_days_and_a_day_ahead(
    stage: Stage, script: Script, now: datetime, mailoutbox: list[Any]
) -> None:
    channel = stage.channel("telegram")
    ends = now + timedelta(days=20)
    mailoutbox.clear()
    told = []

    script.report = AccountReport("Kanal", expires_at=ends)
    for day in range(20):
        health.check_all(now=now + timedelta(days=day))
        told += [day] * len(mailoutbox)
        mailoutbox.clear()

    assert told == [7, 17, 19]
    assert account_of(channel).expires_at == ends
