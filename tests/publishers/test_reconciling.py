"""What may be out is looked for: found, sent again only when it is certainly not there, or left to a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from publishers.contract import Accepted, CannotTell, NotFound, Published
from publishers.errors import (
    AccountRejected,
    OutcomeUnknown,
    ReasonCode,
    TryLater,
)
from publishers.models import ChannelAccount
from publishers.rules import backoff
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import attempts, changes, lost


def test_what_is_found_is_published_and_not_sent_again(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    script.lay_down(Published("5", "https://example.org/5", found=True))

    carry(now + timedelta(hours=1))

    assert (fresh(delivery).state, fresh(delivery).link) == (State.PUBLISHED, "https://example.org/5")
    assert attempts(delivery)[-1] == ("find", "found", "")
    assert [step for step, _ in script.calls] == ["publish", "find"]


def test_once_not_found_is_not_enough_and_twice_sends_it_again(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    script.lay_down(NotFound(), NotFound(), Published("5"))

    carry(now + timedelta(hours=1))
    once = fresh(delivery)
    assert (once.state, once.looks, once.reason_code) == (State.UNKNOWN, 1, "answer_lost")
    carry(now + timedelta(hours=2))
    twice = fresh(delivery)
    assert (twice.state, twice.looks, twice.reason_code) == (State.PENDING, 0, "")
    carry(now + timedelta(hours=3))

    assert fresh(delivery).state == State.PUBLISHED
    assert [step for step, _ in script.calls] == ["publish", "find", "find", "publish"]


def test_a_platform_that_loses_one_call_after_the_other_is_called_ever_more_seldom_until_one_gets_through(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    again = [NotFound(), NotFound(), OutcomeUnknown(ReasonCode.ANSWER_LOST)]
    script.lay_down(*again * 3, NotFound(), NotFound(), Accepted("one", timedelta(0)), TryLater(ReasonCode.UNREACHABLE))
    waits, hours = [], iter(range(1, 20))

    for _round in range(4):
        for _look in range(2):
            carry(now + timedelta(hours=next(hours)))
        waits.append(fresh(delivery).ready_at - delivery.attempts.last().finished_at)
        carry(now + timedelta(hours=next(hours)))
    carry(now + timedelta(hours=next(hours)))

    assert waits == [timedelta(0), *(backoff(failures, delivery.pk) for failures in (3, 4, 5))]
    # what got through begins the count anew
    after = fresh(delivery)
    assert (after.failures, after.ready_at) == (1, delivery.attempts.last().finished_at + backoff(1, delivery.pk))


def test_absence_believed_goes_on_with_what_the_platform_holds(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now, Accepted("one", timedelta(0)))
    script.lay_down(NotFound(), NotFound(), Published("5"))

    for hour in (1, 2, 3):
        carry(now + timedelta(hours=hour))

    assert script.calls[2:] == [("find", "one"), ("find", "one"), ("resume", "one")]
    assert changes(delivery)[-2:] == [("unknown", "accepted", ""), ("accepted", "published", "")]


def test_what_an_account_blocked_as_spam_did_not_get_out_stops_the_account_and_is_not_tried_on(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    # given a platform that took the post in, and then blocked the action as spam
    channel = stage.channel("telegram")
    delivery = stage.delivery(channel, publish_at=now)
    script.lay_down(Accepted("one", timedelta(0)), OutcomeUnknown(ReasonCode.ACCOUNT_RESTRICTED, "spam"))
    carry()
    carry(now + timedelta(minutes=1))
    assert fresh(delivery).state == State.UNKNOWN

    # when it is certain by two looks that nothing came out of it
    script.lay_down(NotFound(), NotFound())
    carry(now + timedelta(hours=1))
    carry(now + timedelta(hours=2))

    # then a person has to mend the account first
    account = ChannelAccount.objects.get(channel=channel)
    assert (account.paused_at is not None, account.health_code) == (True, "account_restricted")
    assert (fresh(delivery).state, fresh(delivery).ready_at) == (State.ACCEPTED, None)
    assert [step for step, _ in script.calls] == ["publish", "resume", "find", "find"]


@pytest.mark.parametrize("answer", [CannotTell("private chat"), NotFound(conclusive=False)], ids=["cannot", "miss"])
def test_after_four_looks_that_prove_nothing_a_person_decides(
    stage: Stage, script: Script, carry: Carry, now: datetime, answer: CannotTell | NotFound
) -> None:
    # given
    delivery = lost(stage, script, carry, now)
    script.lay_down(*[answer] * 4)
    waits = []
    # when
    for look in range(1, 5):
        carry(now + timedelta(hours=look))
        ready, looked = fresh(delivery).ready_at, delivery.attempts.order_by("-number")[0].finished_at
        waits.append(ready and (ready - looked).total_seconds())
    # then
    assert waits == [60, 300, 900, None]
    assert carry(now + timedelta(days=1)) == []
    assert fresh(delivery).state == State.UNKNOWN
    assert [step for step, _ in script.calls] == ["publish", "find", "find", "find", "find"]


@pytest.mark.parametrize(
    "trouble",
    [AccountRejected(ReasonCode.TOKEN_INVALID), ZeroDivisionError("division by zero")],
    ids=["account", "bug"],
)
def test_trouble_while_looking_is_a_look_that_cannot_tell_and_never_sends_again(
    stage: Stage, script: Script, carry: Carry, now: datetime, trouble: Exception
) -> None:
    delivery = lost(stage, script, carry, now)
    script.lay_down(trouble)

    carry(now + timedelta(hours=1))

    after = fresh(delivery)
    assert (after.state, after.looks) == (State.UNKNOWN, 1)
    assert attempts(delivery)[-1][:2] == ("find", "cannot_tell")


def test_a_token_no_key_opens_any_more_does_not_turn_unknown_into_send_again(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    ChannelAccount.objects.filter(channel=delivery.channel).update(stored_secret="written with a key that is gone")

    carry(now + timedelta(hours=1))

    assert fresh(delivery).state == State.UNKNOWN
    assert fresh(delivery).channel.account.paused_at is not None
    assert [step for step, _ in script.calls] == ["publish"]


def test_facebook_finds_what_it_took_though_its_answer_was_lost(stage: Stage, carry: Carry, now: datetime) -> None:
    channel = stage.channel("facebook")
    delivery = stage.delivery(channel, publish_at=now)
    stage.sandbox.fault("facebook", "accept_then_drop", "feed", target=channel.account.address)

    carry()
    assert fresh(delivery).state == State.UNKNOWN
    carry(now + timedelta(minutes=5))

    assert fresh(delivery).state == State.PUBLISHED
    assert len(stage.shown(channel)) == 1


def test_settle_seconds_of_the_settings_replace_the_platforms_own(
    stage: Stage, script: Script, settings: Any, carry: Carry, now: datetime
) -> None:
    settings.SETTLE = timedelta(seconds=2)

    delivery = lost(stage, script, carry, now)

    assert fresh(delivery).ready_at == delivery.attempts.get().finished_at + timedelta(seconds=2)
