"""After publishing: what is asked for, what comes of it, and what is remembered while a post is on its way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from content.models import Channel, Post
from content.services import decide, submit
from publishers import changing, outbox
from publishers.accounts import pause_account, resume_account
from publishers.contract import Published, Withdrawn
from publishers.errors import AccountRejected, ContentRejected, OutcomeUnknown, ReasonCode, TryLater
from publishers.models import ChannelAccount, Delivery, StateChange
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import opened

FIRST = Published("7", "https://t.me/namuna/7", ("7", "8"))


@pytest.fixture
def out(stage: Stage, script: Script, telegram: Channel, carry: Carry, now: datetime) -> Delivery:
    """A post that is out on a channel that can change it."""
    delivery = stage.delivery(telegram, publish_at=now)
    script.lay_down(FIRST)
    carry(now)
    return fresh(delivery)


def corrected(stage: Stage, post: Post, text: str) -> Post:
    """The post with another text, approved by the second person."""
    draft = Post.objects.get(pk=post.pk).latest_revision.as_object()
    draft.text = f"<p>{text}</p>"
    draft.save_revision(user=stage.author)
    submitted = submit(Post.objects.get(pk=post.pk), user=stage.author)
    return decide(submitted, user=stage.approver, action="approve", seen=submitted.latest_revision_id)


def later(now: datetime) -> datetime:
    return now + timedelta(minutes=30)


def history(delivery: Delivery) -> list[tuple[str, str, str]]:
    return list(StateChange.objects.filter(delivery=delivery).order_by("pk").values_list("old", "new", "note"))[-3:]


def test_an_approved_correction_takes_the_place_of_what_is_out_and_the_old_text_stays_in_the_log(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    # when
    corrected(stage, out.post, "Ochiqlik kuni 4-dekabrda.")
    asked = fresh(out)
    script.lay_down(Published("7", "https://t.me/namuna/7"))
    carry(later(now))
    # then
    assert (asked.state, asked.change, "4-dekabrda" in asked.change_rendition.text) == ("published", "amend", True)
    done = fresh(out)
    assert (done.state, done.change, done.change_rendition, done.change_code) == ("published", "", None, "")
    assert "4-dekabrda" in done.rendition.text
    assert (done.external_id, done.parts, done.changed_at is not None) == ("7", ["7", "8"], True)
    assert Delivery.objects.count() == 1
    first, second = out.attempts.order_by("number")
    assert (first.step, second.step, second.outcome) == ("publish", "amend", "amended")
    assert "4-dekabrda" not in first.rendition.text
    assert "4-dekabrda" in second.rendition.text


def test_an_approval_of_the_same_text_changes_nothing(stage: Stage, out: Delivery) -> None:
    submitted = submit(Post.objects.get(pk=out.post_id), user=stage.author)
    decide(submitted, user=stage.approver, action="approve", seen=submitted.latest_revision_id)

    assert (fresh(out).change, fresh(out).ready_at) == ("", None)


def test_a_post_is_taken_back_once_and_asking_twice_is_asking_once(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    for _time in range(2):
        (taken,) = changing.withdraw_post(out.post, actor=stage.approver, reason="Xato maʼlumot", now=now)
    script.lay_down(Withdrawn())
    carry(later(now))
    carry(later(later(now)))

    assert taken.fate == "asked"
    assert (fresh(out).state, fresh(out).change) == ("withdrawn", "")
    assert [call[0] for call in script.calls] == ["publish", "withdraw"]
    assert history(out)[-1][:2] == ("published", "withdrawn")
    assert changing.withdraw_post(out.post, actor=stage.approver, reason="Yana", now=now) == []


def test_what_was_taken_back_is_not_published_by_a_correction_but_by_a_person(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    changing.withdraw_post(out.post, actor=stage.approver, reason="Xato", now=now)
    script.lay_down(Withdrawn())
    carry(later(now))

    corrected(stage, out.post, "Toʻgʻri matn.")
    assert list(Delivery.objects.values_list("state", flat=True)) == ["withdrawn"]

    again = changing.publish_again(out.pk, actor=stage.approver, now=later(now), note="Tuzatildi")
    assert (again.state, again.key) == ("pending", f"{out.post.key}-{out.channel_id}-2")
    with pytest.raises(changing.DecisionRefused):
        changing.publish_again(out.pk, actor=stage.approver, now=later(now), note="Ikki marta")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ContentRejected(ReasonCode.GONE), "gone"),
        (ContentRejected(ReasonCode.TOO_OLD, "message can't be edited"), "too_old"),
    ],
)
def test_what_cannot_be_changed_is_told_and_left_to_people(
    stage: Stage,
    script: Script,
    carry: Carry,
    out: Delivery,
    now: datetime,
    mailoutbox: list[Any],
    error: Exception,
    code: str,
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    mailoutbox.clear()
    script.lay_down(error)
    carry(later(now))

    failed = fresh(out)
    assert (failed.state, failed.change, failed.change_code, failed.ready_at) == ("published", "", code, None)
    assert "Yangi matn" not in failed.rendition.text
    (mail,) = mailoutbox
    assert "could not be corrected" in mail.subject

    changing.changed_by_hand(out.pk, actor=stage.approver, now=later(now), note="Kanalda oʻzim tuzatdim")
    done = fresh(out)
    assert (done.change_code, "Yangi matn" in done.rendition.text) == ("", True)


def test_a_failed_change_can_be_tried_again(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    script.lay_down(ContentRejected(ReasonCode.RIGHTS_MISSING), Published("7"))
    carry(later(now))

    changing.try_change_again(out.pk, actor=stage.approver, now=later(now), note="Huquq berildi")
    carry(later(later(now)))

    assert (fresh(out).change_code, "Yangi matn" in fresh(out).rendition.text) == ("", True)


def test_an_uncertain_change_is_repeated_and_then_people_are_asked(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    script.lay_down(*[OutcomeUnknown(ReasonCode.ANSWER_LOST)] * 5)
    for hour in range(1, 9):
        carry(now + timedelta(hours=hour))

    assert [call[0] for call in script.calls] == ["publish"] + ["amend"] * 5
    assert (fresh(out).state, fresh(out).change_code) == ("published", "answer_lost")


def test_a_wait_holds_the_account_and_the_change_goes_on_by_itself(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    script.lay_down(TryLater(ReasonCode.RATE_LIMITED, after=timedelta(minutes=5)), Published("7"))
    carry(later(now))
    held = ChannelAccount.objects.get(channel_id=out.channel_id).held_until
    assert held is not None
    carry(held - timedelta(minutes=1))
    between = len(script.calls)
    carry(later(later(now)))

    assert (between, len(script.calls)) == (2, 3)
    assert "Yangi matn" in fresh(out).rendition.text


def test_a_change_waits_for_its_paused_account_and_goes_on_after_reconnection(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    script.lay_down(AccountRejected(ReasonCode.TOKEN_INVALID), Published("7"))
    carry(later(now))
    account = ChannelAccount.objects.get(channel_id=out.channel_id)
    waiting = fresh(out)
    carry(later(later(now)))
    resume_account(account, now=later(now))
    carry(later(later(now)))

    assert account.paused_at is not None
    assert (waiting.change, waiting.ready_at) == ("amend", None)
    assert [call[0] for call in script.calls] == ["publish", "amend", "amend"]
    assert "Yangi matn" in fresh(out).rendition.text


def test_a_change_asked_for_while_the_account_is_paused_waits_too(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    account = ChannelAccount.objects.get(channel_id=out.channel_id)
    pause_account(account.pk, code="token_invalid", detail="", now=now)

    changing.withdraw_post(out.post, actor=stage.approver, reason="Xato", now=now)

    assert (fresh(out).change, fresh(out).ready_at) == ("withdraw", None)
    assert carry(later(now)) == []


def test_a_correction_that_comes_during_the_call_is_made_once_the_post_is_out(
    stage: Stage, script: Script, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    attempt = opened(claim, now)

    corrected(stage, delivery.post, "Yangi matn.")
    outbox.close_attempt(attempt, outbox.Outcome("published", State.PUBLISHED, external_id="7", link="x"), now=now)
    script.lay_down(Published("7"))
    carry(later(now))

    done = fresh(delivery)
    assert (done.state, done.change, "Yangi matn" in done.rendition.text) == ("published", "", True)
    assert Delivery.objects.count() == 1


def test_what_certainly_did_not_go_out_is_sent_in_its_newer_form(
    stage: Stage, script: Script, telegram: Channel, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    attempt = opened(claim, now)
    corrected(stage, delivery.post, "Yangi matn.")

    outbox.close_attempt(attempt, outbox.Outcome("try_later", State.PENDING, ready_at=later(now)), now=now)

    waiting = fresh(delivery)
    assert (waiting.state, waiting.change, "Yangi matn" in waiting.rendition.text) == ("pending", "", True)


def test_taking_back_what_is_under_way_cancels_it_where_it_did_not_get_out(
    stage: Stage, script: Script, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    (claim,) = outbox.claim(now=now, lease=timedelta(minutes=2), limit=1)
    attempt = opened(claim, now)
    (taken,) = changing.withdraw_post(delivery.post, actor=stage.approver, reason="Xato", now=now)
    outbox.close_attempt(attempt, outbox.Outcome("try_later", State.PENDING, ready_at=later(now)), now=now)

    assert taken.fate == "remembered"
    assert carry(later(now)) == []
    assert fresh(delivery).state == "cancelled"


def test_a_newer_correction_during_the_call_is_made_after_it(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Ikkinchi matn.")

    def meanwhile() -> Published:
        corrected(stage, out.post, "Uchinchi matn.")
        return Published("7")

    script.lay_down(meanwhile, Published("7"))
    carry(later(now))
    between = fresh(out)
    carry(later(later(now)))

    assert ("Ikkinchi" in between.rendition.text, between.change) == (True, "amend")
    assert ("Uchinchi" in fresh(out).rendition.text, fresh(out).change) == (True, "")


def test_a_worker_lost_in_the_middle_of_a_change_repeats_it(
    stage: Stage, script: Script, carry: Carry, out: Delivery, now: datetime
) -> None:
    corrected(stage, out.post, "Yangi matn.")
    (claim,) = outbox.claim(now=later(now), lease=timedelta(minutes=2), limit=1)
    opened(claim, later(now), "amend")
    gone = later(now) + timedelta(minutes=3)

    assert outbox.recover_expired(now=gone) == 1
    script.lay_down(Published("7"))
    carry(gone + timedelta(minutes=5))

    assert (fresh(out).state, "Yangi matn" in fresh(out).rendition.text) == ("published", True)
    assert [attempt.outcome for attempt in out.attempts.order_by("number")] == ["published", "lost", "amended"]
