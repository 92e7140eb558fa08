"""After a restore what may be out is looked for before anything is sent, and staff get one summary."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from content.drafts import DraftContent, create_draft
from content.models import Channel
from content.services import decide, submit
from desk.mail import MOST_ATTEMPTS, give_up_waiting
from desk.models import StoredEmail
from publishers.after_restore import Held, hold_what_may_be_out, unreadable_tokens
from publishers.contract import Accepted, CannotTell, NotFound, Published
from publishers.models import ChannelAccount, Delivery, Restoration
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import attempts, begin, changes, lost

LONG = timedelta(hours=5)
"""Between backup and restore."""


def restore(taken_at: datetime) -> Held:
    return hold_what_may_be_out(taken_at=taken_at, now=taken_at + LONG)


def test_what_was_due_between_backup_and_restore_is_found_and_not_sent_again(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    # given a backup, and a post due after it
    delivery = stage.delivery(telegram, publish_at=now + timedelta(hours=2))
    # when
    assert restore(now) == Held(deliveries=1, corrections=0, letters=0)
    # then it is looked for from the instant it was due at
    held = fresh(delivery)
    assert (held.state, held.reason_code, held.unknown_since) == ("unknown", "restored", held.due_at)
    script.lay_down(Published("5", "https://example.org/5", found=True))
    carry(now + LONG)
    assert (fresh(delivery).state, fresh(delivery).link) == ("published", "https://example.org/5")
    assert [step for step, _ in script.calls] == ["find"]
    assert changes(delivery)[1:] == [("pending", "unknown", "restored"), ("unknown", "published", "")]


def test_what_is_certainly_not_there_is_sent(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now + timedelta(hours=2))
    restore(now)
    script.lay_down(NotFound(), NotFound(), Published("5"))

    for hour in (0, 1, 2):
        carry(now + LONG + timedelta(hours=hour))

    assert fresh(delivery).state == State.PUBLISHED
    assert [step for step, _ in script.calls] == ["find", "find", "publish"]


def test_what_is_due_later_and_what_readers_see_of_our_own_database_go_their_way(
    stage: Stage, telegram: Channel, now: datetime
) -> None:
    later = stage.delivery(telegram, publish_at=now + LONG + timedelta(minutes=1))
    article = stage.delivery(stage.channel("website"), publish_at=now)

    assert restore(now).deliveries == 0
    assert (fresh(later).state, fresh(article).state) == (State.PENDING, State.PENDING)


def test_a_call_that_was_open_at_the_backup_is_lost_and_its_post_looked_for_since_it_began(
    stage: Stage, telegram: Channel, script: Script, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    began = now + timedelta(seconds=3)
    begin(delivery, began)

    restore(now + timedelta(minutes=1))

    held = fresh(delivery)
    assert attempts(delivery) == [("publish", "lost", "restored")]
    assert (held.state, held.unknown_since, held.lease_token, held.leased_until) == ("unknown", began, "", None)


def test_what_the_platform_had_taken_is_looked_for_whenever_it_is_due(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    script.lay_down(Accepted("one", timedelta(minutes=1)))
    carry(now)

    assert restore(now).deliveries == 1

    held = fresh(delivery)
    assert (held.state, held.resume_token, held.ready_at) == ("unknown", "one", now + LONG)


def test_looks_before_the_backup_prove_nothing_after_the_restore(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    script.lay_down(NotFound())
    carry(now + timedelta(hours=1))
    assert fresh(delivery).looks == 1

    assert restore(now + timedelta(hours=1)).deliveries == 0

    anew = fresh(delivery)
    assert (anew.looks, anew.ready_at, anew.reason_code) == (0, now + timedelta(hours=1) + LONG, "answer_lost")


def test_what_cannot_be_found_waits_for_a_person_without_a_mail_of_its_own(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    deliveries = [stage.delivery(telegram, publish_at=now, title=title) for title in ("Birinchi", "Ikkinchi")]
    mailoutbox.clear()
    restore(now)
    script.lay_down(*[CannotTell("private chat")] * 8)

    for hour in range(4):
        carry(now + LONG + timedelta(hours=hour))
        carry(now + LONG + timedelta(hours=hour, minutes=1))

    assert {(fresh(one).state, fresh(one).ready_at, fresh(one).reason_code) for one in deliveries} == {
        ("unknown", None, "restored")
    }
    assert {step for step, _ in script.calls} == {"find"}
    (summary,) = mailoutbox
    assert summary.subject.startswith("The service was restored from a backup of ")
    assert "before anything is sent: 2." in summary.body
    assert "– Birinchi → " in summary.body


def test_a_correction_that_waited_is_not_made_and_taking_back_goes_on(
    stage: Stage, telegram: Channel, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = stage.delivery(telegram, publish_at=now)
    other = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(Published("5"), Published("6"))
    carry(now)
    Delivery.objects.filter(pk=delivery.pk).update(
        change="amend", change_rendition=delivery.rendition_id, ready_at=now + timedelta(hours=1)
    )
    Delivery.objects.filter(pk=other.pk).update(change="withdraw", ready_at=now + timedelta(hours=1))

    assert restore(now) == Held(deliveries=0, corrections=1, letters=0)

    held, goes_on = fresh(delivery), fresh(other)
    assert (held.state, held.change, held.change_code, held.ready_at) == ("published", "", "restored", None)
    assert (goes_on.change, goes_on.ready_at) == ("withdraw", now + timedelta(hours=1))


def test_a_draft_of_the_backup_approved_after_the_restore_is_looked_for_first(
    stage: Stage, telegram: Channel, script: Script, carry: Carry
) -> None:
    # given a draft whose slot passed before the restore: it may have been approved, and sent, since the backup
    taken_at = timezone.now()
    draft = DraftContent(
        title="Ochiqlik kuni", text="<p>Matn.</p>", channels=[telegram], publish_at=taken_at + timedelta(hours=1)
    )
    post = create_draft(stage.organization, draft, user=stage.author)
    restore(taken_at)
    # when
    post = submit(post, user=stage.author)
    decide(post, user=stage.approver, action="approve", seen=post.latest_revision_id)
    # then
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason_code, delivery.unknown_since) == ("unknown", "restored", taken_at)
    script.lay_down(Published("5", "https://example.org/5", found=True))
    carry(taken_at + LONG)
    assert fresh(delivery).state == State.PUBLISHED
    assert [step for step, _ in script.calls] == ["find"]


def test_what_is_written_after_the_restore_goes_out_as_ever(stage: Stage, telegram: Channel) -> None:
    taken_at = timezone.now() - LONG - timedelta(minutes=1)
    restore(taken_at)

    delivery = stage.delivery(telegram, publish_at=timezone.now() - timedelta(minutes=5))

    assert (delivery.state, delivery.reason_code) == (State.PENDING, "")


def test_mails_that_waited_are_not_sent_after_a_restore(stage: Stage) -> None:
    StoredEmail.objects.create(subject="eski", body="", sender="a@example.org", recipients=["b@example.org"])

    assert (give_up_waiting(), give_up_waiting()) == (1, 0)
    assert StoredEmail.objects.get().attempts == MOST_ATTEMPTS


def test_tokens_of_other_keys_are_counted(stage: Stage, telegram: Channel) -> None:
    assert unreadable_tokens() == 0
    ChannelAccount.objects.update(stored_secret="gAAAA")
    assert unreadable_tokens() == 1


def test_a_restore_is_written_down(stage: Stage, now: datetime) -> None:
    restore(now)

    assert Restoration.objects.values_list("taken_at", "restored_at", "held").get() == (now, now + LONG, 0)
