"""Accounts: connected, checked, paused, held and resumed, and how their deliveries wait and go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel
from publishers import accounts, health
from publishers.contract import AccountReport, Published
from publishers.errors import AccountRejected, ReasonCode, TryLater
from publishers.models import ChannelAccount, Delivery
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage


@pytest.fixture
def telegram(stage: Stage) -> Channel:
    return stage.channel("telegram")


def account_of(channel: Channel) -> ChannelAccount:
    return ChannelAccount.objects.select_related("channel").get(channel=channel)


def test_a_revoked_token_makes_the_others_wait_unharmed_until_staff_reconnect(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime, mailoutbox: list[Any]
) -> None:
    # given: three posts for one channel whose token is revoked, one for a channel that is well
    rows = [stage.delivery(telegram, publish_at=now) for _ in range(3)]
    well = stage.channel("telegram")
    other = stage.delivery(well, publish_at=now)
    stage.sandbox.fault("telegram", "revoke_token", "*", target=account_of(telegram).address)
    mailoutbox.clear()
    # when
    for minutes in range(0, 20, 5):
        carry(now + timedelta(minutes=minutes))
    # then: one attempt was enough to know, the other two were never tried, one mail went to each
    assert [fresh(row).state for row in rows] == [State.PENDING] * 3
    assert [row.attempts.count() for row in rows] == [1, 0, 0]
    assert [fresh(row).ready_at for row in rows] == [None, None, None]
    assert fresh(other).state == State.PUBLISHED
    assert [mail.bcc for mail in mailoutbox] == [["malika@example.org", "rustam@example.org"]]
    paused = account_of(telegram)
    assert (paused.health, paused.health_code, paused.paused_at is not None) == ("failing", "token_invalid", True)

    # when: a new token is put in
    stage.sandbox.session.delete(f"{stage.sandbox.url}/__control__/faults", timeout=10)
    accounts.replace_access(paused, address=paused.address, secret="", now=now)
    for minutes in range(0, 20, 5):
        carry(now + timedelta(minutes=minutes))
    # then
    assert [fresh(row).state for row in rows] == [State.PUBLISHED] * 3
    assert len(stage.shown(telegram)) == 3
    resumed = account_of(telegram)
    assert (resumed.health, resumed.health_code, resumed.paused_at) == ("ok", "", None)


def test_staff_are_told_once_however_often_an_account_is_refused(
    stage: Stage, telegram: Channel, now: datetime, mailoutbox: list[Any]
) -> None:
    account = account_of(telegram)

    for minutes in range(3):
        at = now + timedelta(minutes=minutes)
        accounts.pause_account(account.pk, code="token_invalid", detail="Unauthorized", now=at)

    assert len(mailoutbox) == 1
    assert account_of(telegram).paused_at == now


def test_a_post_approved_while_its_channel_is_paused_waits_too(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    accounts.pause_account(account_of(telegram).pk, code="token_invalid", detail="", now=now)
    delivery = stage.delivery(telegram, publish_at=now)
    assert delivery.ready_at is None

    accounts.resume_account(account_of(telegram), now=now)

    assert fresh(delivery).ready_at == now
    assert carry() == [delivery.pk]


def test_what_is_not_due_yet_waits_for_its_slot_after_reconnection(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    slot = now + timedelta(days=2)
    delivery = stage.delivery(telegram, publish_at=slot)
    accounts.pause_account(account_of(telegram).pk, code="token_invalid", detail="", now=now)
    assert fresh(delivery).ready_at is None

    accounts.resume_account(account_of(telegram), now=now)

    assert fresh(delivery).ready_at == slot


def test_a_pause_leaves_alone_what_is_under_way_or_finished(
    stage: Stage, telegram: Channel, carry: Carry, script: Script, now: datetime
) -> None:
    # given: while the call is made somebody else finds the account gone
    delivery = stage.delivery(telegram, publish_at=now)
    account = account_of(telegram)

    def meanwhile() -> Published:
        accounts.pause_account(account.pk, code="token_invalid", detail="", now=now)
        assert fresh(delivery).state == State.LEASED
        return Published("5")

    script.lay_down(meanwhile)
    # when
    carry()
    # then
    assert fresh(delivery).state == State.PUBLISHED


def test_a_named_wait_holds_the_whole_account(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    # given
    first, second = (stage.delivery(telegram, publish_at=now) for _ in range(2))
    script.lay_down(TryLater(ReasonCode.RATE_LIMITED, after=timedelta(seconds=600)), Published("5"), Published("6"))
    carry()
    until = account_of(telegram).held_until
    assert until == first.attempts.get().finished_at + timedelta(seconds=600)
    # when, then: what waits, and what is approved meanwhile, starts no earlier
    third = stage.delivery(telegram, publish_at=now)
    assert carry(until - timedelta(seconds=1)) == []
    assert second.attempts.count() == third.attempts.count() == 0
    started = [carry(until + timedelta(seconds=seconds)) for seconds in (0, 3)]
    assert [len(ids) for ids in started] == [1, 1]


def test_a_platform_whose_limits_are_nearly_used_up_is_left_alone_and_the_post_stays_published(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    first, second = (stage.delivery(telegram, publish_at=now) for _ in range(2))
    script.lay_down(Published("5", wait=timedelta(seconds=90)), Published("6"))

    carry()

    until = account_of(telegram).held_until
    assert until == first.attempts.get().finished_at + timedelta(seconds=90)
    assert (fresh(first).state, fresh(first).external_id) == (State.PUBLISHED, "5")
    assert (carry(until - timedelta(seconds=1)), fresh(second).state) == ([], State.PENDING)
    carry(until)
    assert fresh(second).state == State.PUBLISHED


def test_a_shorter_wait_does_not_end_a_longer_one(telegram: Channel, now: datetime) -> None:
    account = account_of(telegram)
    accounts.hold_account(account.pk, until=now + timedelta(minutes=10))
    accounts.hold_account(account.pk, until=now + timedelta(minutes=1))

    assert account_of(telegram).held_until == now + timedelta(minutes=10)


def test_flood_control_of_the_platform_uses_up_no_post(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    stage.sandbox.fault("telegram", "rate_limited", "sendMessage", target=account_of(telegram).address, retry_after=30)

    carry()
    held = fresh(delivery)
    assert (held.state, held.reason_code) == (State.PENDING, "rate_limited")
    assert account_of(telegram).paused_at is None
    carry(now + timedelta(minutes=5))

    assert fresh(delivery).state == State.PUBLISHED
    assert len(stage.shown(telegram)) == 1


def test_a_check_that_succeeds_lets_a_paused_account_go_on(
    stage: Stage, telegram: Channel, script: Script, now: datetime
) -> None:
    accounts.pause_account(account_of(telegram).pk, code="token_invalid", detail="", now=now)
    delivery = stage.delivery(telegram, publish_at=now)
    script.report = AccountReport("Hokimlik kanali", ("bot @namuna_bot",))

    accounts.check_account(account_of(telegram), now=now)

    account = account_of(telegram)
    assert (account.title, account.health, account.health_detail) == ("Hokimlik kanali", "ok", "bot @namuna_bot")
    assert (account.paused_at, account.checked_at) == (None, now)
    assert fresh(delivery).ready_at == now


def test_a_check_that_fails_writes_down_why_and_pauses_nothing(
    stage: Stage, telegram: Channel, script: Script, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    script.report = AccountRejected(ReasonCode.RIGHTS_MISSING, "not a member")

    accounts.check_account(account_of(telegram), now=now)

    account = account_of(telegram)
    assert (account.health, account.health_code, account.health_detail) == ("failing", "rights_missing", "not a member")
    assert account.paused_at is None
    assert fresh(delivery).ready_at == now


def test_checking_all_leaves_out_channels_no_longer_in_use(stage: Stage, script: Script, now: datetime) -> None:
    used, unused = stage.channel("telegram"), stage.channel("telegram")
    Channel.objects.filter(pk=unused.pk).update(is_active=False)

    checked = health.check_all(now=now)

    assert [account.channel for account in checked] == [used]
    assert account_of(unused).checked_at is None


def test_a_token_is_stored_encrypted_and_an_empty_one_keeps_the_old(
    stage: Stage, telegram: Channel, script: Script, now: datetime
) -> None:
    from publishers.credentials import decrypt

    account = account_of(telegram)
    old = decrypt(account.stored_secret)
    assert old
    assert old not in account.stored_secret

    accounts.replace_access(account, address="@yangi", secret="", now=now)
    assert (account_of(telegram).address, decrypt(account_of(telegram).stored_secret)) == ("@yangi", old)
    accounts.replace_access(account_of(telegram), address="@yangi", secret="a fresh one", now=now)
    assert decrypt(account_of(telegram).stored_secret) == "a fresh one"


def test_going_on_and_looking_wait_for_reconnection_only_where_they_would_send(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    going_on, looking = (stage.delivery(telegram, publish_at=now) for _ in range(2))
    Delivery.objects.filter(pk=going_on.pk).update(state=State.ACCEPTED)
    Delivery.objects.filter(pk=looking.pk).update(state=State.UNKNOWN)

    accounts.pause_account(account_of(telegram).pk, code="token_invalid", detail="", now=now)

    assert (fresh(going_on).ready_at, fresh(looking).ready_at) == (None, now)


def test_the_daily_check_tells_staff_of_a_lost_access_once_and_long_before_a_post_is_due(
    stage: Stage, script: Script, telegram: Channel, now: datetime, mailoutbox: list[Any]
) -> None:
    script.report = AccountRejected(ReasonCode.TOKEN_INVALID, "Unauthorized")

    for day in range(2):
        health.check_all(now=now + timedelta(days=day))

    account = account_of(telegram)
    assert (account.health, account.health_code, account.paused_at) == ("failing", "token_invalid", now)
    assert [mail.bcc for mail in mailoutbox] == [["malika@example.org", "rustam@example.org"]]


def test_a_platform_that_is_away_when_checked_pauses_nothing(
    stage: Stage, script: Script, telegram: Channel, now: datetime, mailoutbox: list[Any]
) -> None:
    script.report = TryLater(ReasonCode.UNREACHABLE)

    health.check_all(now=now)

    assert (account_of(telegram).health_code, account_of(telegram).paused_at) == ("unreachable", None)
    assert mailoutbox == []


def test_a_bug_in_one_check_keeps_no_other_channel_from_being_checked(
    stage: Stage, script: Script, telegram: Channel, now: datetime
) -> None:
    website = stage.channel("website")
    script.report = ValueError("access_token=abcdefgh1234")  # type: ignore[assignment]

    health.check_all(now=now)

    failed = account_of(telegram)
    assert (failed.health, failed.health_code, failed.health_detail) == (
        "failing",
        "internal",
        "ValueError: access_token=***",
    )
    assert account_of(website).health == "ok"
