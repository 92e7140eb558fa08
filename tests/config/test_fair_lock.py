"""SQLite's writers take turns: first come, first served, and nobody is refused."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

from config.sqlite.base import DatabaseWrapper, FairLock

PATIENCE = 20.0


def queued(lock: FairLock) -> int:
    return len(lock._waiting)


def test_the_lock_goes_to_who_has_waited_longest() -> None:
    # given: ten threads that came one after the other
    lock, served, guard = FairLock(), [], threading.Lock()
    lock.acquire()

    def wait_for_turn(number: int) -> None:
        lock.acquire()
        with guard:
            served.append(number)
        lock.release()

    threads = []
    for number in range(10):
        threads.append(threading.Thread(target=wait_for_turn, args=(number,), daemon=True))
        threads[-1].start()
        end = time.monotonic() + PATIENCE
        while queued(lock) <= number:
            assert time.monotonic() < end
            time.sleep(0.001)
    # when
    lock.release()
    for thread in threads:
        thread.join(PATIENCE)
    # then
    assert served == list(range(10))


def test_who_comes_while_others_wait_does_not_jump_the_queue() -> None:
    lock = FairLock()
    lock.acquire()
    first = threading.Thread(target=lock.acquire, daemon=True)
    first.start()
    end = time.monotonic() + PATIENCE
    while not queued(lock):
        assert time.monotonic() < end
        time.sleep(0.001)

    lock.release()  # handed over, never free in between
    late = threading.Thread(target=lock.acquire, daemon=True)
    late.start()
    while not queued(lock):
        assert time.monotonic() < end
        time.sleep(0.001)

    first.join(PATIENCE)
    assert (first.is_alive(), late.is_alive()) == (False, True)
    lock.release()
    late.join(PATIENCE)
    assert not late.is_alive()


def opened(path: Path) -> DatabaseWrapper:
    own: dict[str, Any] = {**connections["default"].settings_dict, "NAME": str(path)}
    return DatabaseWrapper(own, "own")


def begin(database: DatabaseWrapper) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def add_one(database: DatabaseWrapper) -> None:
    """Read, then write, as a claim does."""
    begin(database)
    with database.cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        value = cursor.fetchone()[0]
        cursor.execute("UPDATE counter SET value = %s", [value + 1])
    database.commit()
    database.set_autocommit(True)


@pytest.fixture
def counter(db: None, tmp_path: Path) -> Path:
    path = tmp_path / "counter.sqlite3"
    database = opened(path)
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (value integer)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    database.close()
    return path


def value(path: Path) -> int:
    database = opened(path)
    with database.cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        (found,) = cursor.fetchone()
    database.close()
    return int(found)


def test_many_writers_lose_no_change_and_none_is_turned_away(counter: Path) -> None:
    def work(_thread: int) -> None:
        database = opened(counter)
        for _turn in range(25):
            add_one(database)
        database.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))

    assert value(counter) == 150


@pytest.mark.parametrize("ending", ["rollback", "close"])
def test_a_transaction_that_ends_badly_gives_its_turn_back(counter: Path, ending: str) -> None:
    broken = opened(counter)
    begin(broken)
    with broken.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("UPDATE no_such_table SET value = 1")
    getattr(broken, ending)()

    done = threading.Thread(target=lambda: add_one(opened(counter)), daemon=True)
    done.start()
    done.join(PATIENCE)

    assert not done.is_alive()
    assert value(counter) == 1
