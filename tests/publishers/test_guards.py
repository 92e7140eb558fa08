"""What is never sent: what nobody approved in this form, and what this worker has no lease for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from content.models import Rendition
from content.pictures import freeze_bytes, read_frozen
from publishers import delivering, outbox
from publishers.contract import Published
from publishers.models import Attempt, Delivery
from publishers.registry import publishers
from publishers.states import State
from tests.publishers.adapters.posts import jpeg
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import attempts, lost, opened


def change_text(delivery: Delivery) -> None:
    Rendition.objects.filter(pk=delivery.rendition_id).update(text="Boshqa matn")


def change_alternative_text(delivery: Delivery) -> None:
    rendition = delivery.rendition
    rendition.pictures = [{**row, "alt": "Boshqa rasm"} for row in rendition.pictures]
    rendition.save(update_fields=["pictures"])


def change_picture(delivery: Delivery) -> None:
    with default_storage.open(delivery.rendition.pictures[0]["name"], "wb") as file:
        file.write(jpeg(200))


def swap_picture(delivery: Delivery) -> None:
    other = freeze_bytes(jpeg(30), "Rasm")
    Rendition.objects.filter(pk=delivery.rendition_id).update(pictures=[other.as_row()])


def lose_picture(delivery: Delivery) -> None:
    default_storage.delete(delivery.rendition.pictures[0]["name"])


def withdraw_approval(delivery: Delivery) -> None:
    Rendition.objects.filter(pk=delivery.rendition_id).update(approved_at=None)


@pytest.mark.parametrize(
    "tamper",
    [change_text, change_alternative_text, change_picture, swap_picture, lose_picture, withdraw_approval],
)
def test_what_is_not_what_was_approved_is_not_sent_and_its_author_is_told(
    stage: Stage, carry: Carry, now: datetime, mailoutbox: list[Any], tamper: Callable[[Delivery], None]
) -> None:
    # given: the card drawn for Instagram is part of what was approved
    channel = stage.channel("instagram")
    delivery = stage.delivery(channel, publish_at=now, title=f"Ochiqlik kuni {tamper.__name__}")
    tamper(delivery)
    mailoutbox.clear()
    # when
    carry()
    # then
    after = fresh(delivery)
    assert (after.state, after.reason_code, after.leased_until) == (State.REJECTED, "approval_changed", None)
    assert not delivery.attempts.exists()
    assert not [call for call in stage.sandbox.calls(platform="instagram") if channel.account.address in call["path"]]
    assert [mail.bcc for mail in mailoutbox] == [["malika@example.org"]]


def test_a_picture_that_was_half_written_when_the_service_was_killed_is_written_anew(
    stage: Stage,
) -> None:
    # given
    frozen = freeze_bytes(jpeg(77), "Rasm")
    with default_storage.open(frozen.name, "wb") as file:
        file.write(jpeg(77)[:100])
    # when
    again = freeze_bytes(jpeg(77), "Rasm")
    # then
    assert again == frozen
    assert read_frozen(again.name) == jpeg(77)


def test_a_tampered_form_of_a_post_that_may_be_out_waits_for_a_person(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    change_text(delivery)

    carry(now + timedelta(hours=1))

    after = fresh(delivery)
    assert (after.state, after.reason_code, after.ready_at) == (State.UNKNOWN, "approval_changed", None)
    assert [step for step, _ in script.calls] == ["publish"]


def test_a_bug_before_the_call_rejects_the_delivery(stage: Stage, script: Script, carry: Carry, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    Rendition.objects.filter(pk=delivery.rendition_id).update(pictures=[{"name": "nothing more"}])

    carry()

    after = fresh(delivery)
    assert (after.state, after.reason_code, after.detail) == (State.REJECTED, "internal", "KeyError: 'checksum'")
    assert script.calls == []


# --- leases ----------------------------------------------------------------------------------------------------------


def test_a_message_that_comes_after_its_lease_ran_out_does_nothing(stage: Stage, script: Script, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=-1), limit=1)

    delivering.carry_out(claim.delivery_id, claim.lease_token)

    assert not delivery.attempts.exists()
    assert script.calls == []


def test_a_message_with_another_token_or_none_does_nothing(stage: Stage, script: Script, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)

    delivering.carry_out(delivery.pk, "0" * 32)
    delivering.carry_out(delivery.pk, "")

    assert not delivery.attempts.exists()
    assert script.calls == []


def test_a_message_delivered_twice_makes_one_call(stage: Stage, script: Script, now: datetime) -> None:
    # given
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)

    def again_meanwhile() -> Published:
        delivering.carry_out(claim.delivery_id, claim.lease_token)
        return Published("5")

    script.lay_down(again_meanwhile)
    # when
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    # then
    assert script.calls == [("publish", delivery.key)]
    assert fresh(delivery).state == State.PUBLISHED


def test_whoever_lost_the_lease_writes_nothing_of_what_it_found_out(
    stage: Stage, script: Script, now: datetime
) -> None:
    # given: the call takes longer than the lease, which beat takes back meanwhile
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)

    def slow() -> Published:
        assert outbox.recover_expired(now=now + timedelta(hours=1)) == 1
        return Published("5")

    script.lay_down(slow)
    # when
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    # then
    after = fresh(delivery)
    assert (after.state, after.external_id) == (State.UNKNOWN, "")
    assert attempts(delivery) == [("publish", "lost", "worker_lost")]


def test_the_lease_counts_anew_from_the_beginning_of_the_call(
    stage: Stage, script: Script, settings: Any, now: datetime
) -> None:
    # given: the message waited nearly as long as its lease for a free worker
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(seconds=30), limit=1)
    seen: list[datetime | None] = []

    def look() -> Published:
        seen.append(fresh(delivery).leased_until)
        return Published("5")

    script.lay_down(look)
    # when
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    # then
    assert seen == [Attempt.objects.get().started_at + settings.LEASE]


# --- a kind without an adapter ---------------------------------------------------------------------------------------


@pytest.fixture
def without_telegram(stage: Stage, settings: Any) -> Iterator[Callable[[], None]]:
    """Takes the adapter out of the settings, as an operator may between two starts."""

    def take_out() -> None:
        settings.PUBLISHERS = [path for path in settings.PUBLISHERS if "telegram" not in path]
        publishers.cache_clear()

    yield take_out
    publishers.cache_clear()


def test_a_channel_whose_kind_nobody_serves_is_paused_and_holds_up_no_other(
    stage: Stage, carry: Carry, now: datetime, without_telegram: Callable[[], None]
) -> None:
    orphan = stage.delivery(stage.channel("telegram"), publish_at=now)
    article = stage.delivery(stage.channel("website"), publish_at=now)
    without_telegram()

    carry()

    assert fresh(article).state == State.PUBLISHED
    after = fresh(orphan)
    assert (after.state, after.reason_code, after.ready_at) == (State.PENDING, "settings_wrong", None)
    assert after.channel.account.paused_at is not None


def test_a_call_left_open_by_a_kind_nobody_serves_any_more_is_taken_back(
    stage: Stage, now: datetime, without_telegram: Callable[[], None]
) -> None:
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    opened(claim, now)
    without_telegram()

    assert outbox.recover_expired(now=now + timedelta(hours=1)) == 1

    assert fresh(delivery).state == State.UNKNOWN
