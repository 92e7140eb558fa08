"""Numbers of plan items: what counts as one, and the questions about numbers that repeat or jump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scheduler.plan_import.plan_reading import ItemReading

_ALONE = re.compile(r"^\W*(?:[nN][oоº°]?\W{0,2})?(\d{1,4}(?:\.\d{1,3})*)\s*[.)\-–—]*\s*$")
_LEADING = re.compile(r"^\s*(?:№\s*)?(\d{1,3}(?:\.\d{1,3})*)\s*[.)]+(?:\s+(?=\S)|(?=[^\d\s]))")


def number_of(text: str) -> str | None:
    """Return the number that stands alone in a cell ("1.", "№ 4", "2.1)"), without its punctuation, or None."""
    match = _ALONE.match(text)
    return match.group(1) if match else None


def split_number(text: str) -> tuple[str | None, str]:
    """Return the number that a title begins with ("3. Seminar") and the rest; None and the whole without one."""
    match = _LEADING.match(text)
    return (match.group(1), text[match.end() :]) if match else (None, text)


def with_number_questions(items: Sequence[ItemReading]) -> list[ItemReading]:
    """Ask about numbers that repeat or jump within one section; a section may start again at 1."""
    asked: list[ItemReading] = []
    seen: set[tuple[str | None, str]] = set()
    before: int | None = None
    for item in items:
        codes: list[str] = []
        if item.number is not None:
            if (item.section, item.number) in seen:
                codes.append("duplicate_number")
            seen.add((item.section, item.number))
        if item.number is not None and item.number.isdecimal():
            number = int(item.number)
            if before is not None and number > before + 1:
                codes.append("number_gap")
            before = number
        asked.append(replace(item, review=item.review + tuple(codes)) if codes else item)
    return asked
