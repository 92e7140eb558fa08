"""Channels that people serve: a person in place of address and token, on the form and in the command."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from publishers.models import ChannelAccount
from tests.desk.commands.running import run_here
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of
from tests.publishers.handwork import carrier


@pytest.fixture
def bahrom(organization: Organization) -> User:
    return carrier()


def new(root: User, organization: Organization, **changed: Any) -> Any:
    form = {"organization": organization.pk, "kind": "billboard", "name": "Bilbord", "responsible": ""} | changed
    return signed_in(root).post(reverse("channelaccount:add"), form, follow=True)


@pytest.mark.parametrize("kind", ["billboard", "television", "radio", "by_hand"])
def test_the_form_asks_for_a_person_and_for_nothing_of_a_platform(
    organization: Organization, bahrom: User, root: User, kind: str
) -> None:
    page = signed_in(root).get(reverse("channelaccount:add"), {"kind": kind})

    fields = {field.name for field in page.context["form"].visible_fields()}
    assert fields == {"organization", "name", "responsible", "alphabet", "coverage_words"}


def test_a_billboard_with_its_person_works_at_once(organization: Organization, bahrom: User, root: User) -> None:
    response = new(root, organization, responsible=bahrom.pk)

    account = ChannelAccount.objects.get()
    assert (account.responsible, account.health, account.title) == (bahrom, "ok", "Bahrom")
    assert account.channel.coverage_words == ["outdoor", "banner"]
    assert "The channel works: Bahrom." in messages_of(response)


def test_without_a_person_nothing_is_stored(organization: Organization, root: User) -> None:
    response = new(root, organization)

    assert response.context["form"].errors == {"responsible": ["Name who carries out the tasks of this channel."]}
    assert Channel.objects.count() == 0


def test_only_people_who_can_be_told_and_can_open_a_task_are_offered(
    organization: Organization, bahrom: User, author: User, root: User
) -> None:
    User.objects.filter(pk=author.pk).update(email="")
    User.objects.create_user("mehmon", "mehmon@example.org")
    left = carrier("gulnora")
    left.is_active = False
    left.save()

    page = signed_in(root).get(reverse("channelaccount:add"), {"kind": "radio"})

    assert list(page.context["form"].fields["responsible"].queryset) == [root, bahrom]


def test_another_person_is_named_and_the_channel_goes_on(organization: Organization, bahrom: User, root: User) -> None:
    new(root, organization, responsible=bahrom.pk)
    account = ChannelAccount.objects.get()
    edit = reverse("channelaccount:edit", args=[account.pk])
    other = carrier("gulnora")

    response = signed_in(root).post(
        edit, {"name": "Bilbord", "responsible": other.pk, "is_active": "on", "coverage_words": []}, follow=True
    )

    account.refresh_from_db()
    assert (account.responsible, account.title) == (other, "Gulnora")
    assert "The channel works: Gulnora." in messages_of(response)


def test_a_platforms_channel_has_no_such_field(telegram: Channel, root: User) -> None:
    page = signed_in(root).get(reverse("channelaccount:edit", args=[telegram.account.pk]))

    assert "responsible" not in page.context["form"].fields


def test_the_command_takes_a_person_and_no_address(organization: Organization, bahrom: User) -> None:
    ran = run_here("add_channel", "radio", "--name", "Radio", "--responsible", "bahrom", "--json")

    account = ChannelAccount.objects.get()
    assert (ran.status, ran.json["health"], ran.json["title"]) == (0, "ok", "Bahrom")
    assert (account.channel.kind, account.responsible, account.address) == ("radio", bahrom, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["radio"], "This kind of channel needs who carries out its tasks: --responsible USER."),
        (["radio", "--responsible", "begona"], "“begona” is no active person with an e-mail address"),
        (["telegram"], "This kind of channel needs an address: --address."),
    ],
)
def test_the_command_refuses_what_is_missing(organization: Organization, arguments: list[str], sentence: str) -> None:
    ran = run_here("add_channel", *arguments, "--name", "Kanal")

    assert ran.status == 2
    assert sentence in ran.err
    assert Channel.objects.count() == 0
