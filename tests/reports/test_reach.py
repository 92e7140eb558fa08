"""Figures read from the platforms' stand-ins over HTTP: what is there, what is not and why, and when it is asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from content.models import Channel
from publishers import measuring
from publishers.accounts import hold_account, pause_account
from publishers.changing import take_back
from publishers.models import ChannelAccount, Delivery
from reports.following import follow
from reports.looks import LOOKS
from reports.models import Figure, FollowUp, PlaceLook
from reports.reach.places import count_followers
from reports.reach.queries import latest_figures, series_of
from reports.reach.steps import STEPS
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from website.models import ArticleDay, ArticlePage

MEASURE = FollowUp.Kind.MEASURE
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_waiting_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question a second is for real platforms."""
    monkeypatch.setattr(measuring, "PER_SECOND", 1000.0)


def out(stage: Stage, channel: Channel, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(channel, publish_at=now, title="Ochiqlik kuni")
    for later in range(0, 200, 20):
        carry(now + timedelta(seconds=later))
    delivery.refresh_from_db()
    assert delivery.state == "published"
    return delivery


def row(delivery: Delivery) -> FollowUp:
    return FollowUp.objects.get(delivery=delivery, kind=MEASURE)


def look(at: datetime) -> int:
    return follow(MEASURE, LOOKS[MEASURE], now=at, at_most=timedelta(seconds=30))


def told(delivery: Delivery) -> dict[str, object]:
    """Metric -> value, or the code of why there is none."""
    return {
        figure.metric: figure.value if figure.value is not None else figure.reason_code
        for figure in Figure.objects.filter(delivery=delivery).order_by("pk")
    }


def show(stage: Stage, delivery: Delivery, **figures: object) -> None:
    address = delivery.channel.account.address
    wish = {"platform": delivery.channel.kind, "address": address, "id": delivery.external_id}
    stage.sandbox.control("figures", wish | figures)


def test_telegram_tells_views_and_reactions_as_its_page_rounds_them(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    since = row(delivery).since
    look(since)
    assert (Figure.objects.count(), row(delivery).due_at) == (0, since + STEPS[0])
    show(stage, delivery, views=1234, reactions={"👍": 12, "🔥": 3})
    # when
    look(since + STEPS[0])
    # then
    rows = Figure.objects.filter(delivery=delivery).order_by("metric")
    assert [(one.metric, one.value, one.rounded, one.source, one.unit, one.step) for one in rows] == [
        ("reactions", 15, False, "telegram_page", "times", 1),
        ("views", 1200, True, "telegram_page", "times", 1),
    ]
    assert row(delivery).due_at == since + STEPS[1]


def test_a_post_without_reactions_shows_none_which_is_not_zero(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"views": 0, "reactions": "figure_not_shown"}


def test_a_private_channel_has_no_page_to_read(stage: Stage, carry: Carry, now: datetime) -> None:
    delivery = out(stage, stage.channel("telegram", private=True), carry, now)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"views": "figure_private", "reactions": "figure_private"}


def test_a_post_removed_by_hand_is_gone(stage: Stage, telegram: Channel, carry: Carry, now: datetime) -> None:
    delivery = out(stage, telegram, carry, now)
    wish = {"platform": "telegram", "address": telegram.account.address, "id": delivery.external_id}
    stage.sandbox.control("remove", wish)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"views": "figure_gone", "reactions": "figure_gone"}


def test_a_dead_metric_of_facebook_never_costs_the_others(stage: Stage, carry: Carry, now: datetime) -> None:
    delivery = out(stage, stage.channel("facebook"), carry, now)
    show(stage, delivery, views=321, reactions={"like": 7, "love": 2})
    stage.sandbox.control("settings", {"dead_metrics": "post_total_media_view_unique"})
    try:
        look(row(delivery).since + STEPS[0])
    finally:
        stage.sandbox.control("settings", {"dead_metrics": ""})
    assert told(delivery) == {"views": 321, "reach": "figure_not_given", "clicks": 0, "reactions": 9}
    asked = [call["values"]["metric"] for call in stage.sandbox.calls(platform="facebook", operation="insights")][-4:]
    assert asked == ["post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"code": 200, "status": 403}, "figure_rights"),
        ({"code": 10, "description": "(#10) Not enough viewers for the media to show insights"}, "figure_too_few"),
        ({"code": 2, "status": 500}, "figure_unread"),
    ],
)
def test_what_one_metric_is_refused_for_is_told_of_it_alone(
    stage: Stage, carry: Carry, now: datetime, params: dict[str, object], code: str
) -> None:
    channel = stage.channel("facebook")
    delivery = out(stage, channel, carry, now)
    stage.sandbox.fault("facebook", "platform_error", "insights", target=delivery.external_id, times=1, **params)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"views": code, "reach": 0, "clicks": 0, "reactions": 0}
    assert ChannelAccount.objects.get(channel=channel).paused_at is None


