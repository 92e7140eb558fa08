"""Parameters as WordPress reads them: lists of slugs, whole numbers, times, and the fields that were asked for."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.calls import Call
from sandbox.wordpress.answers import invalid

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?")


def words_of(call: Call, name: str) -> list[str]:
    """A list given as JSON or divided by commas and blanks."""
    text = call.value(name)
    if text.startswith("["):
        return [str(item) for item in json.loads(text)]
    return [word for word in re.split(r"[\s,]+", text) if word]


def slug_of(text: str) -> str:
    """The text as part of an address."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]+", "-", text.lower())).strip("-")


def number_of(call: Call, name: str, default: int, largest: int | None = None) -> int:
    """A whole number; raises Refusal for another value."""
    text = call.value(name)
    if not text:
        return default
    if not re.fullmatch(r"\d{1,12}", text):
        raise invalid(name, f"{name} is not of type integer.")
    number = int(text)
    if largest is not None and not 1 <= number <= largest:
        raise invalid(name, f"{name} must be between 1 (inclusive) and {largest} (inclusive)")
    return number


def instant_of(call: Call, name: str) -> float | None:
    """A time in GMT as Unix seconds, None when absent; raises Refusal for another value."""
    text = call.value(name)
    if not text:
        return None
    try:
        if not _TIME.fullmatch(text):
            raise ValueError(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, "Invalid date.", "rest_invalid_date") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def time_words(at: float) -> str:
    """Unix seconds as WordPress writes times in GMT."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def chosen(call: Call, body: Mapping[str, Any]) -> dict[str, Any]:
    """The object with the fields named by `_fields`, all when none is named."""
    fields = words_of(call, "_fields")
    return {name: value for name, value in body.items() if not fields or name in fields}
