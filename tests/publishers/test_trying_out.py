"""The first test post of a channel: it goes through the real adapter, and no reader sees it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from publishers.credentials import decrypt
from publishers.errors import AccountRejected, Misconfigured, ReasonCode
from publishers.models import ChannelAccount, Delivery
from publishers.trying_out import try_out, way_of
from tests.desk.conftest import signed_in
from tests.publishers.stage import Stage


def account_of(stage: Stage, kind: str, *, private: bool = False) -> ChannelAccount:
    return stage.channel(kind, private=private).account


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("telegram", "private place"),
        ("newspaper", "private place"),
        ("facebook", "unseen"),
        ("instagram", "unseen"),
        ("wordpress", "unseen"),
        ("webhook", "none"),
        ("website", "none"),
        ("billboard", "none"),
        ("strange", "none"),
    ],
)
def test_how_each_kind_is_tried_out(kind: str, way: str) -> None:
    assert way_of(kind) == way


def test_a_telegram_channel_is_tried_out_in_a_private_one_of_the_same_bot(stage: Stage) -> None:
    account = account_of(stage, "telegram")
    token = decrypt(account.stored_secret)
    private = stage.sandbox.control("channels", {"platform": "telegram", "title": "Sinov", "token": token})

    try_out(account, place=str(private["id"]))

    (seen,) = stage.sandbox.published("telegram", str(private["id"]))
    assert "Mediareja" in seen["text"]
    assert stage.shown(account.channel) == []
    assert Delivery.objects.count() == 0


def test_the_channel_itself_is_no_private_place(stage: Stage) -> None:
    account = account_of(stage, "telegram")

    with pytest.raises(Misconfigured) as caught:
        try_out(account, place=account.address.upper())

    assert caught.value.code is ReasonCode.NOT_PRIVATE
    assert stage.shown(account.channel) == []


@pytest.mark.parametrize("kind", ["facebook", "instagram", "wordpress"])
def test_the_others_are_tried_out_where_no_reader_looks(stage: Stage, kind: str) -> None:
    account = account_of(stage, kind)

    assert try_out(account) == ""

    assert stage.shown(account.channel) == []
    assert stage.sandbox.calls(platform=kind)


@pytest.mark.parametrize("kind", ["facebook", "instagram", "wordpress"])
def test_a_revoked_token_is_told_by_the_test_post(stage: Stage, kind: str) -> None:
    account = account_of(stage, kind)
    stage.sandbox.fault(kind, "revoke_token", target=account.address)

    with pytest.raises(AccountRejected) as caught:
        try_out(account)

    assert caught.value.code is ReasonCode.TOKEN_INVALID


def test_the_screen_tells_what_came_of_it(stage: Stage) -> None:
    account = account_of(stage, "facebook")
    client = signed_in(User.objects.create_superuser("admin", "admin@example.org"))
    address = reverse("channelaccount:try_out", args=[account.pk])

    well = client.post(address, follow=True).content.decode()
    stage.sandbox.fault("facebook", "revoke_token", target=account.address)
    refused = client.post(address, follow=True).content.decode()

    assert "The test post arrived, and no reader saw it." in well
    assert "The test post did not arrive. The channel no longer accepts our token." in refused
