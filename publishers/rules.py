"""Decisions of the outbox that need no row: how long to wait, when to look again, when to stop looking. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.quiet_hours import Hours, end_of_quiet, is_quiet
from publishers.contract import Accepted, CannotTell, HandedOver, NotFound, Published

BACKOFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))
LOOK_AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15))
FINISH_WITHIN = timedelta(hours=1)
"""What began to go out in time may take this long to be complete, whatever its lateness limit."""
ARTICLE_GRACE = timedelta(minutes=2)
"""How long posts that carry the article's link wait for the article to stand."""


def backoff(attempt_number: int) -> timedelta:
    """Wait after the n-th attempt (from 1) that a platform turned away without naming a time."""
    return BACKOFF[min(attempt_number, len(BACKOFF)) - 1]


def first_look(settle: timedelta, now: datetime) -> datetime:
    return now + settle


def next_look(looks: int, settle: timedelta, now: datetime) -> datetime | None:
    """When to look again after ``looks`` fruitless looks; None: looking is over, a person decides."""
    if looks > len(LOOK_AGAIN):
        return None
    return now + max(settle, LOOK_AGAIN[looks - 1])


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
