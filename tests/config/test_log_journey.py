"""The log of a post's way through real processes: beat, the broker, a worker and its adapter, line by line as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from sandbox.thread import RunningSandbox
from tests.processes.program import Program, act, query, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]


@pytest.fixture
def environment(database: str, redis_url: str, platforms: RunningSandbox, tmp_path: Path) -> Iterator[dict[str, str]]:
    broker = redis.Redis.from_url(redis_url)
    broker.flushdb()
    broker.close()
    yield {
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "MEDIAREJA_HOME": str(tmp_path / "home"),
        "SANDBOX_URL": platforms.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BEAT_MAX_WAIT_SECONDS": "0.2",
        "LOG_FORMAT": "json",
    }


def test_one_delivery_is_followed_by_its_id_from_beat_to_the_adapter(
    environment: dict[str, str], tmp_path: Path
) -> None:
    # given: a post to two channels, due now
    channels = act(environment, "prepare", channels=["telegram", "website"])
    ids = [channels[kind]["id"] for kind in ("telegram", "website")]
    act(environment, "queue", channels=ids, title="Ochiqlik kuni")
    beat = Program([*CELERY, "beat", "--loglevel", "WARNING"], environment, tmp_path / "beat.log")
    worker = Program(
        [*CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"],
        environment,
        tmp_path / "worker.log",
    )
    try:
        # when
        wait_until(lambda: len(_ended(environment)) == 2, 60, "both sent", beat, worker)
        wait_until(lambda: worker.said().count("delivery.published") == 2, 10, "its last lines", beat, worker)
        codes = [program.stop(seconds=20) for program in (beat, worker)]
    finally:
        beat.kill()
        worker.kill()
    # then
    assert codes == [0, 0]
    sent, done = _lines(beat), _lines(worker)
    assert {line["level"] for line in sent + done} <= {"INFO", "WARNING"}
    for delivery, attempt, channel, kind in _ended(environment):
        (claimed,) = [line for line in sent if line.get("delivery") == delivery]
        (published,) = [
            line for line in done if line.get("delivery") == delivery and line["logger"].endswith("delivering")
        ]
        assert claimed["message"] == f"task.sent publishers.deliver delivery={delivery}"
        assert {name: published[name] for name in ("attempt", "channel", "kind", "task", "task_name")} == {
            "attempt": attempt,
            "channel": channel,
            "kind": kind,
            "task": claimed["task"],
            "task_name": "publishers.deliver",
        }
        assert published["message"].startswith(f"delivery.published id={delivery} ")


def _ended(environment: dict[str, str]) -> list[tuple[Any, ...]]:
    return query(
        environment["DATABASE_URL"],
        "SELECT d.id, a.id, c.id, c.kind FROM publishers_attempt a JOIN publishers_delivery d ON d.id = a.delivery_id"
        " JOIN content_channel c ON c.id = d.channel_id WHERE a.outcome = 'published' ORDER BY d.id",
    )


def _lines(program: Program) -> list[dict[str, Any]]:
    """Every line of its log: none may be anything else than an object."""
    found = [json.loads(line) for line in program.said().splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in found)
    return found
