"""``manage.py run``: where it listens, where its data lies, and when it refuses to start."""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sandbox.thread import RunningSandbox
from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, free_port, healthy, wait_until

pytestmark = pytest.mark.xdist_group("processes")

RUN = [sys.executable, "manage.py", "run", "--no-sample", "--json"]


@pytest.fixture(scope="module")
def running(
    migrated_home: Path, platforms: RunningSandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("run")
    environment = embedded_environment(copy_of(migrated_home, folder / "home"), platforms.url)
    program = Program(RUN, environment, folder / "run.log")
    try:
        wait_until(lambda: healthy(f"http://127.0.0.1:{environment['PORT']}"), "/healthz", program)
        yield program, environment
    finally:
        program.stop(signal.SIGTERM)


def test_it_answers_on_the_port_it_was_given(running: tuple[Program, dict[str, str]]) -> None:
    _program, environment = running

    report = requests.get(f"http://127.0.0.1:{environment['PORT']}/healthz", timeout=10).json()

    assert {name: report[name]["ok"] for name in ("database", "beat", "worker")} == {
        "database": True, "beat": True, "worker": True,
    }  # fmt: skip
    assert requests.get(f"http://127.0.0.1:{environment['SANDBOX_PORT']}/", timeout=10).status_code == 200


def test_it_says_where_to_look_and_shows_each_new_password_once(running: tuple[Program, dict[str, str]]) -> None:
    program, environment = running
    said = program.said()

    told = json.loads(said[said.index("{") : said.rindex("}") + 1])

    base = f"http://127.0.0.1:{environment['PORT']}"
    assert (told["staff"], told["health"]) == (f"{base}/admin/", f"{base}/healthz")
    assert list(told["passwords"]) == ["admin"]
    assert told["home"] == environment["MEDIAREJA_HOME"]


def test_all_data_lies_in_the_home_folder_and_keys_are_for_their_owner(
    running: tuple[Program, dict[str, str]],
) -> None:
    home = Path(running[1]["MEDIAREJA_HOME"])

    assert (home / "mediareja.sqlite3").stat().st_size > 0
    keys = sorted((home / "keys").iterdir())
    assert [key.name for key in keys] == ["credentials_key", "secret_key"]
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}


def test_a_second_one_in_the_same_home_is_refused(running: tuple[Program, dict[str, str]], tmp_path: Path) -> None:
    other_ports = running[1] | {
        "PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
        "SANDBOX_MAIL_PORT": str(free_port()),
    }

    second = Program(RUN, other_ports, tmp_path / "second.log")

    assert second.wait(30) == 1
    assert "is running in" in second.said()
    assert running[0].running()


@pytest.mark.parametrize("name", ["PORT", "SANDBOX_PORT"])
def test_a_taken_port_is_named_and_nothing_is_begun(
    migrated_home: Path, platforms: RunningSandbox, tmp_path: Path, name: str
) -> None:
    environment = embedded_environment(tmp_path / "home", platforms.url)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment[name])))
        taken.listen()
        program = Program(RUN, environment, tmp_path / "run.log")
        code = program.wait(30)

    assert code == 1
    assert f"Port {environment[name]} is taken" in program.said()
    assert not (tmp_path / "home" / "mediareja.sqlite3").exists()


def test_sigterm_stops_it_as_ctrl_c_does(migrated_home: Path, platforms: RunningSandbox, tmp_path: Path) -> None:
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), platforms.url)
    program = Program(RUN, environment, tmp_path / "run.log")
    try:
        wait_until(lambda: healthy(f"http://127.0.0.1:{environment['PORT']}"), "/healthz", program)
        code = program.stop(signal.SIGTERM)
    finally:
        program.kill()

    assert code == 0
    assert program.said().rstrip().endswith("Stopped.")
