"""How far one duty of the plan is on one channel, told from what the database has. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from publishers.states import NEEDS_PERSON, State


class Standing(StrEnum):
    """In the order of urgency: of several, the first is the worst."""

    PROBLEM = "problem"
    """Only a person can move it on: rejected, unclear, partly out, proof owed, or it could not be prepared."""
    MISSED = "missed"
    LATE = "late"
    """Its time has passed, and nothing is on its way to the channel."""
    EXPECTED = "expected"
    DRAFTED = "drafted"
    WAITING = "waiting"
    """For approval."""
    WAITING_SECOND = "waiting_second"
    """The first approval is given."""
    SCHEDULED = "scheduled"
    """Approved: it waits for its time or is being sent."""
    PUBLISHED = "published"
    EXCUSED = "excused"


URGENCY = {standing: place for place, standing in enumerate(Standing)}


def is_over(slot: datetime | None, window_end: date, *, now: datetime, today: date) -> bool:
    """Whether its time has passed; without a slot it may be done until its window ends."""
    return slot < now if slot is not None else window_end < today


def standing_of(
    sent: str | None, *, excused: bool, problem: bool, over: bool, submitted: bool, written: bool, second: bool = False
) -> Standing:
    """``sent``: the state of the newest delivery to the channel, None where nothing goes there; ``written``: a draft
    exists that may still go there; ``second``: of two approvals the first is given."""
    if excused:
        return Standing.EXCUSED
    if sent == State.PUBLISHED:
        return Standing.PUBLISHED
    if sent == State.MISSED:
        return Standing.MISSED
    if sent in NEEDS_PERSON or problem:
        return Standing.PROBLEM
    if sent is not None:
        return Standing.SCHEDULED
    if over:
        return Standing.LATE
    if submitted:
        return Standing.WAITING_SECOND if second else Standing.WAITING
    return Standing.DRAFTED if written else Standing.EXPECTED


def worst(standings: Iterable[Standing]) -> Standing:
    """Of at least one."""
    return min(standings, key=URGENCY.__getitem__)
