"""A post that went out without its link is asked for it again: seldom, a few times, and without a second post."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel
from publishers import changing, delivering, outbox
from publishers.accounts import pause_account, resume_account
from publishers.contract import CannotTell, Published, Withdrawn
from publishers.decisions import DecisionRefused, give_link
from publishers.errors import AccountRejected, ReasonCode, TryLater
from publishers.models import ChannelAccount, Delivery
from publishers.queries import next_delivery_instant
from publishers.registry import publishers
from publishers.rules import LINK_AGAIN
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import attempts

LINK = "https://t.me/namuna/7"
BARE = Published("7", "", ("7", "8"))
WAITS = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]


@pytest.fixture
def locating(script: Script, settings: Any) -> Script:
    settings.PUBLISHERS = ["tests.publishers.scripted.ScriptedLocator", *settings.PUBLISHERS[2:]]
    publishers.cache_clear()
    return script


@pytest.fixture
def bare(stage: Stage, locating: Script, telegram: Channel, carry: Carry, now: datetime) -> Delivery:
    """A post that is out, and whose link could not be read."""
    delivery = stage.delivery(telegram, publish_at=now)
    locating.lay_down(BARE)
    carry(now)
    return fresh(delivery)


def asked_at(delivery: Delivery, number: int) -> datetime:
    return delivery.attempts.get(number=number).finished_at


def history(delivery: Delivery) -> list[tuple[str, str, str, str]]:
    return list(delivery.changes.order_by("pk").values_list("old", "new", "reason_code", "note"))


def test_the_link_is_read_a_minute_later_and_stands_in_the_log(
    locating: Script, bare: Delivery, carry: Carry, now: datetime
) -> None:
    assert (bare.state, bare.link, bare.reason_code) == ("published", "", "link_awaited")
    assert bare.ready_at == asked_at(bare, 1) + timedelta(minutes=1) == next_delivery_instant()
    # when
    locating.lay_down(Published("7", LINK, ("7", "8")))
    carry(bare.ready_at)
    # then
    done = fresh(bare)
    assert (done.state, done.link, done.reason_code, done.ready_at) == ("published", LINK, "", None)
    assert (done.external_id, done.parts) == ("7", ["7", "8"])
    assert attempts(bare) == [("publish", "published", "link_awaited"), ("link", "found", "")]
    assert history(bare)[-2:] == [
        ("leased", "published", "link_awaited", ""),
        ("published", "published", "", "the link was read later"),
    ]
    assert locating.calls[1:] == [("locate", "7")]
    assert carry(now + timedelta(days=9)) == []


def test_it_is_asked_for_ever_more_seldom_and_then_left_with_a_word(
    locating: Script, bare: Delivery, carry: Carry, now: datetime
) -> None:
    # given every way in which asking fails; a refusal says nothing of publishing
    locating.lay_down(
        TryLater(ReasonCode.UNREACHABLE, "refused"),
        CannotTell("not yet"),
        AccountRejected(ReasonCode.RIGHTS_MISSING, "no right to read"),
        ValueError("a bug"),
        CannotTell("never"),
    )
    waits = []
    # when
    while (due := fresh(bare).ready_at) is not None:
        waits.append(due - asked_at(bare, len(waits) + 1))
        carry(due)
    # then
    assert waits == WAITS == list(LINK_AGAIN)
    left = fresh(bare)
    assert (left.state, left.link, left.reason_code) == ("published", "", "link_unread")
    assert [(step, outcome) for step, outcome, _code in attempts(bare)[1:]] == [
        ("link", "try_later"),
        ("link", "cannot_tell"),
        ("link", "try_later"),
        ("link", "cannot_tell"),
        ("link", "cannot_tell"),
    ]
    assert history(bare)[-1] == ("published", "published", "link_unread", "never")
    assert [step for step, _key in locating.calls] == ["publish", *["locate"] * 5]
    assert ChannelAccount.objects.get(channel=bare.channel_id).paused_at is None


def test_a_place_without_links_is_asked_once(locating: Script, bare: Delivery, carry: Carry) -> None:
    locating.lay_down(Published("7", note="a basic group has no links"))

    carry(bare.ready_at)

    left = fresh(bare)
    assert (left.reason_code, left.ready_at, left.external_id) == ("", None, "7")
    assert bare.attempts.get(number=2).detail == "a basic group has no links"
    assert history(bare)[-1] == ("published", "published", "", "a basic group has no links")


def test_a_wait_the_platform_names_holds_the_account_and_costs_no_turn(
    locating: Script, bare: Delivery, carry: Carry
) -> None:
    locating.lay_down(TryLater(ReasonCode.RATE_LIMITED, "slow down", after=timedelta(minutes=40)))

    carry(bare.ready_at)

    held = fresh(bare)
    until = asked_at(bare, 2) + timedelta(minutes=40)
    assert (held.ready_at, held.looks, held.reason_code) == (until, 0, "link_awaited")
    assert held.channel.account.held_until == until


def test_links_wait_while_the_channel_is_paused_and_come_one_at_a_time_without_taking_a_turn_from_a_post(
    stage: Stage, locating: Script, bare: Delivery, telegram: Channel, carry: Carry, now: datetime
) -> None:
    # given two posts without links on a channel that is paused
    second = stage.delivery(telegram, publish_at=now, title="Ikkinchi")
    locating.lay_down(BARE)
    carry(now + timedelta(seconds=40))
    account = ChannelAccount.objects.get(channel=telegram)
    pause_account(account.pk, code="token_invalid", detail="", now=now)
    assert [fresh(each).ready_at for each in (bare, second)] == [None, None]
    # when it goes on, and a third post is due
    later = now + timedelta(hours=1)
    resume_account(account, now=later)
    third = stage.delivery(telegram, publish_at=later, title="Uchinchi")
    claims = [claim.delivery_id for claim in outbox.claim(now=later, lease=timedelta(minutes=2), limit=10)]
    # then
    assert sorted(claims) == [bare.pk, third.pk]
    assert fresh(second).ready_at == later + timedelta(seconds=3)


def test_a_change_comes_before_the_link_which_is_asked_for_afterwards(
    stage: Stage, locating: Script, bare: Delivery, carry: Carry, now: datetime
) -> None:
    # given a worker that asks for the link while somebody takes the post back
    (claim,) = outbox.claim(now=bare.ready_at, lease=timedelta(minutes=2), limit=10)

    def taken_back_meanwhile() -> CannotTell:
        changing.withdraw_post(bare.post, actor=stage.approver, reason="Xato", now=now)
        return CannotTell("not yet")

    locating.lay_down(taken_back_meanwhile, Withdrawn())
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    # when
    carry(now + timedelta(hours=1))
    # then
    gone = fresh(bare)
    assert (gone.state, gone.reason_code, gone.ready_at) == ("withdrawn", "", None)
    assert [step for step, _key in locating.calls] == ["publish", "locate", "withdraw"]


def test_a_correction_that_names_no_link_leaves_it_asked_for(
    stage: Stage, locating: Script, bare: Delivery, carry: Carry, now: datetime
) -> None:
    Delivery.objects.filter(pk=bare.pk).update(change="amend", change_rendition=bare.rendition, ready_at=now)
    locating.lay_down(Published("7"))

    carry(now + timedelta(hours=1))

    amended = fresh(bare)
    assert (amended.change, amended.reason_code) == ("", "link_awaited")
    assert amended.ready_at == asked_at(bare, 2) + timedelta(minutes=1)


def test_a_worker_lost_while_asking_leaves_the_post_published_and_asked_for_again(
    locating: Script, bare: Delivery, carry: Carry
) -> None:
    (claim,) = outbox.claim(now=bare.ready_at, lease=timedelta(minutes=2), limit=10)
    outbox.open_attempt(bare, claim.lease_token, step="link", now=bare.ready_at)
    lost_at = bare.ready_at + timedelta(minutes=3)
    outbox.recover_expired(now=lost_at)

    locating.lay_down(Published("7", LINK))
    carry(lost_at + timedelta(minutes=2))

    assert (fresh(bare).state, fresh(bare).link) == ("published", LINK)
    assert attempts(bare)[1:] == [("link", "lost", "worker_lost"), ("link", "found", "")]


def test_a_link_pasted_by_a_person_ends_the_asking(
    stage: Stage, locating: Script, bare: Delivery, carry: Carry, now: datetime
) -> None:
    give_link(bare.pk, link=LINK, actor=stage.approver, now=now)

    given = fresh(bare)
    assert (given.state, given.link, given.reason_code, given.ready_at) == ("published", LINK, "", None)
    line = bare.changes.order_by("pk").last()
    assert (line.actor, line.note) == (stage.approver, "the link was pasted by a person")
    with pytest.raises(DecisionRefused):
        give_link(bare.pk, link=LINK, actor=stage.approver, now=now)


def test_a_kind_that_cannot_be_asked_is_left_as_it_is(
    stage: Stage, script: Script, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    script.lay_down(BARE)
    carry(now)

    assert (fresh(delivery).reason_code, fresh(delivery).ready_at) == ("", None)
