"""Keeps the leases of calls under way: a long upload must not be taken for a lost worker and looked into meanwhile.

A killed process renews nothing, so its leases end as before. A call that never ends is let go of in the end, too: a
delivery nobody hears of any more is to be seen by people.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from publishers import outbox

log = logging.getLogger(__name__)

LONGEST_CALL = timedelta(minutes=15)
"""Longer than any upload a platform takes in one call; after it the lease is not renewed any more."""


@dataclass(slots=True)
class _Call:
    lease_token: str
    renew_at: float
    """On the monotonic clock, as ``let_go_at``."""
    let_go_at: float


_changed = threading.Condition()
_calls: dict[int, _Call] = {}
_keeper: threading.Thread | None = None


@contextmanager
def kept(delivery_id: int, lease_token: str) -> Iterator[None]:
    """Renew the lease while the block runs. A block that ends within a third of the lease costs no question."""
    now = time.monotonic()
    with _changed:
        _calls[delivery_id] = _Call(lease_token, now + _interval(), now + LONGEST_CALL.total_seconds())
        _start_keeper()
        _changed.notify()
    try:
        yield
    finally:
        with _changed:
            _calls.pop(delivery_id, None)


def _interval() -> float:
    return settings.LEASE.total_seconds() / 3


def _start_keeper() -> None:
    global _keeper  # one thread of a process, started with its first call
    if _keeper is None or not _keeper.is_alive():
        _keeper = threading.Thread(target=_keep, name="leases", daemon=True)
        _keeper.start()


def _keep() -> None:
    while True:
        for delivery_id, call in _wait_for_due():
            _renew(delivery_id, call)
        connection.close()  # the next time is far away


def _wait_for_due() -> list[tuple[int, _Call]]:
    """Calls whose lease is to be renewed now; waits until there are any."""
    with _changed:
        while True:
            now = time.monotonic()
            for delivery_id in [pk for pk, call in _calls.items() if call.let_go_at <= now]:
                log.error("lease.let_go id=%s: its call does not end", delivery_id)
                del _calls[delivery_id]
            due = [(pk, call) for pk, call in _calls.items() if call.renew_at <= now]
            if due:
                return due
            soonest = min((min(call.renew_at, call.let_go_at) for call in _calls.values()), default=None)
            _changed.wait(None if soonest is None else soonest - now)


def _renew(delivery_id: int, call: _Call) -> None:
    call.renew_at = time.monotonic() + _interval()
    try:
        held = outbox.renew(delivery_id, call.lease_token, until=timezone.now() + settings.LEASE)
    except (DatabaseError, InterfaceError) as error:
        log.warning("lease.not_renewed id=%s %s: it is tried again", delivery_id, type(error).__name__)
        connection.close()
        return
    if not held:
        log.warning("lease.lost id=%s: its call is still under way", delivery_id)
        with _changed:
            if _calls.get(delivery_id) is call:
                del _calls[delivery_id]
