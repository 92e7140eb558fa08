"""The benchmarks' shape: what they print, that their own parts are exact. Their times are nobody's business here."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from benchmarks import pages
from benchmarks.bench_punctuality import offsets
from benchmarks.house import ROOT, running_platform
from benchmarks.long_log import add_log, add_plans
from benchmarks.report import tell
from content.models import Post, Rendition
from publishers.models import Attempt, Delivery
from publishers.queries import next_delivery_instant
from scheduler.models import MediaPlan, Occurrence, PlanItem

KEYS = ["bench", "value", "unit", "baseline", "ratio", "goal", "met"]
RESULT: dict[str, Any] = {"value": 30.0, "baseline": 40.0, "unit": "ms", "what": "ours", "against": "theirs"}


def last_line(printed: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


def test_a_result_is_a_table_and_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    tell("some.figure", goal=1.5, **RESULT)

    printed = capsys.readouterr().out
    assert last_line(printed) == {
        "bench": "some.figure",
        "value": 30.0,
        "unit": "ms",
        "baseline": 40.0,
        "ratio": 0.75,
        "goal": 1.5,
        "met": True,
    }
    assert list(last_line(printed)) == KEYS
    assert all(words in printed for words in ("some.figure", "ours", "baseline: theirs", "30.000", "40.000"))


@pytest.mark.parametrize(
    ("judged", "met"),
    [
        ({"goal": 0.75}, True),
        ({"goal": 0.7}, False),
        ({"goal": 0.75, "at_least": True}, True),
        ({"goal": 0.8, "at_least": True}, False),
        ({"goal": 30.0, "of": "value"}, True),
        ({"goal": 29.9, "of": "value"}, False),
        ({"goal": 30.0, "of": "value", "also": False}, False),
    ],
)
def test_a_goal_is_of_the_ratio_or_of_the_value(
    judged: dict[str, Any], met: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    tell("some.figure", **judged, **RESULT)

    assert last_line(capsys.readouterr().out)["met"] is met


def test_due_instants_come_from_the_seed_and_are_never_more_than_fifty_a_second() -> None:
    found = offsets(200, seed=7)

    assert found == offsets(200, seed=7)
    assert found != offsets(200, seed=8)
    assert all(later - earlier >= 0.02 for earlier, later in itertools.pairwise(found))


def test_the_fast_platform_counts_what_came_and_what_came_twice() -> None:
    with running_platform() as platform, requests.Session() as session:
        for text in ("post-no-7- a", "post-no-7- a", "post-no-8- b"):
            session.post(f"{platform}/webhook/1", json={"text": text}, timeout=10).raise_for_status()
        sent = session.post(f"{platform}/bot1:a/sendMessage", data={"chat_id": "@a", "text": "c"}, timeout=10).json()
        told = session.get(f"{platform}/taken?arrivals", timeout=10).json()
        session.delete(f"{platform}/taken", timeout=10)
        after = session.get(f"{platform}/taken", timeout=10).json()

    assert (told["requests"], told["posts"], sorted(told["arrived"])) == (4, 3, ["7", "8"])
    assert (sent["ok"], sent["result"]["message_id"]) == (True, 4)
    assert after == {"requests": 0, "posts": 0, "first": 0.0, "last": 0.0, "arrived": {}}


@pytest.mark.django_db
def test_a_log_is_filled_by_the_database_itself() -> None:
    add_log(401)

    assert (Delivery.objects.count(), Attempt.objects.count(), Post.objects.count()) == (402, 402, 4)
    own = Delivery.objects.exclude(key="bench").select_related("rendition").order_by("pk")
    assert [delivery.key for delivery in own] == [f"bench-{number}" for number in range(401)]
    assert all(
        (delivery.rendition.post_id, delivery.rendition.channel_id) == (delivery.post_id, delivery.channel_id)
        for delivery in own
    )
    assert Rendition.objects.count() == 402
    assert next_delivery_instant() is None


@pytest.mark.django_db
def test_what_is_ahead_is_due_later_and_has_no_attempt() -> None:
    add_log(3, ahead=True)

    waiting = Delivery.objects.filter(state="pending").order_by("pk")
    first = waiting[0]
    assert [(each.due_at - first.due_at).total_seconds() for each in waiting] == [0.0, 1.0, 2.0]
    assert [each.ready_at for each in waiting] == [each.due_at for each in waiting]
    assert next_delivery_instant() == first.ready_at
    assert not Attempt.objects.exists()


@pytest.mark.django_db
def test_pages_are_measured_and_ask_as_much_of_many_rows_as_of_few() -> None:
    told = pages.main(20, 2)

    assert sorted(told) == ["pages", "planning"]
    assert sorted(told["pages"]) == sorted(pages.pages())
    assert all(sorted(page) == ["ms", "statements"] for page in told["pages"].values())
    add_plans(12)
    assert (MediaPlan.objects.count(), PlanItem.objects.count()) == (8 + 13, 60 + 25 + 145)
    assert Occurrence.objects.count() == 217 + 1297 + 2 * 720
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    again = pages.measured(client, reverse("mediaplan:index"))
    assert again["statements"] == told["pages"]["plan list"]["statements"]


def test_the_short_form_runs_and_ends_with_a_line_of_json() -> None:
    command = [sys.executable, "-m", "benchmarks", "--small", "recurrence"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)

    assert list(last_line(done.stdout)) == KEYS
