"""When a post is measured: seldom, and ever more seldom. Pure: values and times in, a time out."""

from __future__ import annotations

from datetime import datetime, timedelta

STEPS = (
    timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30),
)  # fmt: skip
"""How long after publication."""
BACKOFF = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3), timedelta(hours=12))
"""Pauses after failures in a row; after the last the step is given up, and that is noted."""


def step_at(since: datetime, now: datetime) -> int:
    """The step whose time has come last, from 1; 0: none yet. Those that an outage swallowed are not made up for:
    the past cannot be measured."""
    return sum(since + length <= now for length in STEPS)


def next_step_at(since: datetime, now: datetime) -> datetime | None:
    """When the next step's time comes; None after the last."""
    return next((since + length for length in STEPS if since + length > now), None)


def try_again_at(failures: int, since: datetime, now: datetime) -> datetime | None:
    """When to ask again after so many failures in a row before this one; None: no more for this step."""
    if failures >= len(BACKOFF):
        return None
    again, following = now + BACKOFF[failures], next_step_at(since, now)
    return again if following is None or again < following else None
