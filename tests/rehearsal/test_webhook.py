"""A receiver of webhooks in a rehearsal: its stand-in keeps the rehearsed time, so that messages are of now."""

from __future__ import annotations

import pytest

from publishers.accounts import add_channel
from tests.rehearsal.house import rehearsed, sample_plan, town_with_channels

pytestmark = pytest.mark.django_db


def test_posts_of_december_reach_a_receiver_on_the_rehearsed_days() -> None:
    organization, _channels = town_with_channels()
    address, key = "https://qabul.example/mediareja", f"whsec_{'bmV3' * 10}"
    account = add_channel(organization, kind="webhook", name="Portal", address=address, secret=key)
    account.channel.coverage_words = ["official_pages"]
    account.channel.save()
    plan = sample_plan(organization)

    told = rehearsed(plan, "--from", "2026-12-01", "--to", "2026-12-31", "--with-posts")

    ends = {
        (row["state"], row["reason"], row["at"][:16] == one["slot"][:16])
        for item in told["items"]
        for one in item["occurrences"]
        for row in one["channels"]
        if row["channel"] == "Portal" and row["state"] != "not_owed"
    }
    assert ends == {("published", None, True)}
