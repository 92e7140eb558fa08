"""The embedded process killed while it waits for the platforms' answers: nothing is lost and nothing is sent twice."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, act, healthy, query, wait_until
from tests.sandbox.clients import Client

pytestmark = pytest.mark.xdist_group("processes")

RUN = [sys.executable, "manage.py", "run", "--no-sample"]
TITLE = "Ochiqlik kuni"
CHANNELS = ("facebook", "telegram", "telegram-private", "telegram-private2")
STEP = {"facebook": "feed", "telegram": "sendMessage"}


@dataclass
class Drama:
    """One post on its way to four channels; the platforms had taken it when the process was killed."""

    environment: dict[str, str]
    sandbox: Client
    channels: dict[str, Any]
    deliveries: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> str:
        return f"{self.environment['MEDIAREJA_HOME']}/mediareja.sqlite3"

    def state(self, name: str) -> str:
        return str(self.cell(name, "state"))

    def cell(self, name: str, column: str) -> Any:
        ((value,),) = query(
            self.database, f"SELECT {column} FROM publishers_delivery WHERE id = {self.deliveries[name]}"
        )
        return value

    def attempts(self, name: str) -> list[tuple[str, str]]:
        return query(  # type: ignore[return-value]
            self.database,
            f"SELECT step, outcome FROM publishers_attempt WHERE delivery_id = {self.deliveries[name]} ORDER BY number",
        )

    def shown(self, name: str) -> int:
        """How often readers of the channel see the post."""
        platform = name.partition("-")[0]
        return len(self.sandbox.published(platform, self.channels[name]["address"]))

    def sent(self, name: str) -> int:
        """How often the step that readers see was asked for."""
        platform = name.partition("-")[0]
        calls = self.sandbox.calls(platform=platform, operation=STEP[platform])
        address = self.channels[name]["address"]
        return sum(address in (call["target"], call["values"].get("chat_id")) for call in calls)


@pytest.fixture(scope="module")
def after_kill(
    migrated_home: Path, held_platforms: Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drama]:
    folder = tmp_path_factory.mktemp("kill")
    environment = embedded_environment(copy_of(migrated_home, folder / "home"), held_platforms.url)
    channels = act(environment, "prepare", channels=CHANNELS)
    drama = Drama(environment, held_platforms, channels)
    ids = [channel["id"] for channel in channels.values()]
    act(environment, "queue", channels=ids, title=TITLE)
    drama.deliveries = {
        name: query(drama.database, f"SELECT id FROM publishers_delivery WHERE channel_id = {channel['id']}")[0][0]
        for name, channel in channels.items()
    }
    for name, channel in channels.items():
        platform = name.partition("-")[0]
        held_platforms.fault(platform, "hold_until_released", STEP[platform], target=channel["address"])

    first = Program(RUN, environment, folder / "first.log")
    try:
        wait_until(lambda: held_platforms.state()["held"] == len(CHANNELS), "all calls held", first)
    finally:
        first.kill()
    assert [drama.state(name) for name in CHANNELS] == ["leased"] * len(CHANNELS)
    held_platforms.control("release")

    second = Program(RUN, environment, folder / "second.log")
    try:
        wait_until(lambda: all(("publish", "lost") in drama.attempts(name) for name in CHANNELS), "leases back", second)
        yield drama
    finally:
        second.stop(signal.SIGTERM)


@pytest.mark.parametrize("name", ["facebook", "telegram"])
def test_a_platform_that_shows_its_posts_is_looked_at_and_the_post_counts_as_published(
    after_kill: Drama, name: str
) -> None:
    wait_until(lambda: after_kill.state(name) == "published", "found")

    assert after_kill.attempts(name) == [("publish", "lost"), ("find", "found")]
    assert (after_kill.shown(name), after_kill.sent(name)) == (1, 1)
    assert after_kill.cell(name, "link").startswith("http")


def test_a_private_chat_cannot_be_looked_at_and_a_person_says_it_is_out(after_kill: Drama) -> None:
    # given
    name = "telegram-private"
    wait_until(lambda: ("find", "cannot_tell") in after_kill.attempts(name), "looked")
    assert (after_kill.state(name), after_kill.shown(name), after_kill.sent(name)) == ("unknown", 1, 1)
    # when
    delivery, link = after_kill.deliveries[name], "https://t.me/c/1/1"
    answer = act(after_kill.environment, "decide", delivery=delivery, decision="it is out", link=link)
    # then
    assert answer == "published"
    assert (after_kill.cell(name, "link"), after_kill.shown(name), after_kill.sent(name)) == (link, 1, 1)


def test_a_private_chat_is_sent_to_again_when_a_person_says_so_and_not_before(after_kill: Drama) -> None:
    # given
    name = "telegram-private2"
    wait_until(lambda: ("find", "cannot_tell") in after_kill.attempts(name), "looked")
    assert (after_kill.state(name), after_kill.sent(name)) == ("unknown", 1)
    # when
    act(after_kill.environment, "decide", delivery=after_kill.deliveries[name], decision="send again")
    # then
    wait_until(lambda: after_kill.state(name) == "published", "sent again")
    assert (after_kill.shown(name), after_kill.sent(name)) == (2, 2)


def test_ctrl_c_lets_the_call_in_flight_finish_and_ends_with_exit_code_0(
    migrated_home: Path, held_platforms: Client, tmp_path: Path
) -> None:
    # given
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), held_platforms.url)
    channels = act(environment, "prepare", channels=["telegram"])
    drama = Drama(environment, held_platforms, channels)
    (drama.deliveries["telegram"],) = act(environment, "queue", channels=[channels["telegram"]["id"]], title=TITLE)
    address = channels["telegram"]["address"]
    held_platforms.fault("telegram", "hold_until_released", "sendMessage", target=address)
    program = Program(RUN, environment, tmp_path / "run.log")
    try:
        wait_until(lambda: held_platforms.state()["held"] == 1, "the call held", program)
        # when
        program.process.send_signal(signal.SIGINT)
        wait_until(lambda: "Stopping" in program.said(), "the stop begun", program)
        held_platforms.control("release")
        code = program.wait(12)
    finally:
        program.kill()
    # then
    assert code == 0
    assert program.said().rstrip().endswith("Stopped.")
    assert (drama.state("telegram"), drama.shown("telegram"), drama.sent("telegram")) == ("published", 1, 1)


def test_healthz_tells_of_the_running_parts(after_kill: Drama) -> None:
    assert healthy(f"http://127.0.0.1:{after_kill.environment['PORT']}")
