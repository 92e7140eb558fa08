"""The wish that long waits end: an event that calls back, so that an event loop need not look for it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, RLock


class Stopping(Event):
    """``set`` may come from any thread and from a signal's handler."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()
        self._calls: list[Callable[[], object]] = []

    def set(self) -> None:
        super().set()
        with self._lock:  # nobody is called who has gone meanwhile
            for call in self._calls:
                call()

    @contextmanager
    def calling(self, call: Callable[[], object]) -> Iterator[None]:
        """``call`` once it is set, which it may be already, until the block ends."""
        with self._lock:
            self._calls.append(call)
            if self.is_set():
                call()
        try:
            yield
        finally:
            with self._lock:
                self._calls.remove(call)
