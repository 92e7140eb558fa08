"""A short storm of each seed, and what the long one stands on: no fault of the sandbox is left out unsaid."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.faults import KINDS, READS, WRITES, parse_fault
from tests.storm.ground import PLATFORMS, hosted
from tests.storm.report import as_table
from tests.storm.secrets import forms_of
from tests.storm.storm import Storm
from tests.storm.weather import BREAKS_THE_PROTOCOL, NEVER_CALLED, draw, strikes_on

POSTS = 8


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_post_is_out_once_or_waits_for_a_person(db: None, settings: Any, tmp_path: Path, seed: int) -> None:
    with hosted(tmp_path) as url:
        settings.SITE_URL, settings.MEDIA_ROOT = url, tmp_path / "media"
        told = Storm(seed, POSTS, (*("website", "by_hand"), *PLATFORMS), days=0.5).blow()

    print(as_table(told))
    assert told.problems == []
    assert {verdict.kind: verdict.total for verdict in told.verdicts} == dict.fromkeys(
        ("website", "by_hand", *PLATFORMS), POSTS
    )
    assert sum(verdict.once for verdict in told.verdicts) >= 0.6 * sum(verdict.total for verdict in told.verdicts)
    assert sum(told.struck.values()) > 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_fault_of_the_sandbox_may_strike_but_those_left_out_with_a_reason(platform: str) -> None:
    strikes = strikes_on(platform)

    kinds = {kind for kind, rule in KINDS.items() if platform in rule.platforms}
    left_out = {kind for where, kind in BREAKS_THE_PROTOCOL if where == platform}
    without_listing = {"listing_lag"} if platform in ("webhook", "newspaper") else set()
    assert {strike.kind for strike in strikes} == kinds - left_out - without_listing
    operations = WRITES[platform] | READS[platform]
    assert {strike.operation for strike in strikes} == operations - NEVER_CALLED[platform]
    assert operations >= NEVER_CALLED[platform]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_drawn_is_a_fault_the_sandbox_knows_and_the_same_for_the_same_seed(platform: str) -> None:
    first, second = Random(7), Random(7)

    drawn = [draw(first, platform, "secret-of-a-test") for _draw in range(300)]

    assert [draw(second, platform, "secret-of-a-test") for _draw in range(300)] == drawn
    for strike, params in drawn:
        parse_fault({"platform": platform, "operation": strike.operation, "kind": strike.kind, **params})


def test_a_secret_is_looked_for_in_the_forms_it_travels_in() -> None:
    assert forms_of(["", "ali:parol", "whsec_YWJj"]) == {
        *("ali:parol", "parol", "YWxpOnBhcm9s", "cGFyb2w=", "AGFsaQBwYXJvbA=="),
        *("whsec_YWJj", "d2hzZWNfWVdKag==", "YWJj"),
    }
