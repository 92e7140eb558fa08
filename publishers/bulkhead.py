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

PATIENCE = 0.1
"""Seconds a call waits for the end of another one to its platform, which takes less than putting it off would."""
HANGS_AFTER = 1.0
"""Seconds without an end, after which nobody waits for the platform: threads are for the others then."""

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
        enters = _has_room(platform) or (
            time.monotonic() - _ended_at.get(platform, -HANGS_AFTER) < HANGS_AFTER
            and _freed.wait_for(lambda: _has_room(platform), PATIENCE)
        )
        _busy[platform] += enters
    try:
        yield enters
    finally:
        if enters:
            with _freed:
                _busy[platform] -= 1
                _ended_at[platform] = time.monotonic()
                _freed.notify_all()


def _has_room(platform: str) -> bool:
    return _busy[platform] < most_at_once()
