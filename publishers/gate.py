"""The last door before a call: the calls of one token are spread evenly, counted for all workers together.

Evenly, and not so many in each second: calls arrive closer together or further apart than they left, and two full
seconds side by side would meet at the platform. Turns are kept in Redis where there is one, else in this process.
Losing them loses nothing: the platform's own "wait" is obeyed all the same.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings

log = logging.getLogger(__name__)

LONGEST_WAIT = 3.0
"""Seconds a worker waits at the door; longer than that, and others may use its thread."""

_TAKE_TURN = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local turn = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
if turn - now > tonumber(ARGV[2]) then return '-1' end
redis.call('SET', KEYS[1], string.format('%.6f', turn + ARGV[1]), 'EX', 60)
return string.format('%.6f', turn - now)
"""
"""KEYS: whose turn. ARGV: seconds between two calls, longest wait. Seconds to wait, or -1: no turn was taken."""


def pass_door(kind: str, secret: str, per_second: float) -> bool:
    """Wait for the next turn of the token behind ``secret``. False: it is too far away, and none was taken."""
    who = f"mediareja:turn:{kind}:{hashlib.sha256(secret.encode()).hexdigest()[:16]}"  # the token is written nowhere
    wait = _wait_for_turn(who, 1 / per_second)
    if wait < 0:
        return False
    time.sleep(wait)
    return True


def _wait_for_turn(who: str, apart: float) -> float:
    script = _script()
    if script is None:
        return _own_turns.take(who, apart)
    try:
        return float(script(keys=[who], args=[apart, LONGEST_WAIT]))
    except redis.RedisError as error:
        log.warning("gate.redis_away %s: turns are counted in this process", type(error).__name__)
        return _own_turns.take(who, apart)


class _OwnTurns:
    """The same as the script, for one process. Times on the monotonic clock."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, who: str, apart: float) -> float:
        with self._lock:
            now = time.monotonic()
            turn = max(self._next.get(who, now), now)
            if turn - now > LONGEST_WAIT:
                return -1.0
            self._next[who] = turn + apart
            return turn - now


_own_turns = _OwnTurns()


@lru_cache(maxsize=1)
def _script() -> Any:
    """The script on the broker's Redis; None where the broker is this process."""
    address = settings.CELERY_BROKER_URL
    if not address.startswith(("redis://", "rediss://")):
        return None
    client = redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)
    return client.register_script(_TAKE_TURN)
