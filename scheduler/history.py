"""Writes down what is done to an occurrence after it came to exist: the only writer of its changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scheduler.models import Occurrence, OccurrenceChange


def facts(occurrence: Occurrence) -> dict[str, Any]:
    """state, slot (ISO 8601 in UTC, or None) and post (id or None) as they are now: to be kept before a change."""
    return {
        "state": str(occurrence.state),
        "slot": occurrence.slot.isoformat() if occurrence.slot else None,
        "post": occurrence.post_id,
    }


def change_row(
    occurrence: Occurrence,
    action: OccurrenceChange.Action,
    before: dict[str, Any],
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
) -> OccurrenceChange:
    """The line of a change that has just been made, not saved yet. actor None: the service itself."""
    return OccurrenceChange(
        occurrence=occurrence, action=action, at=at, actor=actor, reason=reason, before=before, after=facts(occurrence)
    )


def as_json(value: Any) -> Any:
    """``value`` as a row keeps it; what JSON does not know becomes its text."""
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(part) for part in value]
    return value if isinstance(value, (str, int, float)) else str(value)
