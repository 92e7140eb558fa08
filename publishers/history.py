"""Lines of a delivery's history: its moves, and what is none: what people asked for, what was found out later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from publishers.models import Attempt, Delivery, StateChange


def note_down(
    delivery: Delivery,
    *,
    at: datetime,
    note: str = "",
    code: str = "",
    attempt: Attempt | None = None,
    actor: Any = None,
    old: str = "",
) -> None:
    """Write a line inside the caller's transaction. ``old``: the state it comes from, when that is another one."""
    StateChange.objects.create(
        delivery=delivery,
        attempt=attempt,
        old=old or delivery.state,
        new=delivery.state,
        at=at,
        reason_code=str(code),
        note=note,
        actor=actor,
    )
