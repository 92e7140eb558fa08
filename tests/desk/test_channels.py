"""The screens of channels: what is stored is checked at once, and a token never comes back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from content.models import Channel, Organization
from desk.connection_guides import guide_for
from publishers.accounts import pause_account
from publishers.credentials import decrypt, encrypt
from publishers.models import ChannelAccount
from sandbox.thread import RunningSandbox
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of

TOKEN = "not-a-real-token-1f2e3d"


@pytest.fixture(autouse=True)
def nothing_listens(settings: Any) -> None:
    """No platform can be reached: port 9 of this machine refuses."""
    settings.SANDBOX_URL = settings.TELEGRAM_API_BASE = settings.GRAPH_API_BASE = "http://127.0.0.1:9"


def new_form(organization: Organization, **changed: Any) -> dict[str, Any]:
    return {
        "organization": organization.pk,
        "kind": "telegram",
        "name": "Yangi kanal",
        "address": "@yangi",
        "token": TOKEN,
        "sandbox": "on",
    } | changed


def add(user: User, organization: Organization, **changed: Any) -> Any:
    return signed_in(user).post(reverse("channelaccount:add"), new_form(organization, **changed), follow=True)


def edit_url(account: ChannelAccount) -> str:
    return reverse("channelaccount:edit", args=[account.pk])


def test_a_new_channel_is_stored_encrypted_and_checked_at_once(organization: Organization, root: User) -> None:
    response = add(root, organization)

    account = ChannelAccount.objects.select_related("channel").get()
    assert decrypt(account.stored_secret) == TOKEN
    assert TOKEN not in account.stored_secret
    assert (account.channel.is_sandbox, account.channel.coverage_words) == (
        True,
        ["official_pages", "social", "telegram"],
    )
    assert (account.health, account.checked_at is not None) == ("failing", True)
    assert "The platform could not be reached" in messages_of(response)


def test_only_what_has_a_stand_in_is_offered_as_a_sandbox(organization: Organization, root: User) -> None:
    address, client = reverse("channelaccount:add"), signed_in(root)

    offered = [
        kind
        for kind in ("website", "telegram", "newspaper", "billboard")
        if 'name="sandbox"' in client.get(address, {"kind": kind}).content.decode()
    ]
    made = add(root, organization, kind="website", name="Sayt", address="", token="")

    assert offered == ["telegram", "newspaper"]
    assert "The channel works" in messages_of(made)
    assert Channel.objects.get().is_sandbox is False


def test_a_website_channel_works_at_once(organization: Organization, root: User) -> None:
    response = add(root, organization, kind="website", name="Sayt", address="", token="", sandbox="")

    assert "The channel works" in messages_of(response)
    assert ChannelAccount.objects.get().health == "ok"


def test_a_sandbox_channel_gets_its_token_from_the_sandbox(
    organization: Organization, root: User, settings: Any, platforms: RunningSandbox
) -> None:
    settings.SANDBOX_URL = platforms.url

    response = add(root, organization, address="@sinov_kanali", token="")

    assert "The channel works" in messages_of(response)
    account = ChannelAccount.objects.get()
    assert (account.address, account.health) == ("@sinov_kanali", "ok")


@pytest.mark.parametrize(
    ("sandbox", "field", "sentence"),
    [
        ("", "token", "This kind of channel needs a token."),
        ("on", "sandbox", "The sandbox does not answer: ConnectionError."),
    ],
)
def test_a_channel_without_a_token_is_refused_beside_the_field(
    organization: Organization, root: User, sandbox: str, field: str, sentence: str
) -> None:
    response = add(root, organization, token="", sandbox=sandbox)

    assert response.context["form"].errors == {field: [sentence]}
    assert Channel.objects.count() == 0


def test_the_token_is_in_no_page(organization: Organization, root: User) -> None:
    client = signed_in(root)
    added = client.post(reverse("channelaccount:add"), new_form(organization), follow=True)
    account = ChannelAccount.objects.get()
    pages = {
        "added": added,
        "list": client.get(reverse("channelaccount:index")),
        "form": client.get(edit_url(account)),
        "refused": client.post(edit_url(account), {"name": "", "token": TOKEN}),
        "refused_new": client.post(reverse("channelaccount:add"), new_form(organization, name="")),
        "history": client.get(reverse("channelaccount:history", args=[account.pk])),
        "checked": client.post(reverse("channelaccount:check", args=[account.pk]), follow=True),
    }

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    leaks = [
        name
        for name, page in pages.items()
        if TOKEN in page.content.decode() or account.stored_secret in page.content.decode()
    ]
    assert leaks == []
    assert 'placeholder="stored"' in pages["form"].content.decode()


def test_an_empty_token_keeps_the_stored_one_and_a_new_one_replaces_it(
    organization: Organization, telegram: Channel, root: User
) -> None:
    account = telegram.account
    ChannelAccount.objects.update(stored_secret=encrypt(TOKEN))
    client = signed_in(root)
    form = {"name": "Kanal", "address": "@kanal", "token": "", "is_active": "on", "coverage_words": ["social"]}

    client.post(edit_url(account), form)
    kept = decrypt(ChannelAccount.objects.get().stored_secret)
    client.post(edit_url(account), form | {"token": "another-unreal-token"})

    account.refresh_from_db()
    telegram.refresh_from_db()
    assert (kept, decrypt(account.stored_secret)) == (TOKEN, "another-unreal-token")
    assert (telegram.name, account.address, telegram.coverage_words) == ("Kanal", "@kanal", ["social"])


def test_two_channels_of_one_name_are_refused_in_words(
    organization: Organization, telegram: Channel, root: User
) -> None:
    response = add(root, organization, name=telegram.name)

    assert response.context["form"].errors["name"] == ["The organization already has a channel of this name."]
    assert Channel.objects.count() == 1


def test_a_paused_channel_says_what_to_do_and_goes_on_when_told(
    organization: Organization, telegram: Channel, root: User
) -> None:
    account = telegram.account
    pause_account(account.pk, code="token_invalid", detail="Unauthorized", now=timezone.now())
    client = signed_in(root)

    listed = client.get(reverse("channelaccount:index")).content.decode()
    looked = client.get(reverse("channelaccount:resume", args=[account.pk]))
    still = ChannelAccount.objects.get().paused_at
    client.post(reverse("channelaccount:resume", args=[account.pk]))

    assert "The channel no longer accepts our token. Connect the channel again" in listed
    assert "01.12.2026 09:00 (Asia/Tashkent)" in listed
    assert (looked.status_code, still is not None) == (405, True)
    assert ChannelAccount.objects.get().paused_at is None


@pytest.mark.parametrize("who", ["author", "approver"])
def test_press_staff_see_channels_but_change_none(
    organization: Organization, telegram: Channel, who: str, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))

    listed = client.get(reverse("channelaccount:index"))
    edited = client.post(edit_url(telegram.account), {"name": "Boshqa", "address": "@x"})

    assert listed.status_code == 200
    assert (edited.status_code, edited.url) == (302, reverse("wagtailadmin_home"))
    telegram.refresh_from_db()
    assert telegram.name == "Hokimlik kanali"


def test_nobody_deletes_a_channel(organization: Organization, telegram: Channel, root: User) -> None:
    response = signed_in(root).post(reverse("channelaccount:delete", args=[telegram.account.pk]))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert ChannelAccount.objects.count() == 1


@pytest.mark.parametrize("address", ["", "tahririyat", "a@gazeta.example, bu emas"])
def test_a_newspaper_without_an_e_mail_address_is_refused(organization: Organization, root: User, address: str) -> None:
    response = add(root, organization, kind="newspaper", address=address)

    assert "This is no e-mail address" in response.content.decode()
    assert not ChannelAccount.objects.exists()


def test_a_newspaper_needs_no_token(organization: Organization, root: User) -> None:
    addresses = "a@gazeta.example, b@gazeta.example"

    add(root, organization, kind="newspaper", address=addresses, token="", sandbox="")

    account = ChannelAccount.objects.select_related("channel").get()
    assert (account.address, account.stored_secret, account.channel.is_sandbox) == (addresses, "", False)
    assert (account.channel.coverage_words, account.health_code) == (["newspaper", "mass_media"], "settings_wrong")


@pytest.mark.parametrize("kind", Channel.Kind.values)
def test_each_kind_has_a_page_that_says_how_to_connect_it(organization: Organization, root: User, kind: str) -> None:
    guide = guide_for(kind)

    page = signed_in(root).get(reverse("channelaccount:add"), {"kind": kind}).content.decode()

    assert [escape(str(step)) in page for step in guide.steps] == [True] * len(guide.steps)
    assert (
        'name="token" type="hidden"' in page.replace('type="hidden" name="token"', 'name="token" type="hidden"')
    ) == (not guide.token)


def test_the_first_page_of_a_new_channel_offers_every_kind(organization: Organization, root: User) -> None:
    page = signed_in(root).get(reverse("channelaccount:add")).content.decode()

    assert re.findall(r'href="\?kind=(\w+)"', page) == list(Channel.Kind.values)


def test_a_token_that_ends_soon_is_told_in_the_list(organization: Organization, root: User) -> None:
    add(root, organization)
    ends = timezone.now() + timedelta(days=2)
    ChannelAccount.objects.update(health="ok", health_code="", expires_at=ends)

    page = signed_in(root).get(reverse("channelaccount:index")).content.decode()

    assert "connect the channel again before" in page
