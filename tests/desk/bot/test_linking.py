"""Becoming linked, ceasing to be, and how strangers are treated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from desk.bot.models import BotPress, LinkCode, TelegramLink
from desk.bot.people import new_code
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def test_a_person_connects_by_a_link_from_their_account_page(bot: Telegram, approver: User) -> None:
    # given an approver on the page with the one-time link
    page = signed_in(approver).post(reverse("desk_connect_telegram"))
    address = page.context["address"]
    code = address.partition("?start=")[2]
    person = bot.newcomer()

    # when the link is opened, which writes to the bot
    bot.write(person, f"/start {code}", name="Rustam aka")

    # then the account speaks for the approver, and the history says so
    link = TelegramLink.objects.get()
    assert (link.person, link.chat_id, link.name, link.also_mail) == (approver, person, "Rustam aka", False)
    assert bot.said(person)[0].startswith("Connected as rustam.")
    assert ModelLogEntry.objects.filter(action="desk.telegram_link", user=approver).count() == 1
    assert page["Cache-Control"].find("no-store") >= 0


def test_only_the_hash_of_a_code_is_kept(bot: Telegram, approver: User) -> None:
    code = new_code(approver, now=timezone.now())

    assert code not in LinkCode.objects.get().digest


def test_a_code_works_once(bot: Telegram, approver: User) -> None:
    # given a code that was used
    code = new_code(approver, now=timezone.now())
    first, second = bot.newcomer(), bot.newcomer()
    bot.write(first, f"/start {code}")

    # when somebody else finds it
    bot.write(second, f"/start {code}")

    # then they are nobody
    assert TelegramLink.objects.get().chat_id == first
    assert bot.said(second) == ["This link was used or is too old. Make a new one under Account in the desk."]


def test_a_code_is_good_for_a_quarter_of_an_hour(bot: Telegram, approver: User) -> None:
    code = new_code(approver, now=timezone.now() - timedelta(minutes=16))
    person = bot.newcomer()

    bot.write(person, f"/start {code}")

    assert not TelegramLink.objects.exists()
    assert "too old" in bot.said(person)[0]


def test_a_new_code_makes_the_old_one_void(bot: Telegram, approver: User) -> None:
    old = new_code(approver, now=timezone.now())
    new_code(approver, now=timezone.now())

    bot.write(bot.newcomer(), f"/start {old}")

    assert not TelegramLink.objects.exists()


def test_one_account_speaks_for_one_person(bot: Telegram, approver: User, second_approver: User) -> None:
    # given an account that is connected
    person = bot.linked(approver)
    code = new_code(second_approver, now=timezone.now())

    # when it opens another person's link
    bot.write(person, f"/start {code}")

    # then nothing changes, and the code is still good elsewhere
    assert TelegramLink.objects.get().person == approver
    assert "connected as rustam already" in bot.said(person)[-1]
    other = bot.newcomer()
    bot.write(other, f"/start {code}")
    assert TelegramLink.objects.get(person=second_approver).chat_id == other


def test_a_new_telephone_takes_the_place_of_the_old_one(bot: Telegram, approver: User) -> None:
    old, new = bot.linked(approver), bot.linked(approver)

    assert TelegramLink.objects.get().chat_id == new != old
    bot.write(old, "/help")
    assert "people of the press service" in bot.said(old)[-1]


def test_a_stranger_gets_one_sentence_an_hour(bot: Telegram) -> None:
    person = bot.newcomer()

    for _ in range(5):
        bot.write(person, "Salom! Kim bor?")

    assert bot.said(person) == ["This bot works for people of the press service. Connect under Account in the desk."]
    assert BotPress.objects.filter(outcome="stranger").count() == 1


def test_a_stranger_who_guesses_codes_is_soon_not_answered(bot: Telegram) -> None:
    person = bot.newcomer()

    for number in range(15):
        bot.write(person, f"/start {number:032}")

    assert len(bot.said(person)) == 10
    assert BotPress.objects.count() == 10


def test_a_stranger_is_spoken_to_in_the_language_of_their_telegram(bot: Telegram) -> None:
    person = bot.newcomer()

    bot.write(person, "Здравствуйте", language="ru")

    with translation.override("ru"):
        sentence = gettext("This bot works for people of the press service. Connect under Account in the desk.")
    assert bot.said(person) == [sentence]
    assert BotPress.objects.get().person is None


def test_groups_are_not_answered(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)
    before = len(bot.said(person))

    bot.write(person, "/waiting", chat_type="group")

    assert len(bot.said(person)) == before


def test_stop_ends_it(bot: Telegram, approver: User) -> None:
    person = bot.linked(approver)

    bot.write(person, "/stop")

    assert not TelegramLink.objects.exists()
    assert bot.said(person)[-1].startswith("Disconnected.")
    assert ModelLogEntry.objects.filter(action="desk.telegram_unlink", user=approver).count() == 1


def test_a_deactivated_person_is_cut_off(bot: Telegram, approver: User) -> None:
    # given a linked person whose account was closed
    person = bot.linked(approver)
    User.objects.filter(pk=approver.pk).update(is_active=False)

    # when they write
    bot.write(person, "/waiting")

    # then the bot does not know them any more
    assert not TelegramLink.objects.exists()
    assert "people of the press service" in bot.said(person)[-1]


def test_the_account_page_shows_the_link_and_ends_it(bot: Telegram, approver: User) -> None:
    client = signed_in(approver)
    assert "Connect Telegram" in client.get(reverse("wagtailadmin_account")).content.decode()
    bot.linked(approver)

    assert "Disconnect Telegram" in client.get(reverse("wagtailadmin_account")).content.decode()
    client.post(reverse("desk_disconnect_telegram"))

    assert not TelegramLink.objects.exists()


def test_who_wants_letters_besides_says_so_on_the_account_page(bot: Telegram, approver: User) -> None:
    bot.linked(approver)
    client = signed_in(approver)
    form = {
        "name_email-first_name": "Rustam",
        "name_email-last_name": "Aka",
        "name_email-email": "rustam@example.org",
        "notifications-submitted_notifications": "on",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Asia/Tashkent",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "telegram-also_mail": "on",
        "digests-night_from": "20:00",
        "digests-night_until": "08:00",
    }

    answer = client.post(reverse("wagtailadmin_account"), form)

    assert answer.status_code == 302
    assert TelegramLink.objects.get().also_mail is True


def test_the_bot_speaks_the_language_of_the_persons_screens(bot: Telegram, approver: User) -> None:
    UserProfile.objects.update_or_create(user=approver, defaults={"preferred_language": "ru"})
    person = bot.linked(approver)

    bot.write(person, "/help")

    with translation.override("ru"):
        assert gettext("what waits for your decision") in bot.said(person)[-1]
