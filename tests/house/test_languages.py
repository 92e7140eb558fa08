"""Who sees which language: Uzbek unless a reader chose another, and on the staff screens what the profile says."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

SUBMIT = {"uz": "Kirish", "ru": "Войти", "en": "Sign in"}
CHANNELS = {"uz": "Kanallar", "ru": "Каналы", "en": "Channels"}


def shown(client: Client, url: str, **headers: str) -> tuple[str, str]:
    """The language a page says it is in, and its words."""
    page = BeautifulSoup(client.get(url, headers=headers).content, "html.parser")
    assert page.html is not None
    return str(page.html["lang"]), page.get_text(" ", strip=True)


@pytest.mark.django_db
def test_screens_are_uzbek_whatever_the_browser_asks_for(client: Client) -> None:
    # when
    language, words = shown(client, reverse("wagtailadmin_login"), accept_language="ru-RU,ru;q=0.9,en;q=0.8")

    # then
    assert language == "uz"
    assert SUBMIT["uz"] in words


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["ru", "en", "uz"])
def test_the_switch_of_the_site_changes_the_language_and_is_remembered(client: Client, chosen: str) -> None:
    # given
    login = reverse("wagtailadmin_login")

    # when
    answer = client.post(reverse("set_language"), {"language": chosen, "next": login})

    # then
    assert (answer.status_code, answer.headers["Location"]) == (302, login)
    language, words = shown(client, login)
    assert language == chosen
    assert SUBMIT[chosen] in words


@pytest.mark.django_db
def test_a_language_we_do_not_speak_is_not_taken(client: Client) -> None:
    # when
    client.cookies.load({"django_language": "de"})

    # then
    assert shown(client, reverse("wagtailadmin_login"))[0] == "uz"


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["ru", "en", "uz"])
def test_a_profile_decides_on_the_staff_screens_over_the_switch_of_the_site(client: Client, chosen: str) -> None:
    # given
    user = User.objects.create_superuser("xodim", "xodim@shahar.example", "halollik-2026")
    UserProfile.objects.create(user=user, preferred_language=chosen)
    client.force_login(user)
    client.cookies.load({"django_language": "en" if chosen == "uz" else "uz"})

    # when
    language, words = shown(client, reverse("channelaccount:index"))

    # then
    assert language == chosen
    assert CHANNELS[chosen] in words
