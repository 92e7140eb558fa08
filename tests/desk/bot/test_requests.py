"""Where presses are written down, who gets a letter besides, and the commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from content.models import Post
from content.services import decide
from desk.bot.answering import handle
from desk.bot.models import BotButton, BotPress, ServiceBot
from publishers.adapters.telegram_chats import Update
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import NOW, signed_in
from tests.desk.people import TITLE

pytestmark = pytest.mark.django_db
Submit = Callable[..., Post]


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def letters_to() -> list[str]:
    return [address for letter in mail.outbox for address in letter.recipients()]


def buttons(bot: Telegram, person: int) -> list[list[str]]:
    return [one["buttons"] for one in bot.chat(person) if not one["from_person"]]


def test_every_press_stands_in_the_history_and_in_the_log(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a post approved in Telegram
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    bot.press(person, "Yes, approve")

    # then its history and the bot log name the presses
    client = signed_in(approver)
    history = client.get(reverse("wagtailsnippets_content_post:history", args=[post.pk])).content.decode()
    assert "In Telegram: Approve – asked once more" in history
    assert "In Telegram: Approve – done" in history
    log = client.get(reverse("bot_log:index")).content.decode()
    assert TITLE in log
    assert "asked once more" in log


def test_an_update_that_comes_twice_does_nothing_twice(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a press that Telegram tells once more
    person = bot.linked(approver)
    submitted()
    bot.send()
    bot.press(person, "Approve")
    presses = BotPress.objects.count()
    number = ServiceBot.objects.get().next_update
    bot_row = ServiceBot.objects.get()
    nonce = BotButton.objects.get(deed="yes").nonce
    again = Update(number - 1, person, private=True, press="1", data=nonce, message_id=1)

    # when it is handled
    replies = handle(again, bot_row, now=timezone.now())

    # then nothing comes of it
    assert replies == []
    assert BotPress.objects.count() == presses


def test_who_is_told_by_telegram_gets_no_letter_besides(
    bot: Telegram, submitted: Submit, approver: User, second_approver: User
) -> None:
    # given one approver with Telegram and one without
    bot.linked(approver)

    # when a post is submitted
    submitted()

    # then only the one without gets the letter
    recipients = letters_to()
    assert "nodira@example.org" in recipients
    assert "rustam@example.org" not in recipients


def test_who_wants_both_gets_both(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    approver.telegram_link.also_mail = True
    approver.telegram_link.save()

    submitted()
    bot.send()

    assert "rustam@example.org" in letters_to()
    assert "Waits for your approval" in bot.said(person)[-1]


def test_the_waiting_command_brings_what_was_submitted_before(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a post that was submitted before the approver connected
    post = submitted()
    person = bot.linked(approver)

    # when they ask
    bot.write(person, "/waiting")

    # then it comes with its buttons, which decide
    assert bot.said(person)[1].startswith("1 post waits for your decision.")
    bot.press(person, "Approve")
    bot.press(person, "Yes, approve")
    assert fresh(post).live


def test_the_today_command_tells_what_goes_out(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    bot.write(person, "/today")
    assert bot.said(person)[-1] == "Nothing goes out today."
    post = submitted(publish_at=NOW + timedelta(hours=3))
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    bot.write(person, "/today")

    assert bot.said(person)[-1].startswith(f"Goes out today\n\n12:00 {TITLE}\n")
