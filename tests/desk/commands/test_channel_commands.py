"""add_channel and check_channels, as scripts use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from content.models import Channel, Organization
from publishers.credentials import decrypt
from publishers.models import ChannelAccount
from sandbox.thread import RunningSandbox
from sandbox.world import BOT_TOKEN
from tests.desk.commands.running import rows, run_here
from tests.publishers.adapters.wire import closed_address
from tests.scheduler.plan_import.plans import write_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox(settings: Any, platforms: RunningSandbox) -> str:
    settings.SANDBOX_URL = platforms.url
    return platforms.url


def with_token_file(folder: Path, text: str = f"{BOT_TOKEN}\n") -> Path:
    return write_text(folder / "token.txt", text)


def test_a_channel_with_a_token_is_added_checked_and_its_token_is_never_shown(
    tmp_path: Path, organization: Organization, sandbox: str
) -> None:
    ran = run_here(
        "add_channel", "telegram", "--name", "Kanal", "--address", "@mediareja_sandbox",
        "--token-file", with_token_file(tmp_path), "--sandbox", "--json",
    )  # fmt: skip

    account = ChannelAccount.objects.get()
    assert (ran.status, ran.json) == (
        0,
        {
            "channel": account.channel_id,
            "name": "Kanal",
            "kind": "telegram",
            "sandbox": True,
            "health": "ok",
            "reason": None,
            "title": account.title,
        },
    )
    assert account.title
    assert BOT_TOKEN not in ran.out + ran.err + account.stored_secret
    assert decrypt(account.stored_secret) == BOT_TOKEN


def test_a_sandbox_channel_needs_no_token(organization: Organization, sandbox: str) -> None:
    ran = run_here("add_channel", "facebook", "--name", "Sahifa", "--address", "200000000777001", "--sandbox")

    channel = Channel.objects.get()
    assert ran.status == 0
    assert ran.out.startswith(f"Channel {channel.pk} “Sahifa” added: works. ")
    assert (channel.is_sandbox, channel.account.address, channel.coverage_words) == (
        True,
        "200000000777001",
        ["official_pages", "social", "facebook"],
    )


def test_a_wordpress_password_is_taken_in_the_groups_it_is_shown_in(
    tmp_path: Path, organization: Organization, sandbox: str
) -> None:
    login = "mediareja:Sand boxP assw ordF orTe sts1"

    ran = run_here(
        "add_channel", "wordpress", "--name", "Sayt", "--address", "30000000000001",
        "--token-file", with_token_file(tmp_path, f"{login}\n"), "--sandbox", "--json",
    )  # fmt: skip

    account = ChannelAccount.objects.get()
    assert (ran.status, ran.json["health"], ran.json["title"]) == (0, "ok", "Mediareja sandbox")
    assert (decrypt(account.stored_secret), account.channel.coverage_words) == (login, ["official_pages", "website"])


def test_a_webhook_may_have_two_keys_and_means_no_word_of_a_plan_by_itself(
    tmp_path: Path, organization: Organization, sandbox: str
) -> None:
    keys = f"whsec_{'bmV3' * 10} whsec_c2FuZGJveC13ZWJob29rLWtleS1mb3ItdGVzdGluZyE="

    ran = run_here(
        "add_channel", "webhook", "--name", "Portal", "--address", "40000000000001",
        "--token-file", with_token_file(tmp_path, f"{keys}\n"), "--sandbox", "--json",
    )  # fmt: skip

    account = ChannelAccount.objects.get()
    assert (ran.status, ran.json["health"], ran.json["title"]) == (0, "ok", "Mediareja sandbox")
    assert (decrypt(account.stored_secret), account.channel.coverage_words) == (keys, [])


def test_the_website_is_a_channel_without_a_token(organization: Organization) -> None:
    ran = run_here("add_channel", "website", "--name", "Sayt", "--address", "", "--json")

    assert (ran.status, ran.json["health"], ran.json["sandbox"]) == (0, "ok", False)


def test_a_token_the_platform_refuses_is_kept_and_the_reason_told(
    tmp_path: Path, organization: Organization, sandbox: str
) -> None:
    token = with_token_file(tmp_path, "100000009:nobody-knows-this-token-00000000000")

    ran = run_here(
        "add_channel", "telegram", "--name", "Kanal", "--address", "@mediareja_sandbox", "--token-file", token,
        "--sandbox", "--json",
    )  # fmt: skip

    assert (ran.status, ran.json["health"], ran.json["reason"]) == (0, "failing", "token_invalid")


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (None, "This kind of channel needs a token: --token-file FILE, or --sandbox to try without one."),
        ("", "The token file must hold the token and nothing else."),
        ("two words", "The token file must hold the token and nothing else."),
    ],
)
def test_a_missing_or_odd_token_is_refused_and_nothing_is_stored(
    tmp_path: Path, db: None, token: str | None, sentence: str
) -> None:
    file = () if token is None else ("--token-file", with_token_file(tmp_path, token))
    before = rows()

    ran = run_here("add_channel", "telegram", "--name", "Kanal", "--address", "@kanal", *file)

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)
    assert rows() == before


def test_a_token_file_that_is_not_there_is_refused(tmp_path: Path, db: None) -> None:
    before = rows()

    ran = run_here(
        "add_channel", "telegram", "--name", "Kanal", "--address", "@kanal", "--token-file", tmp_path / "yoq"
    )

    assert (ran.status, ran.err) == (2, "The token file cannot be read: FileNotFoundError\n")
    assert rows() == before


def test_a_name_that_is_taken_or_too_long_is_refused(organization: Organization, website: Channel) -> None:
    before = rows()

    taken = run_here("add_channel", "website", "--name", website.name, "--address", "")
    too_long = run_here("add_channel", "website", "--name", "x" * 201, "--address", "")

    assert (taken.status, taken.err) == (2, "The organization already has a channel of this name.\n")
    assert (too_long.status, too_long.err) == (
        2,
        "Ensure this value has at most 200 characters (it has 201).\n",
    )
    assert rows() == before


def test_what_is_refused_leaves_no_first_organization_behind(db: None) -> None:
    before = rows()

    assert run_here("add_channel", "website", "--name", "x" * 201, "--address", "").status == 2

    assert rows() == before


def test_a_sandbox_that_is_away_is_a_failure_and_stores_nothing(db: None, settings: Any) -> None:
    settings.SANDBOX_URL = closed_address()
    before = rows()

    ran = run_here("add_channel", "telegram", "--name", "Kanal", "--address", "@kanal_yoq", "--sandbox")

    assert (ran.status, ran.err) == (
        1,
        "The sandbox does not answer: ConnectionError. Start it with make run.\n",
    )
    assert rows() == before


def test_checking_tells_of_each_channel_and_fails_when_one_does_not_work(
    organization: Organization, sandbox: str
) -> None:
    # given
    run_here("add_channel", "website", "--name", "Sayt", "--address", "")
    run_here("add_channel", "instagram", "--name", "Rasmlar", "--address", "17841400000777002", "--sandbox")
    account = ChannelAccount.objects.get(channel__name="Rasmlar")
    assert run_here("check_channels").status == 0
    fault = {"platform": "instagram", "operation": "*", "kind": "revoke_token", "target": account.address}
    requests.post(f"{sandbox}/__control__/faults", json=fault, timeout=5).raise_for_status()

    # when
    ran = run_here("check_channels", "--json")
    shown = run_here("check_channels")
    requests.delete(f"{sandbox}/__control__/faults", timeout=5).raise_for_status()

    # then
    site, pictures = ran.json["channels"]
    assert (ran.status, shown.status) == (1, 1)
    assert (site["name"], site["health"], site["reason"], site["paused"]) == ("Sayt", "ok", None, False)
    assert pictures | {"detail": ""} == {
        "channel": account.channel_id,
        "name": "Rasmlar",
        "kind": "instagram",
        "sandbox": True,
        "address": "17841400000777002",
        "health": "failing",
        "reason": "token_invalid",
        "detail": "",
        "paused": True,
        "title": account.title,
    }
    assert "does not work" in shown.out
    assert decrypt(account.stored_secret) not in ran.out + shown.out + ran.err + shown.err


def test_without_channels_there_is_nothing_to_check(organization: Organization) -> None:
    assert run_here("check_channels").out == "There are no channels yet. Add one with add_channel.\n"
    assert run_here("check_channels", "--json").json == {"channels": []}


def test_a_token_saved_by_notepad_is_read_without_its_mark(
    tmp_path: Path, organization: Organization, sandbox: str
) -> None:
    token = with_token_file(tmp_path, f"\ufeff{BOT_TOKEN}\r\n")

    run_here(
        "add_channel", "telegram", "--name", "Kanal", "--address", "@mediareja_sandbox",
        "--token-file", token, "--sandbox",
    )  # fmt: skip

    assert decrypt(ChannelAccount.objects.get().stored_secret) == BOT_TOKEN
