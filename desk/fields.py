"""Form fields that spare staff technical notations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from desk.times import shown_length

DELAYS = tuple(timedelta(hours=hours) for hours in (1, 3, 6, 12, 24, 48, 72, 168))


class DelayField(forms.TypedChoiceField):
    """A length of time chosen from a list; its value is a timedelta. A stored length that is not listed is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_delay, empty_value=timedelta(days=1), choices=_choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(int(value.total_seconds())) if isinstance(value, timedelta) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def keep(self, stored: timedelta | None) -> None:
        """Offer a stored length that is not among the usual ones."""
        if stored is not None and stored not in DELAYS:
            self.choices = [*_choices(), (str(int(stored.total_seconds())), shown_length(stored))]


def _choices() -> list[tuple[str, str]]:
    return [(str(int(delay.total_seconds())), shown_length(delay)) for delay in DELAYS]


def _delay(seconds: str) -> timedelta:
    return timedelta(seconds=int(seconds))
