"""When an announced broadcast may begin. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from content.problems import Problem

LONGEST_AHEAD = timedelta(days=7)


def live_problems(live_at: datetime, publish_at: datetime | None) -> Iterator[Problem]:
    """Codes: live_before_post, live_too_far {days}. Times are aware; without a slot there is nothing to compare."""
    if publish_at is None:
        return
    if live_at <= publish_at:
        yield Problem("live_before_post")
    elif live_at > publish_at + LONGEST_AHEAD:
        yield Problem("live_too_far", {"days": LONGEST_AHEAD.days})
