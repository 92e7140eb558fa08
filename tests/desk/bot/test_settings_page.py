"""The page on which an administrator connects the bot, and who may see what of it."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from desk.bot.connecting import service_bot
from desk.bot.models import BotPress, ServiceBot
from sandbox.thread import RunningSandbox
from tests.desk.bot.chats import Telegram
from tests.desk.conftest import signed_in
from tests.desk.people import person

pytestmark = pytest.mark.django_db
PAGE = "service_bot:index"


@pytest.fixture
def sandbox(platforms: RunningSandbox, settings: Any) -> str:
    settings.SANDBOX_URL = platforms.url
    return platforms.url


def test_a_token_is_tried_and_kept_encrypted(sandbox: str, root: User) -> None:
    # given a token from @BotFather, here the sandbox's
    made = requests.post(f"{sandbox}/__control__/bots", json={}, timeout=30).json()

    # when it is pasted
    answer = signed_in(root).post(reverse(PAGE), {"token": f" {made['token']} ", "is_sandbox": "on"}, follow=True)

    # then the page names the bot, and neither page nor database holds the token
    page = answer.content.decode()
    assert f"@{made['username']}" in page
    assert made["token"] not in page
    assert made["token"] not in ServiceBot.objects.get().stored_token
    assert service_bot() is not None
    # and people find the commands in the menu of the bot's chat, in each language that Telegram knows
    asked = {"operation": "setMyCommands"}
    offered = requests.get(f"{sandbox}/__control__/requests", params=asked, timeout=30).json()["requests"]
    assert [call["values"].get("language_code", "") for call in offered[-4:]] == ["", "uz", "ru", "en"]
    assert all("/" not in call["values"]["commands"] and "waiting" in call["values"]["commands"] for call in offered)


def test_a_wrong_token_is_refused_beside_its_field_and_changes_nothing(bot: Telegram, root: User) -> None:
    wrong = {"token": "300009999:" + "x" * 35, "is_sandbox": "on"}

    page = signed_in(root).post(reverse(PAGE), wrong).content.decode()

    assert "Telegram does not know this token." in page
    assert "x" * 35 not in page
    row = service_bot()
    assert row is not None
    assert row.username == bot.username


def test_without_a_token_the_sandbox_lends_a_bot(sandbox: str, root: User) -> None:
    client = signed_in(root)
    assert "Use a bot of the sandbox" in client.get(reverse(PAGE)).content.decode()

    page = client.post(reverse("service_bot:sandbox"), follow=True).content.decode()

    row = service_bot()
    assert row is not None
    assert row.is_sandbox
    assert "SANDBOX" in page


def test_the_page_says_what_is_wrong_and_what_to_do(bot: Telegram, root: User) -> None:
    client = signed_in(root)
    bot.fault("revoke_token", "getMe")

    client.post(reverse("service_bot:check"))

    assert "Telegram does not know this token." in client.get(reverse(PAGE)).content.decode()
    bot.clear_faults()
    client.post(reverse("service_bot:check"))
    assert "The bot works." in client.get(reverse(PAGE)).content.decode()


def test_disconnecting_forgets_the_token_and_leaves_people_linked(bot: Telegram, root: User, approver: User) -> None:
    bot.linked(approver)

    signed_in(root).post(reverse("service_bot:disconnect"))

    assert service_bot() is None
    assert approver.telegram_link.chat_id


def test_only_administrators_see_the_page(bot: Telegram, approver: User) -> None:
    client = signed_in(approver)

    for name in (PAGE, "service_bot:check", "service_bot:sandbox", "service_bot:disconnect"):
        assert client.post(reverse(name)).status_code == 302
    assert service_bot() is not None
    assert reverse(PAGE) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_may_not_see_the_log_of_publishing_does_not_see_the_bots(bot: Telegram, approver: User) -> None:
    nobody = person("nobody", "Mualliflar")
    nobody.groups.clear()

    assert signed_in(nobody).get(reverse("bot_log:index")).status_code == 302
    assert signed_in(approver).get(reverse("bot_log:index")).status_code == 200


def test_a_long_bot_log_asks_no_more_than_a_short_one(bot: Telegram, root: User, approver: User) -> None:
    client = signed_in(root)

    def questions(rows: int) -> int:
        now = timezone.now()
        BotPress.objects.bulk_create(
            BotPress(at=now, person=approver, chat_id=1, deed="help", outcome="done") for _ in range(rows)
        )
        with _counted() as asked:
            assert client.get(reverse("bot_log:index")).status_code == 200
        return len(asked)

    questions(1)
    assert questions(1) == questions(30)


def _counted() -> Any:
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)