def test_a_wait_the_platform_names_holds_the_account_and_the_look_comes_after_it(
    stage: Stage, carry: Carry, now: datetime
) -> None:
    channel = stage.channel("facebook")
    delivery = out(stage, channel, carry, now)
    stage.sandbox.fault("facebook", "rate_limited", "insights", target=delivery.external_id, retry_after=1800)
    since = row(delivery).since
    begun = timezone.now()
    # when
    look(since + STEPS[0])
    # then
    account = ChannelAccount.objects.get(channel=channel)
    assert account.held_until is not None and account.held_until >= begun + timedelta(minutes=29)
    follow_up = row(delivery)
    assert (told(delivery), follow_up.last_code, follow_up.failures) == ({}, "rate_limited", 1)
    assert follow_up.due_at is not None and follow_up.due_at >= since + STEPS[0] + timedelta(minutes=29)


def test_measuring_leaves_half_of_the_platforms_limit_to_publishing(stage: Stage, carry: Carry, now: datetime) -> None:
    channel = stage.channel("facebook")
    delivery = out(stage, channel, carry, now)
    stage.sandbox.control("settings", {"usage_percent": 60})
    try:
        look(row(delivery).since + STEPS[0])
    finally:
        stage.sandbox.control("settings", {"usage_percent": 5})
    # then: one call told it, and the account may go on publishing
    assert told(delivery) == {}
    assert row(delivery).last_code == "rate_limited"
    assert ChannelAccount.objects.get(channel=channel).held_until is None
    assert len(stage.sandbox.calls(platform="facebook", operation="insights")) >= 1


