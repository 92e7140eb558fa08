"""Tasks that beat sends only while something waits for them: a look costs a small part of a task's way to a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

_LOOKS: dict[str, Callable[[datetime], bool]] = {}


def only_while(waits: Callable[[datetime], bool], *, task: str) -> None:
    """Send ``task`` only at instants when ``waits`` says so. Called once, by the app whose task it is."""
    _LOOKS[task] = waits


def is_wanted(task: str, now: datetime) -> bool:
    look = _LOOKS.get(task)
    return look is None or look(now)
