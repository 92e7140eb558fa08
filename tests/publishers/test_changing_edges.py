"""After publishing, where it is easily got wrong: restored posts, proofs, limits of patience, files that are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from content.models import Channel, Rendition
from publishers import changing, outbox
from publishers.contract import Published, Withdrawn
from publishers.errors import ReasonCode, TryLater
from publishers.models import Delivery, StateChange
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script, ScriptedPublisher
from tests.publishers.stage import Stage
from tests.publishers.test_changing import corrected, later
from tests.publishers.written import opened


@pytest.fixture
def out(stage: Stage, script: Script, telegram: Channel, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(telegram, publish_at=now)
    script.lay_down(Published("7", "https://t.me/namuna/7"))
    carry(now)
    return fresh(delivery)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def taken_back(out: Delivery, stage: Stage, script: Script, carry: Carry, now: datetime) -> None:
    changing.withdraw_post(out.post, actor=stage.approver, reason="Xato", now=now)
    script.lay_down(Withdrawn())
    carry(later(now))


def test_what_is_published_again_carries_the_text_approved_last(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    taken_back(out, stage, script, carry, now)
    corrected(stage, out.post, "Toʻgʻri matn.")

    again = changing.publish_again(out.pk, actor=stage.approver, now=later(now), note="Tuzatildi")

    assert "Toʻgʻri matn" in again.rendition.text


def test_a_newer_approval_replaces_what_waits_to_be_published_again(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    taken_back(out, stage, script, carry, now)
    changing.publish_again(out.pk, actor=stage.approver, now=later(now), note="Qaytdi")

    corrected(stage, out.post, "Toʻgʻri matn.")

    assert states() == ["withdrawn", "cancelled", "pending"]


def test_what_people_have_is_told_of_at_once_and_keeps_its_text(
    stage: Stage, script: Script, out: Delivery, now: datetime
) -> None:
    Delivery.objects.filter(pk=out.pk).update(state=State.AWAITING_PROOF)

    corrected(stage, out.post, "Yangi matn.")

    told = fresh(out)
    assert (told.change, told.change_code, "Yangi matn" in told.rendition.text) == ("", "cannot_amend", False)


def test_where_nothing_can_be_amended_people_are_told_without_a_call(
    stage: Stage, script: Script, out: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedPublisher, "capabilities", replace(ScriptedPublisher.capabilities, can_amend=False))

    corrected(stage, out.post, "Yangi matn.")

    assert (fresh(out).change, fresh(out).change_code, fresh(out).ready_at) == ("", "cannot_amend", None)
    assert [call[0] for call in script.calls] == ["publish"]


def test_after_a_day_of_waiting_people_are_asked(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    long_ago = now - timedelta(days=1, minutes=1)
    StateChange.objects.filter(delivery=out, old="published", new="published").update(at=long_ago)
    Delivery.objects.filter(pk=out.pk).update(finished_at=long_ago)
    script.lay_down(TryLater(ReasonCode.UNREACHABLE))

    carry(later(now))

    assert (fresh(out).change, fresh(out).change_code) == ("", "unreachable")


def test_a_text_that_is_damaged_here_can_still_be_taken_back_there(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    Rendition.objects.filter(pk=out.rendition_id).update(text="buzilgan")

    taken_back(out, stage, script, carry, now)

    assert fresh(out).state == "withdrawn"


def test_a_change_is_claimed_once(stage: Stage, script: Script, out: Delivery, now: datetime) -> None:
    corrected(stage, out.post, "Yangi matn.")

    first = outbox.claim(now=later(now), lease=timedelta(minutes=2), limit=10)
    second = outbox.claim(now=later(now), lease=timedelta(minutes=2), limit=10)

    assert ([one.delivery_id for one in first], second) == ([out.pk], [])


def test_taking_back_beats_a_correction_that_waits(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    taken_back(out, stage, script, carry, now)
    corrected(stage, out.post, "Yana yangi matn.")

    assert [call[0] for call in script.calls] == ["publish", "withdraw"]
    assert states() == ["withdrawn"]


def lose_workers(times: int, at: datetime, step: str) -> datetime:
    """Workers that die in the middle of the call, one after the other; when the next one may start."""
    for _time in range(times):
        (claim,) = outbox.claim(now=at, lease=timedelta(minutes=2), limit=1)
        opened(claim, at, step)
        assert outbox.recover_expired(now=at + timedelta(minutes=3)) == 1
        at += timedelta(minutes=10)
    return at


@pytest.mark.parametrize(
    ("step", "told"), [("amend", "could not be corrected"), ("withdraw", "could not be taken back")]
)
def test_a_change_that_loses_every_worker_is_left_to_people(
    stage: Stage,
    script: Script,
    carry: Carry,
    out: Delivery,
    now: datetime,
    mailoutbox: list[EmailMessage],
    step: str,
    told: str,
) -> None:
    if step == "amend":
        corrected(stage, out.post, "Yangi matn.")
    else:
        changing.withdraw_post(out.post, actor=stage.approver, reason="Xato", now=later(now))
    mailoutbox.clear()

    carry(lose_workers(3, later(now), step))

    left = fresh(out)
    assert (left.state, left.change, left.change_code, left.ready_at) == ("published", "", "change_unclear", None)
    assert (left.leased_until, left.lease_token, left.change_rendition is not None) == (None, "", step == "amend")
    assert list(out.attempts.order_by("number").values_list("step", "outcome")) == [
        ("publish", "published"),
        *[(step, "lost")] * 3,
    ]
    assert [told in mail.subject for mail in mailoutbox] == [True]
    assert "Our service stopped again and again in the middle of the change" in mailoutbox[0].body


def test_who_has_it_tried_again_gives_it_new_workers(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    at = lose_workers(3, later(now), "amend")
    carry(at)
    changing.try_change_again(out.pk, actor=stage.approver, now=at, note="Texnik tuzatdi")

    at = lose_workers(2, at + timedelta(minutes=1), "amend")
    script.lay_down(Published("7"))
    carry(at)

    done = fresh(out)
    assert (done.change, done.change_code, "Yangi matn" in done.rendition.text) == ("", "", True)
