"""Web, beat and worker as real processes on PostgreSQL and Redis: what they log and tell, what the doctor finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis
import requests

from sandbox.thread import RunningSandbox
from tests.config.test_metrics import samples
from tests.processes.program import KEPT, ROOT, Program, act, free_port, healthy, query, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
STOPS = ("", "worker: Warm shutdown (MainProcess)")
"""Written to the stream from inside the signal handler, where no logging is allowed."""
TOKEN = "olchovlar-uchun-uzun-kalit"
KINDS = ("telegram", "website")


@dataclass
class House:
    environment: dict[str, str]
    url: str
    folder: Path
    programs: dict[str, Program] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        self.programs[name] = Program(command, self.environment, self.folder / f"{name}.log")

    def published(self) -> list[tuple[Any, ...]]:
        """Delivery, attempt, channel, kind."""
        return query(
            self.environment["DATABASE_URL"],
            "SELECT d.id, a.id, c.id, c.kind FROM publishers_attempt a"
            " JOIN publishers_delivery d ON d.id = a.delivery_id JOIN content_channel c ON c.id = d.channel_id"
            " WHERE a.outcome = 'published' ORDER BY d.id",
        )

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Every line of a log: none may be anything else than an object, but for Celery's word that it stops."""
        said = [line for line in self.programs[name].said().splitlines() if line not in STOPS]
        assert [line for line in said if not line.startswith("{")] == []
        found = [json.loads(line) for line in said]
        assert all({"time", "level", "logger", "message"} <= set(line) for line in found)
        return found

    def metrics(self) -> dict[tuple[str, ...], float]:
        """A scrape without what passes with the seconds; each on a new connection, so that any process answers."""
        answer = requests.get(f"{self.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=20)
        assert answer.status_code == 200
        return {key: value for key, value in samples(answer.text).items() if "seconds" not in key[0]}


@pytest.fixture
def house(database: str, redis_url: str, platforms: RunningSandbox, tmp_path: Path) -> Iterator[House]:
    """Two posts are out, on two channels."""
    with redis.Redis.from_url(redis_url) as broker:
        broker.flushdb()
    url = f"http://127.0.0.1:{free_port()}"
    environment = {
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "MEDIAREJA_HOME": str(tmp_path / "home"),
        "SITE_URL": url,
        "SANDBOX_URL": platforms.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BEAT_MAX_WAIT_SECONDS": "0.2",
        "LOG_FORMAT": "json",
        "METRICS_TOKEN": TOKEN,
    }
    built = House(environment, url, tmp_path)
    try:
        channels = act(environment, "prepare", channels=KINDS)
        act(environment, "queue", channels=[channels[kind]["id"] for kind in KINDS], title="Ochiqlik kuni")
        bind = url.removeprefix("http://")
        built.start("web", sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--workers", "2")
        built.start("beat", *CELERY, "beat", "--loglevel", "WARNING")
        lean = ("--without-gossip", "--without-mingle")
        built.start("worker", *CELERY, "worker", "--pool", "threads", "--concurrency", "2", *lean)
        programs = built.programs.values()
        wait_until(lambda: len(built.published()) == 2, "both out", *programs)
        wait_until(lambda: built.programs["worker"].said().count("delivery.published") == 2, "its lines", *programs)
        wait_until(lambda: healthy(url), "/healthz", *programs)
        yield built
    finally:
        for program in built.programs.values():
            program.kill()


def test_a_post_is_followed_by_its_ids_and_every_process_and_the_doctor_tell_the_same(house: House) -> None:
    # then: ready, and the same figures from whichever process
    assert requests.get(f"{house.url}/readyz", timeout=20).json()["status"] == "ok"
    scrapes = [house.metrics() for _time in range(6)]
    assert scrapes.count(scrapes[0]) == 6
    once = {("mediareja_attempts_total", f"kind={kind}", "outcome=published", "step=publish"): 1.0 for kind in KINDS}
    assert {key: value for key, value in scrapes[0].items() if key[0] == "mediareja_attempts_total"} == once
    assert scrapes[0]["mediareja_alive", "part=beat"] == scrapes[0]["mediareja_alive", "part=worker"] == 1.0
    # then: the doctor, with the clock of the server and a message through the broker
    found = doctor(house)
    asked = ("database.answer", "database.migrations", "clock.database", "clock.files", "broker", "beat", "worker")
    assert {name: found[name] for name in asked} == dict.fromkeys(asked, "ok")
    # when
    codes = {name: program.stop(seconds=30) for name, program in house.programs.items()}
    # then: one object a line from all of them, and one story for each post
    assert codes == {"web": 0, "beat": 0, "worker": 0}
    assert {line["logger"] for line in house.lines("web")} >= {"gunicorn.error"}
    sent, done = house.lines("beat"), house.lines("worker")
    for delivery, attempt, channel, kind in house.published():
        (claimed,) = [line for line in sent if line.get("delivery") == delivery]
        (published,) = [line for line in done if line["message"].startswith(f"delivery.published id={delivery} ")]
        assert claimed["message"] == f"task.sent publishers.deliver delivery={delivery}"
        assert {name: published[name] for name in ("delivery", "attempt", "channel", "kind", "task", "task_name")} == {
            "delivery": delivery,
            "attempt": attempt,
            "channel": channel,
            "kind": kind,
            "task": claimed["task"],
            "task_name": "publishers.deliver",
        }


def doctor(house: House) -> dict[str, str]:
    """Check -> level."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT, env=kept | {"LANG": "C"} | house.environment, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert (done.returncode, report["status"]) == (1, "warning"), done.stdout  # keys of this machine, no mail
    return {finding["check"]: finding["level"] for finding in report["findings"]}
