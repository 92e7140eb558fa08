"""Form fields that spare staff technical notations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now

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


class NativeDate(forms.DateInput):
    """The browser's own field for a day: it needs no script, and phones show their calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NativeTime(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def check_quiet_hours(form: Any) -> None:
    """Quiet hours have a beginning and an end, or are not given at all: to be called while the form is cleaned."""
    start, end = form.cleaned_data.get("quiet_from"), form.cleaned_data.get("quiet_until")
    if (start is None) != (end is None):
        form.add_error("quiet_until" if end is None else "quiet_from", _now("Give both ends of the hours, or none."))
    elif start is not None and start == end:
        form.add_error("quiet_until", _now("Both ends are the same time: these are no hours."))
