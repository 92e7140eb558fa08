"""A platform that hangs must not take every worker's thread: in one process it may hold half of them, the others go on.

Counted here and not in the database, for threads are what is short.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

HANGS_AFTER = 1.0
"""Seconds in which no call ended, after which nobody waits for room at the platform: threads are for the others then.
While calls end, waiting takes less than putting off would."""

_freed = threading.Condition()
_busy: Counter[str] = Counter()
_ended_at: dict[str, float] = {}


def most_at_once() -> int:
    """Calls to one platform at the same time in this process."""
    return max(1, settings.WORKER_CONCURRENCY // 2)


@contextmanager
def room_for(platform: str) -> Iterator[bool]:
    """Whether a call to the platform may begin now; when it may, its place is kept until the end of the block."""
    with _freed:
        enters = _room_is_made(platform)
        _busy[platform] += enters
    try:
        yield enters
    finally:
        if enters:
            with _freed:
                _busy[platform] -= 1
                _ended_at[platform] = time.monotonic()
                _freed.notify_all()


def _room_is_made(platform: str) -> bool:
    """At once, or while calls to it end."""
    while _busy[platform] >= most_at_once():
        left = _ended_at.get(platform, -HANGS_AFTER) + HANGS_AFTER - time.monotonic()
        if left <= 0:
            return False
        _freed.wait(left)
    return True
