"""Who sees which language: Uzbek unless a reader chose another, and on the staff screens what the profile says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real
from wagtail.users.models import UserProfile

SUBMIT = {"uz": "Kirish", "uz-cyrl": "Кириш", "ru": "Войти", "en": "Sign in"}
CHANNELS = {"uz": "Kanallar", "uz-cyrl": "Каналлар", "ru": "Каналы", "en": "Channels"}


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
@pytest.mark.parametrize("chosen", ["ru", "en", "uz", "uz-cyrl"])
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
@pytest.mark.parametrize("chosen", ["ru", "en", "uz", "uz-cyrl"])
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


def test_no_word_of_an_installed_app_is_shown_in_uzbek_to_who_reads_russian() -> None:
    """What Russian lacks comes from the default language, which is Uzbek."""
    catalogues = trans_real.translation("ru")._catalog._catalogs
    lacking = set()
    for app in apps.get_app_configs():
        shipped = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(shipped)) if shipped.exists() else ():
            key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
            wanted = (key, 0) if entry.msgid_plural else key
            if not any(wanted in catalogue or key in catalogue for catalogue in catalogues):
                lacking.add(entry.msgid)

    assert lacking == set()


def test_a_moment_ago_is_said_in_the_language_of_the_screen() -> None:
    with translation.override("ru"):
        assert naturaltime(timezone.now() - timedelta(minutes=5)) == "5\xa0минут назад"
