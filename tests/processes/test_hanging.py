"""A platform that hangs for every one of its channels does not hold up the others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, act, query, wait_until
from tests.sandbox.clients import Client

pytestmark = pytest.mark.xdist_group("processes")

HANGING = [f"facebook-{number}" for number in range(12)]
WELL = ["telegram", "website"]


def test_a_telegram_post_goes_out_while_every_page_of_facebook_hangs(
    migrated_home: Path, held_platforms: Client, tmp_path: Path
) -> None:
    # given twelve pages that never answer, more than there are threads, all due before the channels that are well
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), held_platforms.url)
    environment |= {"CALL_SECONDS": "60", "LEASE_SECONDS": "90", "WORKER_CONCURRENCY": "4"}
    channels = act(environment, "prepare", channels=[*HANGING, *WELL])
    for name in HANGING:
        held_platforms.fault("facebook", "hold_until_released", "feed", target=channels[name]["address"])
    act(environment, "queue", channels=[channels[name]["id"] for name in HANGING], title="Ochiqlik kuni")
    act(environment, "queue", channels=[channels[name]["id"] for name in WELL], title="Ochiq eshiklar")
    database = f"{environment['MEDIAREJA_HOME']}/mediareja.sqlite3"
    states = (
        f"SELECT state FROM publishers_delivery WHERE channel_id IN ({', '.join(str(channels[n]['id']) for n in WELL)})"
    )
    # when
    program = Program([sys.executable, "manage.py", "run", "--no-sample"], environment, tmp_path / "log")
    try:
        wait_until(lambda: query(database, states) == [("published",)] * len(WELL), "the others are out", program)
        # then the pages still hang, on half of the threads, and each of them comes out once when it answers again
        assert held_platforms.state()["held"] == 2
        held_platforms.session.delete(f"{held_platforms.url}/__control__/faults", timeout=10)
        held_platforms.control("release")
        out = "SELECT count(*) FROM publishers_delivery WHERE state = 'published'"
        wait_until(lambda: query(database, out) == [(len(HANGING) + len(WELL),)], "the pages are out", program)
    finally:
        program.stop()
    assert [len(held_platforms.published("facebook", channels[name]["address"])) for name in HANGING] == [1] * 12
