"""Decisions of the outbox that need no row: how long to wait, when to look again, when to stop looking. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from content.quiet_hours import Hours, end_of_quiet, is_quiet
from publishers.contract import Accepted, CannotTell, HandedOver, NotFound, Published

AHEAD = timedelta(milliseconds=50)
"""So much before its time a delivery is given to a worker, who waits for the very instant."""
BACKOFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 1800, 3600, 7200))
LONG_WAIT = timedelta(minutes=5)
"""A shorter wait than this is not cut, however near the end of the lateness limit is."""
LOOK_AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15))
LINK_AGAIN = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""Waits before each time a post that is out is asked for the link it lacks."""
LINK_WITHIN = timedelta(days=7)
"""How long a platform that only says "wait" is asked for a link."""
FINISH_WITHIN = timedelta(hours=1)
"""What began to go out in time may take this long to be complete, whatever its lateness limit."""
ARTICLE_GRACE = timedelta(minutes=2)
"""How long posts that carry the article's link wait for the article to stand."""


def still_to_wait(ready_at: datetime | None, now: datetime) -> timedelta:
    """What is left until ``ready_at`` of what was given to a worker ahead of its time; no more than AHEAD, for more is
    no such wait."""
    left = (ready_at or now) - now
    return left if timedelta(0) < left <= AHEAD else timedelta(0)


def backoff(failures: int, seed: int) -> timedelta:
    """Wait after the n-th call in a row (from 1) that did not get through, where the platform named no time.

    Longer by up to a quarter, by ``seed``: what failed together shall not come back together.
    """
    return _spread(BACKOFF[min(failures, len(BACKOFF)) - 1], failures, seed)


def next_try(failures: int, seed: int, now: datetime, limit: datetime) -> datetime:
    """When to call again after ``failures`` in a row: as ``backoff``, but a long wait takes no more than half of what
    is left before ``limit``, the end of the lateness limit, so that it does not swallow the last chance."""
    wait = BACKOFF[min(failures, len(BACKOFF)) - 1]
    return now + _spread(min(wait, max((limit - now) / 2, LONG_WAIT)), failures, seed)


def _spread(wait: timedelta, failures: int, seed: int) -> timedelta:
    return wait * (1 + crc32(f"{seed}:{failures}".encode()) / 2**34)


def first_look(settle: timedelta, now: datetime) -> datetime:
    return now + settle


def next_look(looks: int, settle: timedelta, now: datetime) -> datetime | None:
    """When to look again after ``looks`` fruitless looks; None: looking is over, a person decides."""
    if looks > len(LOOK_AGAIN):
        return None
    return now + max(settle, LOOK_AGAIN[looks - 1])


def next_ask(asked: int, finished_at: datetime, now: datetime) -> datetime | None:
    """When to ask for a link again after ``asked`` times in vain; None: it is left, visibly, without one."""
    if asked >= len(LINK_AGAIN) or now - finished_at > LINK_WITHIN:
        return None
    return now + LINK_AGAIN[asked]


def believes_absence(result: NotFound, looks: int, needed: int) -> bool:
    """True when ``looks`` looks, this one among them, make it safe to send again; the platform asks for ``needed``."""
    return result.conclusive and looks >= needed


def quiet_until(hours: Hours | None, publish_at: datetime | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours that hold ``now`` end; None: it may go out.

    A post whose own time lies in them was put there by a person.
    """
    if hours is None or (publish_at is not None and is_quiet(publish_at.astimezone(zone).time(), hours)):
        return None
    end = end_of_quiet(now, zone, hours)
    return end if end > now else None


CallResult = Published | Accepted | HandedOver | NotFound | CannotTell