def test_nothing_is_asked_while_the_channel_is_paused_held_or_has_something_to_send(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    at = row(delivery).since + STEPS[0]

    def asked() -> int:
        return len([c for c in stage.sandbox.calls(platform="telegram", operation="preview") if "embed" in c["values"]])

    before = asked()
    stage.delivery(telegram, publish_at=timezone.now())
    look(at)
    assert (row(delivery).last_code, asked()) == ("not_ready", before)
    for later in range(0, 60, 5):
        carry(now + timedelta(minutes=1, seconds=later))
    hold_account(telegram.account.pk, until=timezone.now() + timedelta(hours=2))
    look(at + 3 * MINUTE)
    assert (row(delivery).last_code, asked()) == ("rate_limited", before)
    pause_account(telegram.account.pk, code="token_invalid", detail="", now=timezone.now())
    look(at + timedelta(hours=3))
    assert (row(delivery).last_code, asked()) == ("token_invalid", before)
    # then: what was put off is no failure
    assert row(delivery).failures == 0


def test_what_cannot_be_reached_is_asked_ever_more_seldom_and_then_noted_as_not_available(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    since = row(delivery).since
    stage.sandbox.fault("telegram", "drop_before", "preview", target=telegram.account.address, times=None)
    at, tries = since + STEPS[4], []
    while at < since + STEPS[4] + timedelta(days=2):
        if look(at):
            tries.append(at)
        at += timedelta(minutes=5)
    # then
    assert len(tries) == 6
    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert told(delivery) == {"views": "unreachable", "reactions": "unreachable"}
    assert row(delivery).due_at == since + STEPS[5]


def test_steps_that_an_outage_swallowed_are_one_look(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    since = row(delivery).since
    assert look(since + STEPS[3] + MINUTE) == 1
    assert set(Figure.objects.values_list("step", flat=True)) == {4}
    assert row(delivery).due_at == since + STEPS[4]
    # when the last step is done with
    look(since + STEPS[5])
    # then
    assert row(delivery).due_at is None
    assert len(series_of(delivery)[0].points) == 2


def test_what_is_taken_back_is_not_measured_any_more(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    take_back(delivery.pk, actor=stage.approver, now=now + timedelta(minutes=5), note="Sana xato")
    for later in range(300, 400, 10):
        carry(now + timedelta(seconds=later))
    look(row(delivery).since + STEPS[0])
    assert (row(delivery).due_at, row(delivery).last_code, told(delivery)) == (None, "figure_ended", {})


def test_the_newest_figure_with_a_value_is_the_latest_and_costs_one_question_for_many(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime, django_assert_num_queries: object
) -> None:
    delivery = out(stage, telegram, carry, now)
    other = out(stage, telegram, carry, now + 10 * MINUTE)
    since = row(delivery).since
    show(stage, delivery, views=10)
    look(since + STEPS[0])
    show(stage, delivery, views=30)
    look(since + STEPS[1] + timedelta(hours=1))
    wish = {"platform": "telegram", "address": telegram.account.address, "id": delivery.external_id}
    stage.sandbox.control("remove", wish)
    look(since + STEPS[2] + timedelta(hours=1))
    # when
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = latest_figures([delivery.pk, other.pk])
    # then
    views = {entry.metric: entry for entry in found[delivery.pk]}["views"]
    assert (views.value, views.note) == (30, "")
    missing = {entry.metric: entry for entry in found[delivery.pk]}["reactions"]
    assert (missing.value, missing.note) == (None, "figure_gone")


def test_followers_are_counted_once_a_day_and_a_small_page_has_no_insights(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    facebook = stage.channel("facebook")
    for channel, members in ((telegram, 5400), (facebook, 60)):
        wish = {"platform": channel.kind, "address": channel.account.address, "members": members}
        stage.sandbox.control("figures", wish)
    # when asked twice within the hour
    assert count_followers(now=now, at_most=timedelta(seconds=30)) == 2
    assert count_followers(now=now + timedelta(minutes=10), at_most=timedelta(seconds=30)) == 0
    # then
    rows = {
        (one.channel.kind, one.metric): one.value if one.value is not None else one.reason_code
        for one in Figure.objects.select_related("channel").filter(delivery=None)
    }
    assert rows == {
        ("telegram", "members"): 5400,
        ("facebook", "members"): 60,
        ("facebook", "views"): "figure_too_few",
        ("facebook", "reach"): "figure_too_few",
    }
    assert count_followers(now=now + timedelta(days=1, hours=6), at_most=timedelta(seconds=30)) == 2


def test_a_channel_that_cannot_be_asked_is_asked_again_later_that_day(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    stage.sandbox.fault("telegram", "http_500", "getChatMemberCount", target=telegram.account.address)
    count_followers(now=now, at_most=timedelta(seconds=30))
    first = PlaceLook.objects.get(channel=telegram)
    assert (first.failures, Figure.objects.count()) == (1, 0)
    assert first.last_code
    # when
    count_followers(now=first.due_at, at_most=timedelta(seconds=30))
    # then
    assert Figure.objects.get().value == 2


def test_instagram_tells_each_metric_by_itself_and_what_it_has_not_counted_is_no_zero(
    stage: Stage, carry: Carry, now: datetime
) -> None:
    stage.sandbox.control("settings", {"container_polls": 0, "container_seconds": 0.0})
    delivery = out(stage, stage.channel("instagram"), carry, now)
    show(stage, delivery, views=77, reactions={"like": 5})
    stage.sandbox.control("settings", {"dead_metrics": "saved,total_interactions"})
    try:
        look(row(delivery).since + STEPS[0])
    finally:
        stage.sandbox.control("settings", {"dead_metrics": "", "container_polls": 1, "container_seconds": 60.0})
    assert told(delivery) == {
        "views": 77, "reach": 77, "likes": 5, "comments": 0, "shares": 0, "saves": "figure_not_given",
        "interactions": "figure_not_given",
    }  # fmt: skip


def test_where_visits_are_not_counted_the_website_tells_none(
    stage: Stage, website: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, website, carry, now)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"visits": "figure_not_given"}  # the tests' settings count none


def test_the_website_tells_its_own_visits_where_they_are_counted(
    stage: Stage, website: Channel, carry: Carry, now: datetime, settings: object
) -> None:
    settings.VISITS_EVERY = timedelta(days=1)  # type: ignore[attr-defined]
    delivery = out(stage, website, carry, now)
    article = ArticlePage.objects.get(pk=delivery.external_id)
    for day, visits in ((1, 40), (2, 2)):
        ArticleDay.objects.create(article=article, day=now.date() - timedelta(days=day), visits=visits)
    look(row(delivery).since + STEPS[0])
    assert told(delivery) == {"visits": 42}


def test_a_kind_nobody_can_be_asked_of_is_left_to_people(stage: Stage, carry: Carry, now: datetime) -> None:
    webhook = stage.channel("webhook")
    delivery = out(stage, webhook, carry, now)
    look(row(delivery).since)
    assert (row(delivery).due_at, row(delivery).last_code) == (None, "figure_typed")


def test_a_token_that_is_gone_is_told_and_pauses_nothing(stage: Stage, carry: Carry, now: datetime) -> None:
    channel = stage.channel("facebook")
    delivery = out(stage, channel, carry, now)
    stage.sandbox.fault("facebook", "revoke_token", "insights", target=delivery.external_id)
    look(row(delivery).since + STEPS[0])
    assert (row(delivery).last_code, row(delivery).failures, told(delivery)) == ("token_invalid", 1, {})
    assert ChannelAccount.objects.get(channel=channel).paused_at is None


def test_an_error_page_in_the_place_of_the_post_is_asked_again(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    stage.sandbox.fault("telegram", "html_error_page", "preview", target=telegram.account.address, status=502)
    look(row(delivery).since + STEPS[0])
    assert (row(delivery).last_code, told(delivery)) == ("server_error", {})


def test_the_preview_page_that_asks_for_patience_holds_measuring_and_not_the_channel(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = out(stage, telegram, carry, now)
    since = row(delivery).since
    stage.sandbox.fault("telegram", "rate_limited", "preview", target=telegram.account.address, retry_after=1200)
    look(since + STEPS[0])
    assert row(delivery).due_at == since + STEPS[0] + timedelta(minutes=20)
    assert ChannelAccount.objects.get(channel=telegram).held_until is None
