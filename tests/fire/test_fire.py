"""The course of a fire is drawn from its seed. The fire itself is `make fire`."""

from __future__ import annotations

from tests.fire.mishaps import AT_PLATFORMS, KINDS, drawn

PLACES = [["telegram", "@sinov", "token"], ["facebook", "200000000000001", "token"], ["website", "", ""]]


def test_a_seed_tells_the_whole_course() -> None:
    first, again, other = (drawn(seed, seconds=60, every=3, strikes_every=0.5, places=PLACES) for seed in (7, 7, 8))

    assert first == again != other
    assert [mishap.at for mishap in first] == sorted(mishap.at for mishap in first)
    assert {mishap.kind for mishap in first} == {*KINDS, "a platform"}
    assert {mishap.strike["kind"] for mishap in first if mishap.strike} <= set(AT_PLATFORMS)
    assert {mishap.strike["platform"] for mishap in first if mishap.strike} == {"telegram", "facebook"}
