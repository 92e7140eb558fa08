"""The life of a delivery as data: its states and every allowed move. Pure; docs/states.md is tested against it."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    """Waits for its time."""
    LEASED = "leased"
    """A worker has the right to act, for a limited time."""
    ACCEPTED = "accepted"
    """The platform has it; readers do not see all of it yet."""
    PUBLISHED = "published"
    REJECTED = "rejected"
    """Certain: not out; the post must change."""
    UNKNOWN = "unknown"
    """It may be out; reconciliation looks, then a person decides."""
    PARTIAL = "partial"
    """Some of it is out; a person decides."""
    AWAITING_PROOF = "awaiting_proof"
    """People have it (a newspaper, a billboard's owner); proof is owed."""
    MISSED = "missed"
    """The lateness limit passed before it went out."""
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """It was out and was taken back."""


S = State

MOVES: dict[State, frozenset[State]] = {
    S.PENDING: frozenset({S.LEASED, S.UNKNOWN, S.MISSED, S.CANCELLED}),
    S.LEASED: frozenset({S.PENDING, S.ACCEPTED, S.PUBLISHED, S.REJECTED, S.UNKNOWN, S.PARTIAL, S.AWAITING_PROOF}),
    S.ACCEPTED: frozenset({S.PENDING, S.PUBLISHED, S.REJECTED, S.UNKNOWN, S.PARTIAL, S.MISSED, S.CANCELLED}),
    S.UNKNOWN: frozenset({S.PENDING, S.ACCEPTED, S.PUBLISHED, S.AWAITING_PROOF, S.CANCELLED}),
    S.PARTIAL: frozenset({S.PUBLISHED, S.PENDING, S.CANCELLED}),
    S.AWAITING_PROOF: frozenset({S.PUBLISHED, S.CANCELLED}),
    S.MISSED: frozenset({S.PENDING, S.CANCELLED, S.PUBLISHED, S.AWAITING_PROOF}),
    S.REJECTED: frozenset({S.PENDING, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.WITHDRAWN}),
    S.CANCELLED: frozenset(),
    S.WITHDRAWN: frozenset(),
}

WORKING = frozenset({S.PENDING, S.ACCEPTED, S.UNKNOWN})
"""States beat may claim once their time has come."""

NOT_YET_OUT = frozenset({S.PENDING, S.ACCEPTED})
"""Not, or not all, out, and nobody acts: these wait for a paused or held account, and can be missed; what is half out
becomes partial instead."""

OPEN = frozenset({S.PENDING, S.LEASED, S.ACCEPTED, S.UNKNOWN, S.PARTIAL, S.AWAITING_PROOF})
"""Not final: the outbox."""

NEEDS_PERSON = frozenset({S.UNKNOWN, S.PARTIAL, S.REJECTED, S.MISSED, S.AWAITING_PROOF})
"""Only a person can move it on, or should look."""

CALLED_OFF = frozenset({S.CANCELLED, S.WITHDRAWN})
"""Nothing of it reaches readers, nor will: a duty stands as if such a delivery had never been made."""

REPLACEABLE = frozenset({S.CANCELLED, S.REJECTED, S.MISSED, S.WITHDRAWN})
"""A post may get a new delivery to a channel only when all its earlier ones there are in these states."""


def may_move(old: State, new: State) -> bool:
    return new in MOVES[old]
