"""The sample plan's year: each duty on each channel owed is accounted for, once; and nothing real hears of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
import requests
from django.utils import timezone

from sandbox.thread import RunningSandbox
from scheduler.models import Occurrence
from scheduler.planning import activate_plan
from tests.desk.commands.running import rows
from tests.rehearsal.house import KINDS, rehearsed, sample_plan, town_with_channels
from tests.sandbox.clients import Client

pytestmark = pytest.mark.django_db
WHOLE_YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)


def test_every_duty_of_the_sample_plan_is_accounted_for_on_every_channel_and_nothing_real_is_touched(
    settings: object, platforms: RunningSandbox
) -> None:
    # given an active plan, and a sandbox that stands for everything that is real
    settings.SANDBOX_URL = settings.TELEGRAM_API_BASE = settings.GRAPH_API_BASE = platforms.url  # type: ignore[attr-defined]
    organization, _channels = town_with_channels()
    plan = sample_plan(organization)
    activate_plan(plan, continuous="monthly", now=NEW_YEAR)
    before, heard = rows(), asked(platforms)

    # when
    account = rehearsed(plan, *WHOLE_YEAR)

    # then each dated occurrence of the real plan stands there once, with its own slot
    real = {
        (one.item.number, one.period_key): timezone.localtime(one.slot).isoformat(timespec="seconds")
        for one in Occurrence.objects.filter(slot__isnull=False).select_related("item")
        if one.slot is not None
    }
    told = [((item["number"], one["period"]), one["slot"]) for item in account["items"] for one in item["occurrences"]]
    assert (len(told), dict(told)) == (48, real)
    # and on each channel owed once
    owed = [[row["channel"] for row in one["channels"]] for item in account["items"] for one in item["occurrences"]]
    assert owed == [[kind.capitalize() for kind in KINDS]] * 48
    found = Counter(
        (row["state"], row["reason"], row["at"])
        for item in account["items"]
        for one in item["occurrences"]
        for row in one["channels"]
    )
    assert found == {("missed", "nobody_wrote", None): 192}
    assert account["totals"] == {
        "occurrences": 48, "channels_owed": 192,
        "published": 0, "missed": 192, "rejected": 0, "waiting": 0, "unclear": 0, "not_owed": 0,
    }  # fmt: skip
    # and what has no date is not forgotten
    assert [(item["number"], item["reason"], item["occurrences"]) for item in account["not_dated"]] == [
        ("3", "standing", 12),
        ("4", "dates_not_given", 0),
        ("12", "standing", 12),
    ]
    assert (account["plan"], account["from"], account["to"]) == (plan.pk, "2026-01-01", "2026-12-31")
    assert account["assumed_posts"] is False
    # and nothing real has heard of it
    assert (rows(), asked(platforms)) == (before, heard)


def test_as_if_people_wrote_in_time_december_stands_on_every_channel_at_its_slots() -> None:
    # given a plan that nobody has activated: it starts on the first day that is played
    organization, _channels = town_with_channels()
    plan = sample_plan(organization)

    account = rehearsed(plan, "--from", "2026-12-01", "--to", "2026-12-31", "--with-posts")

    assert account["assumed_posts"] is True
    ends = {
        (one["period"], row["state"], row["reason"], (row["at"] or "")[:16] == one["slot"][:16])
        for item in account["items"]
        for one in item["occurrences"]
        for row in one["channels"]
    }
    months = {(f"2026-{month:02}", "not_owed", "over_before", False) for month in range(1, 12)}
    quarters = {(f"2026-Q{quarter}", "not_owed", "over_before", False) for quarter in range(1, 4)}
    assert ends == months | quarters | {("2026-12", "published", None, True), ("2026-Q4", "published", None, True)}
    assert (account["totals"]["published"], account["totals"]["not_owed"]) == (24, 168)


def asked(platforms: RunningSandbox) -> int:
    with requests.Session() as session:
        heard: int = Client(platforms.url, session).state()["requests"]
    return heard
