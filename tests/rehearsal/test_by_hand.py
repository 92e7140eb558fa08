"""What people do by hand, in a rehearsal: the task is handed over on its day, and the proof is left to people."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from publishers.accounts import add_channel
from tests.rehearsal.house import rehearsed, sample_plan, town_with_channels

pytestmark = pytest.mark.django_db


def test_posts_of_december_are_handed_over_and_wait_for_proof() -> None:
    organization, _channels = town_with_channels()
    bahrom = User.objects.create_user("bahrom", "bahrom@example.org")
    account = add_channel(organization, kind="billboard", name="Bilbord", address="", responsible=bahrom)
    account.channel.coverage_words = ["official_pages"]
    account.channel.save()
    plan = sample_plan(organization)

    told = rehearsed(plan, "--from", "2026-12-01", "--to", "2026-12-31", "--with-posts")

    ends = {
        (row["state"], row["reason"])
        for item in told["items"]
        for one in item["occurrences"]
        for row in one["channels"]
        if row["channel"] == "Bilbord" and row["state"] != "not_owed"
    }
    assert ends == {("waiting", "proof_awaited")}
