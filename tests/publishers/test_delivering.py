"""One claimed delivery carried out: what each answer makes of the delivery, its account and its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from publishers.contract import Accepted, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    ReasonCode,
    TryLater,
)
from publishers.models import ChannelAccount
from publishers.rules import backoff
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import LATER, attempts, changes

EVERYBODY = ["malika@example.org", "rustam@example.org"]


# --- the four channels of the sandbox --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["telegram", "facebook"])
def test_a_one_step_platform_holds_the_post_once_and_the_log_has_its_link(
    stage: Stage, carry: Carry, now: datetime, kind: str
) -> None:
    # given
    channel = stage.channel(kind)
    delivery = stage.delivery(channel, publish_at=now)
    # when
    carry()
    carry()
    # then
    (shown,) = stage.shown(channel)
    assert "Hokimlikda ochiqlik kuni." in shown["text"]
    published = fresh(delivery)
    assert (published.state, published.ready_at, published.leased_until) == (State.PUBLISHED, None, None)
    assert published.external_id and published.link and published.finished_at
    assert attempts(delivery) == [("publish", "published", "")]
    assert changes(delivery) == [("", "pending", ""), ("pending", "leased", ""), ("leased", "published", "")]


def test_the_two_steps_of_instagram_are_two_attempts_of_one_delivery(stage: Stage, carry: Carry, now: datetime) -> None:
    channel = stage.channel("instagram")
    delivery = stage.delivery(channel, publish_at=now)

    carry()
    accepted = fresh(delivery)
    assert accepted.state == State.ACCEPTED
    assert accepted.resume_token
    assert stage.shown(channel) == []

    for _step in range(6):
        if fresh(delivery).state == State.PUBLISHED:
            break
        carry(now + timedelta(minutes=5))
    assert fresh(delivery).state == State.PUBLISHED
    assert len(stage.shown(channel)) == 1
    steps = attempts(delivery)
    assert steps[0] == ("publish", "accepted", "")
    assert steps[-1] == ("resume", "published", "")


def test_the_article_comes_first_and_lets_its_followers_go(stage: Stage, carry: Carry, now: datetime) -> None:
    # given
    website, telegram = stage.channel("website"), stage.channel("telegram")
    post = stage.approved([telegram, website], publish_at=now)
    article, message = (post.deliveries.get(channel=channel) for channel in (website, telegram))
    # when
    first = carry()
    second = carry()
    # then
    assert (first, second) == ([article.pk], [message.pk])
    link = fresh(article).link
    assert link.startswith("http")
    (shown,) = stage.shown(telegram)
    assert shown["shared_link"] == link


def test_followers_of_an_article_that_does_not_come_go_out_after_the_grace(
    stage: Stage, carry: Carry, now: datetime
) -> None:
    website, telegram = stage.channel("website"), stage.channel("telegram")
    post = stage.approved([website, telegram], publish_at=now)
    ChannelAccount.objects.filter(channel=website).update(paused_at=now)

    assert carry(now + timedelta(seconds=119)) == []
    assert carry(now + timedelta(seconds=120)) == [post.deliveries.get(channel=telegram).pk]


# --- each class of refusal -------------------------------------------------------------------------------------------

REFUSALS: list[tuple[str, Exception, str, State, str, timedelta | None]] = [
    (
        "content", ContentRejected(ReasonCode.TEXT_TOO_LONG, "too long"),
        "content_rejected", State.REJECTED, "text_too_long", None,
    ),
    (
        "account", AccountRejected(ReasonCode.TOKEN_INVALID, "Unauthorized"),
        "account_rejected", State.PENDING, "token_invalid", None,
    ),
    (
        "settings", Misconfigured(ReasonCode.SETTINGS_WRONG, "no key fits"),
        "account_rejected", State.PENDING, "settings_wrong", None,
    ),
    (
        "moved", AccountRejected(ReasonCode.TARGET_MOVED, new_address="-1009"),
        "account_moved", State.PENDING, "target_moved", timedelta(0),
    ),
    (
        "later", TryLater(ReasonCode.UNREACHABLE, "no route"),
        "try_later", State.PENDING, "unreachable", partial(backoff, 1),
    ),
    (
        "wait", TryLater(ReasonCode.RATE_LIMITED, after=timedelta(seconds=77)),
        "try_later", State.PENDING, "rate_limited", timedelta(seconds=77),
    ),
    (
        "unknown", OutcomeUnknown(ReasonCode.ANSWER_LOST, "read timed out"),
        "outcome_unknown", State.UNKNOWN, "answer_lost", timedelta(seconds=60),
    ),
    (
        "partial", Partial(ReasonCode.PARTLY_OUT, parts=("7", "8")),
        "partial", State.PARTIAL, "partly_out", None,
    ),
    (
        "bug", ZeroDivisionError("division by zero"),
        "outcome_unknown", State.UNKNOWN, "internal", timedelta(seconds=60),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "outcome", "state", "code", "wait"),
    [row[1:] for row in REFUSALS],
    ids=[row[0] for row in REFUSALS],
)
def test_each_refusal_puts_the_delivery_where_the_table_says(
    stage: Stage,
    script: Script,
    carry: Carry,
    now: datetime,
    error: Exception,
    outcome: str,
    state: State,
    code: str,
    wait: timedelta | Callable[[int], timedelta] | None,
) -> None:
    # given
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(error)
    # when
    carry()
    # then
    after = fresh(delivery)
    assert (after.state, after.reason_code, after.lease_token, after.leased_until) == (state, code, "", None)
    assert attempts(delivery) == [("publish", outcome, code)]
    assert changes(delivery)[-1] == ("leased", state.value, code)
    closed = delivery.attempts.get().finished_at
    if wait is None:
        assert after.ready_at is None
    else:
        assert after.ready_at == closed + (wait(delivery.pk) if callable(wait) else wait)
    assert script.calls == [("publish", delivery.key)]


@pytest.mark.parametrize(
    ("error", "paused", "health_code", "mails"),
    [
        (ContentRejected(ReasonCode.TEXT_TOO_LONG), False, "", ["malika@example.org"]),
        (AccountRejected(ReasonCode.RIGHTS_MISSING), True, "rights_missing", EVERYBODY),
        (Misconfigured(ReasonCode.SETTINGS_WRONG), True, "settings_wrong", EVERYBODY),
        (TryLater(ReasonCode.UNREACHABLE), False, "", []),
        (OutcomeUnknown(ReasonCode.ANSWER_LOST), False, "", []),
        (Partial(ReasonCode.PARTLY_OUT), False, "", ["malika@example.org"]),
    ],
    ids=["content", "account", "settings", "later", "unknown", "partial"],
)
def test_each_refusal_does_to_the_account_and_tells_whom_the_table_says(
    stage: Stage,
    script: Script,
    carry: Carry,
    now: datetime,
    mailoutbox: list[Any],
    error: Exception,
    paused: bool,
    health_code: str,
    mails: list[str],
) -> None:
    channel = stage.channel("telegram")
    stage.delivery(channel, publish_at=now)
    mailoutbox.clear()
    script.lay_down(error)

    carry()

    account = ChannelAccount.objects.get(channel=channel)
    assert (account.paused_at is not None, account.health_code) == (paused, health_code)
    assert [person for mail in mailoutbox for person in mail.bcc] == mails


def test_the_detail_of_a_refusal_is_kept_with_the_attempt(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(Partial(ReasonCode.PARTLY_OUT, "2 of 3", parts=("7", "8")))

    carry()

    assert fresh(delivery).parts == ["7", "8"]
    assert delivery.attempts.get().detail == "2 of 3"


def test_a_moved_place_is_followed_at_once(stage: Stage, script: Script, carry: Carry, now: datetime) -> None:
    channel = stage.channel("telegram")
    delivery = stage.delivery(channel, publish_at=now)
    script.lay_down(AccountRejected(ReasonCode.TARGET_MOVED, new_address="-1009"), Published("5"))

    carry()
    carry(now + LATER)

    account = ChannelAccount.objects.get(channel=channel)
    assert (account.address, account.paused_at) == ("-1009", None)
    assert fresh(delivery).state == State.PUBLISHED


def test_a_place_said_to_have_moved_to_where_it_was_looked_for_stops_its_channel(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    channel = stage.channel("telegram")
    delivery = stage.delivery(channel, publish_at=now)
    script.lay_down(*[AccountRejected(ReasonCode.TARGET_MOVED, new_address="-1009")] * 2)

    carry()
    carry(now + LATER)

    account = ChannelAccount.objects.get(channel=channel)
    assert (account.address, account.paused_at is not None, account.health_code) == ("-1009", True, "target_moved")
    assert (fresh(delivery).state, fresh(delivery).ready_at) == (State.PENDING, None)


def test_a_place_that_is_never_where_it_was_said_to_be_is_asked_ever_more_seldom(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(
        *(AccountRejected(ReasonCode.TARGET_MOVED, new_address=address) for address in ("-1009", "-1008", "-1009"))
    )

    carry()
    carry(now + LATER)

    assert fresh(delivery).ready_at == fresh(delivery).attempts.get(number=2).finished_at + backoff(2, delivery.pk)


def test_waits_grow_with_each_attempt_a_platform_turned_away(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(*[TryLater(ReasonCode.UNREACHABLE)] * 6)
    waits = []

    for attempt in range(1, 7):
        carry(now + attempt * timedelta(minutes=30))
        last = delivery.attempts.get(number=attempt)
        waits.append(fresh(delivery).ready_at - last.finished_at)

    assert waits == [backoff(attempt, delivery.pk) for attempt in range(1, 7)]


def test_an_unclear_answer_where_repeating_is_safe_only_waits(
    stage: Stage, script: Script, settings: Any, carry: Carry, now: datetime
) -> None:
    from publishers.registry import publishers

    settings.PUBLISHERS = ["tests.publishers.scripted.ScriptedWebsite"]
    publishers.cache_clear()
    delivery = stage.delivery(stage.channel("website"), publish_at=now)
    script.lay_down(OutcomeUnknown(ReasonCode.SERVER_ERROR), Published("5"))

    carry()
    assert fresh(delivery).state == State.PENDING
    carry(now + LATER)

    assert fresh(delivery).state == State.PUBLISHED
    assert script.calls == [("publish", delivery.post.key)] * 2


# --- two steps -------------------------------------------------------------------------------------------------------


def test_going_on_uses_the_token_of_the_last_answer(stage: Stage, script: Script, carry: Carry, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    wait = timedelta(seconds=10)
    script.lay_down(Accepted("one", wait), Accepted("two", wait), Published("5", "https://example.org/5"))

    for step in range(3):
        carry(now + step * LATER)

    assert script.calls == [("publish", delivery.key), ("resume", "one"), ("resume", "two")]
    assert attempts(delivery) == [
        ("publish", "accepted", ""), ("resume", "accepted", ""), ("resume", "published", ""),
    ]  # fmt: skip
    assert changes(delivery)[2:] == [("leased", "accepted", ""), ("accepted", "published", "")]
    assert fresh(delivery).link == "https://example.org/5"


@pytest.mark.parametrize(
    ("error", "state", "token"),
    [
        (TryLater(ReasonCode.UNREACHABLE), State.ACCEPTED, "one"),
        (TryLater(ReasonCode.NOT_READY), State.PENDING, ""),
        (AccountRejected(ReasonCode.TOKEN_INVALID), State.ACCEPTED, "one"),
        (ContentRejected(ReasonCode.MEDIA_REFUSED), State.REJECTED, "one"),
        (OutcomeUnknown(ReasonCode.ANSWER_LOST), State.UNKNOWN, "one"),
        (Partial(ReasonCode.PARTLY_OUT), State.PARTIAL, "one"),
    ],
    ids=["later", "of no use any more", "account", "content", "unknown", "partial"],
)
def test_a_refusal_of_the_second_step_keeps_what_the_platform_holds_while_it_is_of_use(
    stage: Stage, script: Script, carry: Carry, now: datetime, error: Exception, state: State, token: str
) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(Accepted("one", timedelta(0)), error)

    carry()
    carry(now + LATER)

    after = fresh(delivery)
    assert (after.state, after.resume_token) == (state, token)
