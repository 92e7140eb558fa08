"""Ctrl-C while a browser keeps its connection: the stop does not wait for it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import requests

from sandbox.thread import RunningSandbox
from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, healthy, wait_until
from tests.processes.test_run import RUN


@pytest.mark.xdist_group("processes")
def test_a_connection_that_a_client_keeps_does_not_hold_the_stop(
    migrated_home: Path, platforms: RunningSandbox, tmp_path: Path
) -> None:
    # given
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), platforms.url)
    health = f"http://127.0.0.1:{environment['PORT']}/healthz"
    program = Program(RUN, environment, tmp_path / "run.log")
    wait_until(lambda: healthy(health.removesuffix("/healthz")), "/healthz", program)
    with requests.Session() as browser:
        assert browser.get(health, timeout=10).headers.get("Connection") != "close"

        # when
        status = program.stop(signal.SIGINT)

    # then nothing had to be left open
    assert (status, program.said().splitlines()[-1]) == (0, "Stopped.")
