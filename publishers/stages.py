"""How far a post has come, all its channels taken together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from publishers.states import CALLED_OFF, State


class Stage(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    """Approved, and nothing has begun on any channel."""
    UNDER_WAY = "under_way"
    """Begun, or out on some channels only, or handed to people whose proof is awaited."""
    PUBLISHED = "published"
    FAILED = "failed"
    """On some channel a person must look."""
    CALLED_OFF = "called_off"
    """Approved, but every delivery was cancelled or taken back."""


_WENT_WRONG = frozenset({State.UNKNOWN, State.PARTIAL, State.REJECTED, State.MISSED})


def stage_of(*, live: bool, in_approval: bool, states: Iterable[str], begun: bool) -> Stage:
    """``states``: of all deliveries; ``begun``: a worker has, or has had, one of them in hand."""
    found = set(states)
    standing = found - CALLED_OFF
    if standing & _WENT_WRONG:
        return Stage.FAILED
    if standing == {State.PUBLISHED}:
        return Stage.PUBLISHED
    if standing:
        waits = standing == {State.PENDING} and State.WITHDRAWN not in found and not begun
        return Stage.SCHEDULED if waits else Stage.UNDER_WAY
    if in_approval:
        return Stage.SUBMITTED
    return Stage.CALLED_OFF if live else Stage.DRAFT
