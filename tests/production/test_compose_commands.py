"""The commands of ``docker-compose.yml``, word for word, as processes on a real PostgreSQL and a real Redis."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis
import requests
from cryptography.fernet import Fernet

from tests.processes.program import Program, act, free_port, healthy, manage, output_of, query, wait_until
from tests.production.compose import filled_in, services
from tests.sandbox.clients import Client

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

KINDS = ("website", "telegram", "facebook", "instagram")


@dataclass
class Installation:
    """The services of the compose file; addresses are those of this machine, all else is as the file says."""

    folder: Path
    environment: dict[str, str]
    sandbox: Client
    programs: dict[str, Program] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.environment["SITE_URL"]

    @property
    def database(self) -> str:
        return self.environment["DATABASE_URL"]

    def command(self, name: str) -> list[str]:
        return shlex.split(filled_in(services()[name]["command"], self.environment))

    def start(self, name: str) -> Program:
        self.programs[name] = Program(self.command(name), self.environment, self.folder / f"{name}.log")
        return self.programs[name]

    def states(self) -> dict[str, str]:
        return dict(
            query(
                self.database,
                "SELECT c.kind, d.state FROM publishers_delivery d JOIN content_channel c ON c.id = d.channel_id",
            )
        )

    def shown(self, channel: dict[str, Any], kind: str) -> int:
        """How often readers see it: at the sandbox, or as an article."""
        if kind == "website":
            page = requests.get(f"{self.url}/yangiliklar/", timeout=10)
            assert page.status_code == 200
            return page.text.count("Haftalik hisobot</a>")
        return len(self.sandbox.published(kind, channel["address"]))

    def probe(self, part: str) -> bool:
        """What the container's own health check says of the part; only the address is this machine's."""
        service = services()["web" if part == "database" else part]
        word, *command = service["healthcheck"]["test"]
        assert (word, command[:4]) == ("CMD", ["python", "-m", "config.probe", part])
        answer = json.loads(output_of([*command[:-1], self.url], self.environment, 30))
        return bool(answer["ok"])


@pytest.fixture
def installation(database: str, redis_url: str, tmp_path: Path) -> Iterator[Installation]:
    redis.Redis.from_url(redis_url).flushdb()
    port, sandbox_port = free_port(), free_port()
    sandbox_url = f"http://127.0.0.1:{sandbox_port}"
    given = {
        "SECRET_KEY": Fernet.generate_key().decode(),
        "CREDENTIALS_KEYS": Fernet.generate_key().decode(),
        "POSTGRES_PASSWORD": "unused",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "SANDBOX_URL": sandbox_url,
        "CALL_SECONDS": "4",
        "LEASE_SECONDS": "9",
        "SETTLE_SECONDS": "1",
        "BEAT_MAX_WAIT_SECONDS": "0.2",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    of_file = {name: filled_in(value, given) for name, value in services()["web"]["environment"].items()}
    here = {"DATABASE_URL": database, "REDIS_URL": redis_url, "MEDIAREJA_HOME": str(tmp_path / "data")}
    environment = given | of_file | here | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    sandbox = Program(
        [sys.executable, "-m", "sandbox", "--port", str(sandbox_port), "--data", str(tmp_path / "wall"), "--no-pacing"],
        environment,
        tmp_path / "sandbox.log",
    )
    with requests.Session() as session:
        built = Installation(tmp_path, environment, Client(sandbox_url, session), {"sandbox": sandbox})
        try:
            wait_until(lambda: "Sandbox wall" in sandbox.said(), "the sandbox", sandbox)
            migrate = Program(built.command("migrate"), environment, tmp_path / "migrate.log")
            assert migrate.wait(60) == 0, migrate.said()
            for name in ("web", "worker", "beat", "bot"):
                built.start(name)
            wait_until(lambda: healthy(built.url), "/healthz", *built.programs.values())
            yield built
        finally:
            for program in built.programs.values():
                program.kill()


def test_a_post_queued_on_the_command_line_is_out_once_on_four_channels_and_all_stop_cleanly(
    installation: Installation,
) -> None:
    # given
    channels = act(installation.environment, "prepare", channels=KINDS)
    body = installation.folder / "hisobot.md"
    body.write_text("Hokimlik **haftalik** hisobotini eʼlon qildi.", encoding="utf-8")
    # when
    queued = json.loads(
        manage(
            installation.environment, "queue_post", "--json", "--title", "Haftalik hisobot", "--body", str(body),
            "--channels", ",".join(channel["name"] for channel in channels.values()),
            "--author", "malika", "--approve-by", "rustam",
        )
    )  # fmt: skip
    assert (queued["state"], len(queued["deliveries"])) == ("approved", 4)
    # then
    everywhere = dict.fromkeys(KINDS, "published")
    wait_until(lambda: installation.states() == everywhere, "four channels", *installation.programs.values())
    assert {kind: installation.shown(channels[kind], kind) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert [installation.probe(part) for part in ("database", "worker", "beat", "bot")] == [True] * 4
    # when, then
    codes = {name: installation.programs[name].stop(seconds=20) for name in ("bot", "beat", "worker", "web")}
    assert codes == {"bot": 0, "beat": 0, "worker": 0, "web": 0}


def test_a_worker_killed_during_a_call_leaves_the_post_out_once(installation: Installation) -> None:
    # given
    channels = act(installation.environment, "prepare", channels=["facebook"])
    address = channels["facebook"]["address"]
    installation.sandbox.fault("facebook", "hold_until_released", "feed", target=address)
    act(installation.environment, "queue", channels=[channels["facebook"]["id"]], title="Ochiqlik kuni")
    wait_until(lambda: installation.sandbox.state()["held"] == 1, "the call held", *installation.programs.values())
    # when
    installation.programs["worker"].kill()
    installation.sandbox.control("release")
    installation.start("worker")
    # then
    wait_until(lambda: installation.states() == {"facebook": "published"}, "found", installation.programs["beat"])
    attempts = query(installation.database, "SELECT step, outcome FROM publishers_attempt ORDER BY number")
    assert attempts == [("publish", "lost"), ("find", "found")]
    assert len(installation.sandbox.published("facebook", address)) == 1


def test_redis_emptied_at_any_moment_loses_nothing(installation: Installation) -> None:
    # given: no worker takes the messages that beat sends
    channels = act(installation.environment, "prepare", channels=["telegram"])
    assert installation.programs["worker"].stop(seconds=20) == 0
    act(installation.environment, "queue", channels=[channels["telegram"]["id"]], title="Ochiqlik kuni")
    wait_until(lambda: installation.states() == {"telegram": "leased"}, "claimed", installation.programs["beat"])
    # when
    redis.Redis.from_url(installation.environment["REDIS_URL"]).flushdb()
    installation.start("worker")
    # then: the lease brings it back
    wait_until(lambda: installation.states() == {"telegram": "published"}, "sent", installation.programs["beat"])
    assert len(installation.sandbox.published("telegram", channels["telegram"]["address"])) == 1
