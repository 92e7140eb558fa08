"""The production form on one machine: the compose file's own commands, twice the workers and beats, under a supervisor.

A process that ends is started again, as the compose file's ``restart: unless-stopped`` has it.
"""

from __future__ import annotations

import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from cryptography.fernet import Fernet

from tests.fire.clock import Clock
from tests.fire.disk import Disk
from tests.fire.servers import OwnPostgres, OwnRedis
from tests.processes.program import Program, free_port, healthy, output_of, wait_until
from tests.production.compose import filled_in, services
from tests.sandbox.clients import Client

WORKERS = ("worker 1", "worker 2")
BEATS = ("beat 1", "beat 2")
OURS = ("web", *WORKERS, *BEATS)
RESTARTS_AFTER = 1.0
"""Seconds after which a process that ended by itself is started again."""
SHORT = {
    "CALL_SECONDS": "4",
    "LEASE_SECONDS": "20",
    "SETTLE_SECONDS": "5",
    "BEAT_MAX_WAIT_SECONDS": "0.2",
    "BROWSER": "none",
}
"""So that a lost worker is noticed within the length of a fire; in the product's proportions: a look comes when the
longest call is over."""


@dataclass
class Installation:
    folder: Path
    environment: dict[str, str]
    sandbox: Client
    postgres: OwnPostgres
    redis: OwnRedis
    disk: Disk
    programs: dict[str, Program] = field(default_factory=dict)
    beside: dict[str, Program] = field(default_factory=dict)
    clocks: dict[str, Clock] = field(default_factory=dict)
    down_until: dict[str, float] = field(default_factory=dict)
    """When what is down is started again, on the monotonic clock."""
    ended: Counter[str] = field(default_factory=Counter)
    """How often a process ended by itself."""

    def start(self, *names: str) -> None:
        for name in names:
            part, _, number = name.partition(" ")
            command = shlex.split(filled_in(services()[part]["command"], self.environment))
            if part == "worker":
                command += ["--hostname", f"{number}@%h"]
            clock = self.clocks.setdefault(name, Clock(self.folder / f"{name}.clock"))
            self.down_until.pop(name, None)
            self.programs[name] = Program(clock.command(command), self.environment, self.folder / f"{name}.log")

    def run_beside(self, name: str, command: list[str]) -> Program:
        """Not of ours: it is never killed, and not started again; but a full disk is full for it, too."""
        self.beside[name] = Program(command, self.environment, self.folder / f"{name}.log")
        return self.beside[name]

    def kill(self, name: str, *, back_after: float) -> None:
        """SIGKILL; its children are left to notice by themselves."""
        self.programs[name].kill()
        self.down_until[name] = time.monotonic() + back_after

    def supervise(self) -> None:
        now = time.monotonic()
        for name, program in self.programs.items():
            if name in self.down_until or program.running():
                continue
            self.ended[name] += 1
            self.down_until[name] = now + RESTARTS_AFTER
        self.start(*[name for name, at in self.down_until.items() if at <= now])

    def step_clocks(self, seconds: float) -> None:
        """Everybody's clock, the platforms' too, goes on by so much at once."""
        for clock in self.clocks.values():
            clock.step_to(clock.seconds + seconds)
        self.sandbox.control("clock", {"advance": seconds})

    def pids(self) -> list[int]:
        programs = (*self.programs.values(), *self.beside.values())
        return [program.process.pid for program in programs if program.running()]

    def wait_for_web(self, seconds: float = 180) -> None:
        def well() -> bool:
            self.supervise()
            return healthy(self.environment["SITE_URL"])

        wait_until(well, "/healthz", seconds=seconds)


@contextmanager
def installed(folder: Path, template: str = "", **settings: str) -> Iterator[Installation]:
    """Database up to date, sandbox up; none of ours is started yet. ``template``: a database that has our tables."""
    postgres, redis = OwnPostgres(), OwnRedis()
    if template:
        postgres.fill_from(template)
    disk = Disk(folder / "data" / "media")
    environment = _environment(folder, postgres.url, redis.url) | SHORT | settings
    command = [sys.executable, "-m", "sandbox", "--port", environment["SANDBOX_URL"].rpartition(":")[2], "--no-pacing"]
    command += ["--mail-port", environment["SANDBOX_MAIL_URL"].rpartition(":")[2]]
    sandbox = Program(command, environment, folder / "sandbox.log")
    with requests.Session() as session:
        built = Installation(folder, environment, Client(environment["SANDBOX_URL"], session), postgres, redis, disk)
        try:
            output_of(shlex.split(services()["migrate"]["command"]), environment, 240)
            wait_until(lambda: "Sandbox wall" in sandbox.said(), "the sandbox", sandbox)
            yield built
        finally:
            for program in (*built.programs.values(), *built.beside.values(), sandbox):
                program.kill()
            disk.close()
            redis.close()
            postgres.close()


def _environment(folder: Path, database: str, broker: str) -> dict[str, str]:
    port = free_port()
    given = {
        "SECRET_KEY": Fernet.generate_key().decode(),
        "CREDENTIALS_KEYS": Fernet.generate_key().decode(),
        "POSTGRES_PASSWORD": "unused",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "SANDBOX_URL": f"http://127.0.0.1:{free_port()}",
        "SANDBOX_MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "LANGUAGE_CODE": "en",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    of_file = {name: filled_in(value, given) for name, value in services()["web"]["environment"].items()}
    here = {"DATABASE_URL": database, "REDIS_URL": broker, "MEDIAREJA_HOME": str(folder / "data")}
    return given | of_file | here | {"DJANGO_SETTINGS_MODULE": "config.settings"}
