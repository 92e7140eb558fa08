"""The embedded process killed again and again while it publishes: the database stays whole, nothing is lost or twice.

``pytest tests/processes/test_kill_loop.py --kills 100 --kill-seed 7`` runs it longer, on another course.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import PATIENCE, Program, act, query, wait_until
from tests.sandbox.clients import Client

pytestmark = pytest.mark.xdist_group("processes")

RUN = [sys.executable, "manage.py", "run", "--no-sample"]
CHANNELS = ("webhook", "webhook-2", "telegram", "telegram-2", "website")
POSTS = 12
LONGEST = 2.0
"""Seconds of work between a start and its kill."""


def test_nothing_is_lost_or_twice_and_the_database_is_whole_after_every_kill(
    migrated_home: Path, held_platforms: Client, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # given more work than one life of the process can do
    seed, kills = request.config.getoption("--kill-seed"), request.config.getoption("--kills")
    course = random.Random(seed)
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), held_platforms.url)
    database = f"{environment['MEDIAREJA_HOME']}/mediareja.sqlite3"
    channels = act(environment, "prepare", channels=CHANNELS)
    ids = [channel["id"] for channel in channels.values()]
    rounds = -(-kills // 8)
    act(environment, "queue", channels=ids, title="Ochiqlik kuni", posts=POSTS * rounds)
    # when
    for number in range(kills):
        program = Program(RUN, environment, tmp_path / f"life-{number}.log")
        begun = attempts(database)
        wait_until(lambda begun=begun: attempts(database) > begun or not waiting(database), "at work", program)
        time.sleep(course.uniform(0, LONGEST))
        program.kill()
        assert ill(database) == [], f"seed {seed}, kill {number}"
    last = Program(RUN, environment, tmp_path / "last.log")
    try:
        wait_until(lambda: not waiting(database), "drained", last, seconds=PATIENCE * rounds)
    finally:
        last.stop()
    # then
    posts = {title for (title,) in query(database, "SELECT title FROM content_post")}
    assert len(posts) == POSTS * rounds
    for channel in channels.values():
        states = dict(query(database, _STATES.format(channel["id"])))
        shown = shown_at(held_platforms, database, channel, posts)
        wrong = {
            title: (state, shown[title])
            for title, state in states.items()
            if not ((state == "published" and shown[title] == 1) or (state == "unknown" and shown[title] <= 1))
        }
        assert (set(states), wrong) == (posts, {}), f"seed {seed}: {channel['name']}"
    unclear = query(database, "SELECT DISTINCT reason_code FROM publishers_delivery WHERE state = 'unknown'")
    assert set(unclear) <= {("worker_lost",), ("answer_lost",)}, f"seed {seed}"


_STATES = (
    "SELECT p.title, d.state FROM publishers_delivery d JOIN content_post p ON p.id = d.post_id WHERE d.channel_id = {}"
)


_ARTICLES = (
    "SELECT page.title, COUNT(*) FROM website_articlepage article "
    "JOIN wagtailcore_page page ON page.id = article.page_ptr_id WHERE page.live GROUP BY 1"
)


def shown_at(sandbox: Client, database: str, channel: dict[str, Any], posts: set[str]) -> Counter[str]:
    """How often readers see each post: at the sandbox, or as an article."""
    kind = channel["name"].split()[0]
    if kind == "Sayt":
        return Counter(dict(query(database, _ARTICLES)))
    entries = sandbox.published(kind, channel["address"])
    return Counter(title for title in posts for entry in entries if shows(entry, title))


def shows(entry: dict[str, Any], title: str) -> bool:
    lines = f"{entry.get('title') or ''}\n{entry.get('text') or ''}".splitlines()
    return any(line.strip() == title for line in lines)


def attempts(database: str) -> int:
    return int(query(database, "SELECT COUNT(*) FROM publishers_attempt")[0][0])


def waiting(database: str) -> int:
    """What the machine still has to do by itself."""
    states = "'pending', 'leased', 'accepted'"
    return int(query(database, f"SELECT COUNT(*) FROM publishers_delivery WHERE state IN ({states})")[0][0])


def ill(database: str) -> list[tuple[Any, ...]]:
    """What SQLite finds wrong with the file as the kill left it."""
    connection = sqlite3.connect(database, timeout=20)
    try:
        found = (
            connection.execute("PRAGMA integrity_check").fetchall()
            + connection.execute("PRAGMA foreign_key_check").fetchall()
        )
    finally:
        connection.close()
    return [row for row in found if row != ("ok",)]
