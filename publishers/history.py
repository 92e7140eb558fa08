"""Lines of a delivery's history that are no move: what people asked for, what was found out later."""

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
) -> None:
    """Write a line inside the caller's transaction; the state stays."""
    StateChange.objects.create(
        delivery=delivery,
        attempt=attempt,
        old=delivery.state,
        new=delivery.state,
        at=at,
        reason_code=str(code),
        note=note,
        actor=actor,
    )
