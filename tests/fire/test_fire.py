"""A fire of 2,000 posts: everything burns, and each post is at its platform once, or a person is asked about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fire.fire import Fire
from tests.fire.mishaps import AT_PLATFORMS, KINDS, drawn
from tests.fire.report import as_json, as_table
from tests.servers import Postgres

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("fire"), pytest.mark.timeout(1500)]

PLACES = [["telegram", "@sinov", "token"], ["facebook", "200000000000001", "token"], ["website", "", ""]]


def test_nothing_is_lost_and_nothing_is_twice_whatever_burns(postgres: Postgres, migrated: str, tmp_path: Path) -> None:
    told = Fire(seed=2).burn(tmp_path, print, postgres.address(migrated))

    print(as_table(told))
    print(as_json(told))
    assert told.problems == []
    assert told.deliveries >= 2000
    assert (told.total("lost"), told.total("twice"), told.total("wrong")) == (0, 0, 0)
    assert told.total("once") + sum(told.waiting.values()) == told.deliveries
    assert told.total("once") >= 0.9 * told.deliveries
    # rejected: a receiver could not fetch the pictures from a web that was down
    assert {what.partition(" ")[0] for what in told.waiting} <= {"unknown", "partial", "rejected"}
    assert {mishap.kind for mishap in told.happened} >= set(KINDS)


def test_a_seed_tells_the_whole_course() -> None:
    first, again, other = (drawn(seed, seconds=60, every=3, strikes_every=0.5, places=PLACES) for seed in (7, 7, 8))

    assert first == again != other
    assert [mishap.at for mishap in first] == sorted(mishap.at for mishap in first)
    assert {mishap.kind for mishap in first} == {*KINDS, "a platform"}
    assert {mishap.strike["kind"] for mishap in first if mishap.strike} <= set(AT_PLATFORMS)
    assert {mishap.strike["platform"] for mishap in first if mishap.strike} == {"telegram", "facebook"}
