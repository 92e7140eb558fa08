"""When a person is reminded of a proof that is owed. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.quiet_hours import Hours, is_quiet

FROM = time(9)
"""Local; nobody is reminded earlier in the day."""
EVERY = timedelta(days=3)
"""Once the deadline has passed."""
BEFORE = timedelta(days=1)


def last_reminder_day(deadline: date, today: date) -> date | None:
    """The newest of: the day before the deadline, its own day, every third day after it; None when all lie ahead."""
    if today < deadline - BEFORE:
        return None
    if today < deadline:
        return deadline - BEFORE
    return deadline + (today - deadline) // EVERY * EVERY


def is_reminder_due(
    deadline: datetime, *, told_at: datetime | None, now: datetime, zone: ZoneInfo, quiet: Hours | None
) -> bool:
    """``told_at``: when the person last heard of the task. What an outage or quiet hours held up is due afterwards."""
    local = now.astimezone(zone)
    if local.time() < FROM or is_quiet(local.time(), quiet):
        return False
    day = last_reminder_day(deadline.astimezone(zone).date(), local.date())
    return day is not None and (told_at is None or told_at.astimezone(zone).date() < day)
