"""When people are reminded of approval. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

SOON = timedelta(hours=24)
"""So long before the lead time begins, whoever owes a submission is reminded."""
AT_WORK = timedelta(hours=1)
"""Who saved a draft within this time is at it, and needs no letter."""
LAST_CALLS = (timedelta(hours=2), timedelta(minutes=30))
"""Before the slot; half the lead time comes first."""


def due_call(slot: datetime, *, ask_by: datetime, waits_since: datetime, now: datetime) -> timedelta | None:
    """How long before its slot a waiting post was to be called to mind last; None when no call has come yet.

    After an outage the newest call alone counts. A call that was over when the post was submitted is none.
    """
    calls = {(slot - ask_by) / 2, *LAST_CALLS}
    came = [call for call in calls if waits_since < slot - call <= now]
    return min(came) if came and now < slot else None


def is_soon(ask_by: datetime, slot: datetime, *, now: datetime) -> bool:
    """Whether it is time to remind of what is not submitted."""
    return ask_by - SOON <= now < slot
