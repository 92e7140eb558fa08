"""A platform that hangs must not take every worker's thread: in one process it may hold half of them, the others go on.

Counted here and not in the database, for threads are what is short.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_lock = threading.Lock()
_busy: Counter[str] = Counter()


def most_at_once() -> int:
    """Calls to one platform at the same time in this process."""
    return max(1, settings.WORKER_CONCURRENCY // 2)


@contextmanager
def room_for(platform: str) -> Iterator[bool]:
    """Whether a call to the platform may begin now; when it may, its place is kept until the end of the block."""
    with _lock:
        enters = _busy[platform] < most_at_once()
        _busy[platform] += enters
    try:
        yield enters
    finally:
        with _lock:
            _busy[platform] -= enters
