"""SQLite for the embedded default: writers of this process take turns, first come, first served.

SQLite's own busy handler knows no queue, so under load one thread can starve for seconds (docs/adr/0003). And a query
takes as many values as the library was built for, so that storing a plan is one insert.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from functools import cached_property
from typing import Any

from django.db.backends.sqlite3 import base, features


class FairLock:
    """A lock that is handed to the thread that has waited longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_locks: dict[str, FairLock] = {}
_locks_guard = threading.Lock()


class DatabaseFeatures(features.DatabaseFeatures):
    @cached_property
    def max_query_params(self) -> int:
        self.connection.ensure_connection()
        limit: int = self.connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        return limit


class DatabaseWrapper(base.DatabaseWrapper):
    """One lock per database file, held from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    @property
    def _fair_lock(self) -> FairLock:
        with _locks_guard:
            return _locks.setdefault(str(self.settings_dict["NAME"]), FairLock())

    def _start_transaction_under_autocommit(self) -> None:
        self._fair_lock.acquire()
        self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._pass_turn_on()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._pass_turn_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._pass_turn_on()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._pass_turn_on()

    def _pass_turn_on(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._fair_lock.release()
