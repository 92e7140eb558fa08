"""Writes down what a call came to, also when the database is away for a while: what the platform said it says once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

log = logging.getLogger(__name__)

PAUSE = 0.3
"""Seconds between two tries."""
T = TypeVar("T")


def written_down(write: Callable[[], T], *, patience: timedelta) -> T:
    """What ``write`` returns, a transaction of its own, which is tried again until ``patience`` is over.

    A commit whose answer was lost is safe: the second one finds its lease gone. Inside a transaction there is one try.
    """
    end = time.monotonic() + patience.total_seconds()
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or time.monotonic() + PAUSE > end:
                raise
            log.warning("delivery.not_written %s: it is tried again", type(error).__name__)
            close_old_connections()
            time.sleep(PAUSE)
