"""A request for approval in Telegram: what it says, and what each press decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse
from time_machine import travel
from wagtail.models import TaskState

from content.models import Channel, Organization, Post
from content.services import call_back, decide, submit
from desk.bot.models import BotButton, BotMessage, BotPress
from publishers.models import Delivery
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import NOW
from tests.desk.people import TITLE, draft

pytestmark = pytest.mark.django_db
Submit = Callable[..., Post]


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def letters_to() -> list[str]:
    return [address for letter in mail.outbox for address in letter.recipients()]


def buttons(bot: Telegram, person: int) -> list[list[str]]:
    return [one["buttons"] for one in bot.chat(person) if not one["from_person"]]


def test_the_request_shows_the_post_as_telegram_does(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a linked approver
    person = bot.linked(approver)

    # when a post is submitted, and what waits is sent
    post = submitted()
    assert bot.said(person)[1:] == []
    bot.send()

    # then the message tells what, whose, when, where and by whom, with the channel's own words and buttons
    message = bot.chat(person)[-1]
    text = message["text"]
    assert text.startswith(f"Waits for your approval: {TITLE}\nNamunaobod shahar hokimligi\n")
    assert "Goes out: 15.12.2026 10:00 (Asia/Tashkent)" in text
    assert "Channels: Hokimlik kanali, Rasmiy sayt" in text or "Channels: Rasmiy sayt, Hokimlik kanali" in text
    assert "Submitted by: malika" in text
    assert "Hokimlikda ochiqlik kuni oʻtkazildi." in text
    assert "#ochiqlik" in text
    assert message["buttons"] == ["Approve", "Return", "Open in the desk"]
    assert message["links"] == [f"http://127.0.0.1:8000{reverse('review:post', args=[post.pk])}"]
    assert {"type": "bold"}.items() <= message["entities"][0].items()


def test_approving_takes_two_presses(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a request
    person = bot.linked(approver)
    post = submitted()
    bot.send()

    # when Approve is pressed
    assert bot.press(person, "Approve") == "Approve it as it is?"

    # then nothing is decided yet
    assert not fresh(post).live
    assert buttons(bot, person)[-1] == ["Yes, approve", "No"]

    # when Yes is pressed
    assert bot.press(person, "Yes, approve") == "Approved."

    # then it is approved in the person's name, waits for its time, and the message says so without buttons
    step = TaskState.objects.get()
    assert (step.status, step.finished_by) == (TaskState.STATUS_APPROVED, approver)
    assert fresh(post).live
    assert Delivery.objects.count() == 2
    message = bot.chat(person)[-1]
    assert message["buttons"] == []
    assert message["text"].endswith("Approved by rustam, 01.12.2026 09:00 (Asia/Tashkent).")
    assert list(BotPress.objects.order_by("pk").values_list("deed", "outcome")) == [
        ("link", "done"),
        ("approve", "asked_again"),
        ("approve", "done"),
    ]


def test_no_brings_the_buttons_back(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")

    assert bot.press(person, "No") == "Nothing was decided."

    assert buttons(bot, person)[-1] == ["Approve", "Return", "Open in the desk"]
    assert not fresh(post).live


def test_an_old_yes_decides_nothing(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")

    with travel(NOW + timedelta(minutes=11)):
        assert bot.press(person, "Yes, approve") == "Too late: press Approve again."

    assert not fresh(post).live
    assert buttons(bot, person)[-1] == ["Approve", "Return", "Open in the desk"]


def test_returning_asks_why_and_needs_an_answer(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a request
    person = bot.linked(approver)
    post = submitted()
    bot.send()

    # when Return is pressed
    assert bot.press(person, "Return") == "Write the reason."
    question = bot.chat(person)[-1]

    # then the bot asks, and an empty answer is no reason
    assert question["asks_for_reply"]
    assert TITLE in question["text"]
    bot.write(person, "??", reply_to=question["message_id"])
    assert fresh(post).current_workflow_state.status == "in_progress"

    # when the reason is written in answer to the second question
    again = bot.chat(person)[-1]
    assert again["asks_for_reply"]
    bot.write(person, "Sana notoʻgʻri", reply_to=again["message_id"])

    # then the post is back with its author, with the reason
    step = TaskState.objects.get()
    assert (step.status, step.finished_by, step.comment) == ("rejected", approver, "Sana notoʻgʻri")
    assert bot.said(person)[-1] == "Sent back. The author is told why."
    request = next(one for one in bot.chat(person) if "Waits for your approval" in one["text"])
    assert request["buttons"] == []
    assert request["text"].endswith("Sent back by rustam, 01.12.2026 09:00 (Asia/Tashkent): Sana notoʻgʻri")
    assert not Delivery.objects.exists()


def test_the_reason_may_just_follow_the_question(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    submitted()
    bot.send()
    bot.press(person, "Return")

    bot.write(person, "Rasm eski")

    assert TaskState.objects.get().comment == "Rasm eski"


def test_words_after_two_questions_must_say_which_they_answer(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given two posts that are both to be sent back
    person = bot.linked(approver)
    submitted()
    submitted(title="Ikkinchi")
    bot.send()
    for message in [one for one in bot.chat(person) if one["buttons"]]:
        bot.press(person, "Return", message_id=message["message_id"])

    # when words answer neither question
    bot.write(person, "Rasm eski")

    # then neither is sent back
    assert {step.status for step in TaskState.objects.all()} == {"in_progress"}


def test_a_second_press_says_what_was_decided(
    bot: Telegram, submitted: Submit, approver: User, second_approver: User
) -> None:
    # given two approvers with the same request
    one, other = bot.linked(approver), bot.linked(second_approver)
    post = submitted()
    bot.send()
    message_id = bot.chat(other)[-1]["message_id"]
    nonce = bot.chat(other)[-1]["data"][0]

    # when the first one approves, and the second one presses the button they still see
    bot.press(one, "Approve")
    bot.press(one, "Yes, approve")
    said = bot.press(other, "", message_id=message_id, data=nonce)

    # then they read who was faster, in both chats
    assert said == "Approved by rustam, 01.12.2026 09:00 (Asia/Tashkent)."
    assert bot.chat(other)[-1]["text"].endswith(said)
    assert bot.chat(other)[-1]["buttons"] == []
    assert Delivery.objects.filter(post=post).count() == 2


def test_a_decision_at_the_desk_ends_the_request(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()

    decide(post, user=approver, action="reject", seen=post.latest_revision_id, comment="Qayta yozing")
    bot.send()

    message = bot.chat(person)[-1]
    assert message["buttons"] == []
    assert message["text"].endswith("Sent back by rustam, 01.12.2026 09:00 (Asia/Tashkent): Qayta yozing")


def test_a_decision_before_the_message_is_sent_makes_it_needless(
    bot: Telegram, submitted: Submit, approver: User
) -> None:
    person = bot.linked(approver)
    post = submitted()

    decide(post, user=approver, action="reject", seen=post.latest_revision_id, comment="Qayta yozing")
    bot.send()

    assert len(bot.said(person)) == 1
    assert BotMessage.objects.get().state == "dropped"


def test_a_submission_called_back_ends_the_request(
    bot: Telegram, submitted: Submit, approver: User, author: User
) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()

    call_back(post, user=author)
    bot.send()

    assert bot.chat(person)[-1]["buttons"] == []
    assert "The submission was cancelled" in bot.chat(person)[-1]["text"]


def test_an_old_request_does_not_decide_on_a_new_submission(
    bot: Telegram, submitted: Submit, approver: User, author: User
) -> None:
    # given a request whose text was called back, changed and submitted anew
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    old = bot.chat(person)[-1]
    call_back(post, user=author)
    changed = fresh(post).get_latest_revision_as_object()
    changed.title = "Boshqa sarlavha"
    changed.save_revision(user=author)
    submit(fresh(post), user=author)

    # when the old button is pressed
    said = bot.press(person, "", message_id=old["message_id"], data=old["data"][0])

    # then nothing is decided, and the new request is there
    assert "The submission was cancelled" in said
    assert not fresh(post).live
    assert "Boshqa sarlavha" in bot.said(person)[-1]


def test_a_version_newer_than_the_one_shown_is_not_approved(bot: Telegram, submitted: Submit, approver: User) -> None:
    # given a request, and a revision that came past the workflow
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    fresh(post).save_revision()

    # when Yes is pressed
    said = bot.press(person, "Yes, approve")

    # then it is refused in words, which stay
    assert said.startswith("There is a newer version")
    assert bot.said(person)[-1] == said
    assert not fresh(post).live
    assert BotPress.objects.first().outcome == "stale"  # type: ignore[union-attr]


def test_who_submitted_is_not_asked_and_cannot_approve(
    bot: Telegram, organization: Organization, website: Channel, approver: User
) -> None:
    # given an approver who may write, too, and submits
    approver.groups.add(Group.objects.get(name="Mualliflar"))
    person = bot.linked(approver)
    submit(draft(organization, [website], user=approver), user=approver)

    # then the bot does not ask them
    bot.send()
    assert not BotMessage.objects.exists()
    bot.write(person, "/waiting")
    assert bot.said(person)[-1] == "Nothing waits for your decision."


def test_four_eyes_hold_when_the_button_is_pressed(
    bot: Telegram, submitted: Submit, approver: User, author: User
) -> None:
    # given a request to somebody who answers for the text by the time they press
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    state = fresh(post).current_workflow_state
    state.requested_by = approver
    state.save()

    # when Yes is pressed
    said = bot.press(person, "Yes, approve")

    # then it is refused
    assert said == "You may not decide on this. Who submitted a text does not approve it."
    assert not fresh(post).live
    assert BotPress.objects.first().outcome == "denied"  # type: ignore[union-attr]


def test_a_person_who_lost_the_right_cannot_approve(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    approver.groups.set([Group.objects.get(name="Mualliflar")])

    assert bot.press(person, "Yes, approve").startswith("You may not decide on this.")

    assert not fresh(post).live


def test_somebody_elses_button_does_nothing(
    bot: Telegram, submitted: Submit, approver: User, second_approver: User
) -> None:
    # given the nonce of another person's button
    one, other = bot.linked(approver), bot.linked(second_approver)
    post = submitted()
    bot.send()
    nonce = BotButton.objects.get(message__person=approver, deed="approve").nonce

    # when it is sent from a chat it does not belong to, or made up
    for data in (nonce, "approve:1", "x"):
        assert bot.press(other, "", message_id=bot.chat(other)[-1]["message_id"], data=data) == (
            "This button is not known here."
        )

    # then nothing was asked of anybody
    assert buttons(bot, one)[-1] == ["Approve", "Return", "Open in the desk"]
    assert not fresh(post).live


def test_a_deactivated_person_decides_nothing(bot: Telegram, submitted: Submit, approver: User) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    User.objects.filter(pk=approver.pk).update(is_active=False)

    bot.press(person, "Yes, approve")

    assert not fresh(post).live


def test_a_text_that_changed_since_it_was_submitted_is_refused_in_words(
    bot: Telegram, submitted: Submit, approver: User, telegram: Channel
) -> None:
    person = bot.linked(approver)
    post = submitted()
    bot.send()
    bot.press(person, "Approve")
    Channel.objects.filter(pk=telegram.pk).update(is_active=False)

    said = bot.press(person, "Yes, approve")

    assert said.startswith("The post, its pictures or its channels changed")
    assert not fresh(post).live
    assert bot.said(person)[-1] == said
