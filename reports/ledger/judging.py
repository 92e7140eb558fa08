"""What a duty came to on one channel, judged from what the rows say. Pure but for the words of other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from publishers.states import State
from reports.ledger.entries import Status

ON_ITS_WAY = frozenset({State.PENDING, State.LEASED, State.ACCEPTED})
FOR_PEOPLE = {State.UNKNOWN: "unclear", State.PARTIAL: "partly_out", State.AWAITING_PROOF: "proof_awaited"}
"""It may be out, or is out in part: only a person can tell; with the code that says so."""
NOTHING_OUT = {
    State.REJECTED: "content_refused",
    State.MISSED: "too_late",
    State.CANCELLED: "cancelled",
    State.WITHDRAWN: "taken_back",
}
"""With the code where the delivery names none of its own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows say of one duty on one channel."""

    deadline: date
    """The last day that the plan gives it."""
    slot_day: date | None
    excused: bool = False
    replaced: bool = False
    sent: State | None = None
    """Of the newest delivery to the channel; None: nothing was ever to go there."""
    reason: str = ""
    """Of that delivery."""
    out_on: date | None = None
    has_channel: bool = True
    problem: str = ""
    """Of the occurrence: why the service could not prepare a post."""
    written: bool = False
    """It has a post."""
    approved: bool = False


def judge(facts: Facts, *, now: datetime) -> tuple[Status, str]:
    """The status, and the code of the reason where there is one to tell. ``now``: in the organization's zone."""
    if facts.excused:
        return Status.EXCUSED, "excused"
    if facts.sent == State.PUBLISHED:
        if facts.replaced:
            return Status.REPLACED, "replaced"
        return (Status.DONE if facts.out_on is None or facts.out_on <= facts.deadline else Status.LATE), ""
    if facts.sent in FOR_PEOPLE:
        return Status.UNDER_WAY, FOR_PEOPLE[facts.sent]
    over = is_over(facts.deadline, facts.slot_day, now=now)
    if facts.sent in ON_ITS_WAY:
        begun = facts.slot_day is None or facts.slot_day <= now.date()
        return (Status.UNDER_WAY if begun else Status.OPEN), facts.reason
    code = _why_not(facts)
    if facts.sent == State.MISSED or over:
        return Status.NOT_DONE, code
    if facts.sent == State.REJECTED:
        return Status.UNDER_WAY, code
    return Status.OPEN, ""


def is_over(deadline: date, slot_day: date | None, *, now: datetime) -> bool:
    """Neither the plan nor a slot that a person moved leaves it time any more."""
    return max(deadline, slot_day or deadline) < now.date()


def _why_not(facts: Facts) -> str:
    if facts.sent is not None:
        return facts.reason or NOTHING_OUT[facts.sent]
    if not facts.has_channel:
        return "no_channel"
    if facts.problem:
        return facts.problem
    if not facts.written:
        return "nobody_wrote"
    return "channel_not_chosen" if facts.approved else "not_approved"
