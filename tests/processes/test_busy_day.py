"""A busy day on the embedded default: web, worker, beat, commands and a backup write and read at once, and none waits
for ever."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests

from tests.processes.conftest import copy_of, embedded_environment
from tests.processes.program import Program, act, healthy, manage, query, wait_until
from tests.sandbox.clients import Client

pytestmark = pytest.mark.xdist_group("processes")

RUN = [sys.executable, "manage.py", "run", "--no-sample"]
POSTS = 6
KINDS = ("webhook", "webhook-2", "facebook", "website")
WRITERS, READERS = 3, 3


def test_no_database_is_locked_and_every_request_is_answered(
    migrated_home: Path, held_platforms: Client, tmp_path: Path
) -> None:
    # given
    environment = embedded_environment(copy_of(migrated_home, tmp_path / "home"), held_platforms.url)
    database = f"{environment['MEDIAREJA_HOME']}/mediareja.sqlite3"
    channels = act(environment, "prepare", channels=KINDS)
    ids = [channel["id"] for channel in channels.values()]
    act(environment, "queue", channels=ids, title="Ochiqlik kuni", posts=POSTS)
    browser = {"sessionid": act(environment, "sign_in", user="malika"), "csrftoken": "x" * 32}
    url = f"http://127.0.0.1:{environment['PORT']}"
    answers: Counter[tuple[str, int]] = Counter()
    over = Event()
    program = Program(RUN, environment, tmp_path / "run.log")
    published = "SELECT COUNT(*) FROM publishers_delivery WHERE state = 'published'"
    try:
        wait_until(lambda: healthy(url), "/healthz", program)

        # when staff write and readers read while posts go out, another process queues more, and a backup is taken
        def staff(number: int, session: requests.Session) -> requests.Response:
            headers = {"X-CSRFToken": "x" * 32, "Referer": url}
            body = {f"seen-{number}": time.monotonic()}
            return session.patch(f"{url}/admin/dismissibles/", json=body, headers=headers, cookies=browser, timeout=60)

        def readers(number: int, session: requests.Session) -> requests.Response:
            return session.get(f"{url}/yangiliklar/" if number % 2 else f"{url}/", timeout=60)

        def keep_on(name: str, ask: Callable[[int, requests.Session], requests.Response], number: int) -> None:
            with requests.Session() as session:
                while not over.is_set():
                    answers[name, ask(number, session).status_code] += 1

        with ThreadPoolExecutor(WRITERS + READERS) as people:
            day = [people.submit(keep_on, "writes", staff, number) for number in range(WRITERS)]
            day += [people.submit(keep_on, "reads", readers, number) for number in range(READERS)]
            try:
                more = act(environment, "queue", channels=ids, title="Yana bir kun", posts=POSTS)
                taken = json.loads(manage(environment, "backup", "--out", str(tmp_path / "busy.zip"), "--json"))
                wait_until(lambda: query(database, published) == [(2 * len(more),)], "all is out", program)
            finally:
                over.set()
            for work in day:
                work.result()
    finally:
        program.stop()
    # then
    assert set(answers) == {("writes", 200), ("reads", 200)}
    assert min(answers.values()) > 20
    assert "database is locked" not in program.said()
    assert taken["tables"]["publishers_delivery"] == 2 * len(more)
    for name, channel in channels.items():
        if name != "website":
            assert len(held_platforms.published(name.partition("-")[0], channel["address"])) == 2 * POSTS
