"""The outbox of the bot: once, at a fit hour, and by letter where Telegram does not take it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.images import ImageFile
from django.utils import timezone
from time_machine import travel

from content.models import LibraryImage, Organization, Post
from content.services import decide
from desk.bot.models import BotMessage, ServiceBot, TelegramLink
from desk.bot.outbox import give_up_waiting, queue_message
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import NOW
from tests.sandbox.clients import picture

pytestmark = pytest.mark.django_db
Submit = Callable[..., Post]
NIGHT = datetime.fromisoformat("2026-12-01T23:30:00+05:00")
MORNING = datetime.fromisoformat("2026-12-02T08:00:00+05:00")


def library_image() -> LibraryImage:
    return LibraryImage.objects.create(title="Bayram", file=ImageFile(io.BytesIO(picture(800, 600)), name="bayram.jpg"))


def queue(person: User, key: str = "digest:1", **more: Any) -> bool:
    return queue_message(person, "Ertaga <uchta> post & xabar", key=key, now=timezone.now(), **more)


def test_a_message_goes_out_as_it_was_written_with_a_button(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)

    assert queue(approver, link="http://127.0.0.1:8000/admin/")
    assert bot.send() == 1

    message = bot.chat(person)[-1]
    assert message["text"] == "Ertaga <uchta> post & xabar"
    assert (message["buttons"], message["links"]) == (["Open in the desk"], ["http://127.0.0.1:8000/admin/"])


def test_an_address_that_no_button_may_open_is_written_out(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)

    queue(approver, link="http://localhost:8000/admin/")
    bot.send()

    assert bot.chat(person)[-1]["buttons"] == []
    assert bot.said(person)[-1].endswith("\n\nhttp://localhost:8000/admin/")


def test_the_same_thing_is_told_once(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)

    assert queue(approver)
    assert queue(approver)
    bot.send()
    assert queue(approver)
    bot.send()

    assert len(bot.said(person)) == 2


def test_who_is_not_linked_is_not_reached(bot: Telegram, approver: User) -> None:
    assert queue(approver) is False
    assert not BotMessage.objects.exists()


def test_without_a_bot_nobody_is_reached(bot: Telegram, approver: User) -> None:
    bot.linked(approver)
    ServiceBot.objects.update(stored_token="")

    assert queue(approver) is False


def test_who_blocked_the_bot_gets_a_letter_until_they_write_again(
    bot: Telegram, submitted: Submit, approver: User
) -> None:
    # given an approver who blocked the bot
    person = bot.linked(approver)
    bot.control("chats/block", person=person)

    # when a post is submitted
    submitted()
    bot.send()

    # then the link is marked, and a letter says the same
    assert TelegramLink.objects.get().blocked_at is not None
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Waits for your approval: Ochiqlik kuni oʻtkazildi", ["rustam@example.org"])
    ]
    # and the next one goes by letter at once
    submitted(title="Ikkinchi")
    assert len(mail.outbox) == 2
    assert BotMessage.objects.count() == 1

    # when they write to the bot again
    bot.write(person, "/help")

    # then it tells them again
    assert TelegramLink.objects.get().blocked_at is None
    submitted(title="Uchinchi")
    bot.send()
    assert "Uchinchi" in bot.said(person)[-1]
    assert len(mail.outbox) == 2


def test_a_lost_answer_is_not_repeated_and_a_letter_is_written(bot: Telegram, approver: User) -> None:
    # given a message that arrives, and an answer that is lost
    person = bot.linked(approver)
    queue(approver, subject="Ertangi kun")
    bot.fault("accept_then_drop", "sendMessage")

    # when it is sent, and everything is tried again later
    bot.send()
    with travel(NOW + timedelta(minutes=30)):
        bot.send()

    # then it is there once, and by letter
    assert bot.said(person).count("Ertaga <uchta> post & xabar") == 1
    assert BotMessage.objects.get().state == "unknown"
    assert [letter.subject for letter in mail.outbox] == ["Ertangi kun"]


def test_buttons_work_though_the_answer_was_lost(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a request whose sending is unclear, and which did arrive
    person = bot.linked(approver)
    post = submitted()
    bot.fault("accept_then_drop", "sendMessage")
    bot.send()

    # when it is decided there
    bot.press(person, "Approve")
    bot.press(person, "Yes, approve")

    # then it counts, and the message still says what it asked
    assert Post.objects.get(pk=post.pk).live
    assert bot.chat(person)[-1]["buttons"] == []
    assert "Goes out: 15.12.2026" in bot.said(person)[-1]
    assert "Approved by rustam" in bot.said(person)[-1]


def test_what_was_lost_with_its_process_is_not_repeated(bot: Telegram, approver: User) -> None:
    # given a message whose process died while it was sent
    bot.linked(approver)
    queue(approver)
    BotMessage.objects.update(state="sending", not_before=timezone.now() + timedelta(minutes=2))
    calls = bot.calls("sendMessage")

    # when the time of a call is over
    with travel(NOW + timedelta(minutes=3)):
        bot.send()

    # then a letter takes its place
    assert BotMessage.objects.get().state == "unknown"
    assert len(mail.outbox) == 1
    assert bot.calls("sendMessage") == calls


def test_telegram_names_a_wait_and_gets_it(bot: Telegram, approver: User) -> None:
    # given a bot that was told to wait
    person = bot.linked(approver)
    queue(approver)
    bot.fault("rate_limited", "sendMessage", retry_after=60)
    bot.send()
    before = len(bot.said(person))

    # then nothing is sent before, and everything after
    with travel(NOW + timedelta(seconds=30)):
        assert bot.send() == 0
    with travel(NOW + timedelta(seconds=70)):
        assert bot.send() == 1
    assert len(bot.said(person)) == before + 1
    assert BotMessage.objects.get().tries == 1


def test_a_bot_that_cannot_send_for_long_leaves_it_to_letters(bot: Telegram, approver: User) -> None:
    # given a platform that cannot be reached
    bot.linked(approver)
    queue(approver)
    ServiceBot.objects.update(held_until=NOW + timedelta(hours=1))

    # when a quarter of an hour has passed
    with travel(NOW + timedelta(minutes=16)):
        bot.send()

    # then a letter was written
    assert BotMessage.objects.get().state == "undeliverable"
    assert len(mail.outbox) == 1


def test_a_refused_token_keeps_the_messages_and_is_told_once(bot: Telegram, approver: User, root: User) -> None:
    # given a token that was revoked
    person = bot.linked(approver)
    queue(approver)
    bot.fault("revoke_token", "sendMessage")
    bot.send()
    with travel(NOW + timedelta(minutes=1)):
        bot.send()

    # then administrators were told once, and the message waits
    assert [letter.bcc for letter in mail.outbox] == [["root@example.org"]]
    assert ServiceBot.objects.get().health_code == "token_invalid"
    assert BotMessage.objects.get().state == "waiting"

    # when the token works again
    bot.clear_faults()
    with travel(NOW + timedelta(minutes=5)):
        bot.send()

    # then it goes out
    assert bot.said(person)[-1] == "Ertaga <uchta> post & xabar"
    assert ServiceBot.objects.get().health_code == ""


def with_quiet_hours(organization: Organization) -> None:
    organization.quiet_from, organization.quiet_until = time(22), time(8)
    organization.save()


def test_a_request_in_quiet_hours_waits_for_the_morning(
    bot: Telegram, submitted: Submit, organization: Organization, approver: User
) -> None:
    # given quiet hours, and a post submitted in them for another day
    person = bot.linked(approver)
    with_quiet_hours(organization)
    with travel(NIGHT):
        submitted()
        bot.send()
        assert len(bot.said(person)) == 1

    # then it is told in the morning
    with travel(MORNING + timedelta(seconds=5)):
        bot.send()
    assert len(bot.said(person)) == 2


def test_a_slot_that_is_near_is_worth_a_message_at_night(
    bot: Telegram, submitted: Submit, organization: Organization, approver: User
) -> None:
    person = bot.linked(approver)
    with_quiet_hours(organization)

    with travel(NIGHT):
        submitted(publish_at=MORNING + timedelta(hours=1))
        bot.send()

    assert len(bot.said(person)) == 2


def test_a_request_shows_the_first_picture(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a post with a picture and a long text
    person = bot.linked(approver)
    submitted(text=f"<p>{'Uzun matn. ' * 60}</p>", pictures=[(library_image(), "Bayram")])

    # when it is sent
    bot.send()

    # then the message is that picture with what fits beside it, and ends with who decided
    message = bot.chat(person)[-1]
    assert len(message["media"]) == 1
    assert len(message["text"]) <= 1024 - 240
    assert "…" in message["text"]
    bot.press(person, "Approve")
    bot.press(person, "Yes, approve")
    assert "Approved by rustam" in bot.chat(person)[-1]["text"]


def test_a_picture_that_telegram_refuses_is_left_out(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    submitted(pictures=[(library_image(), "Bayram")])
    bot.fault("content_rejected", "sendPhoto", description="PHOTO_INVALID_DIMENSIONS")

    bot.send()

    assert bot.chat(person)[-1]["media"] == []
    assert bot.chat(person)[-1]["buttons"] == ["Approve", "Return", "Open in the desk"]


def test_a_message_that_cannot_be_reworded_is_tried_again(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a decision at the desk while Telegram has trouble
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    bot.fault("http_500", "editMessageText")
    bot.send()
    assert bot.chat(person)[-1]["buttons"] != []

    # when the trouble is over
    with travel(NOW + timedelta(minutes=1)):
        bot.send()

    # then the buttons go
    assert bot.chat(person)[-1]["buttons"] == []


def test_only_one_process_sends_at_a_time(bot: Telegram, approver: User) -> None:
    bot.linked(approver)
    queue(approver)
    ServiceBot.objects.update(sent_until=timezone.now() + timedelta(seconds=30))

    assert bot.send() == 0

    with travel(NOW + timedelta(minutes=2)):  # a sender that died is no obstacle for long
        assert bot.send() == 1


def test_nothing_is_told_again_after_a_restore(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)
    queue(approver)

    assert give_up_waiting() == 1

    bot.send()
    assert len(bot.said(person)) == 1
    assert mail.outbox == []


def test_a_round_with_nothing_to_say_asks_little(bot: Telegram, approver: User, django_assert_num_queries: Any) -> None:
    bot.linked(approver)

    with django_assert_num_queries(5):
        bot.send()
