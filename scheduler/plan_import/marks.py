"""What stands in a cell under a month or a channel: a mark, nothing, days, or a number of posts."""

from __future__ import annotations

import re

from scheduler.plan_import.folding import fold

_MARK = re.compile(r"[+✓✔☑√✅☒*●•■◆▲⬤xXхХ×vV✖🗸\uf0fc\uf0fb\uf0fe\uf052ü]|\[[xXхХ+vV]\]|\([+xXхХ]\)")
_MARK_WORD = re.compile(
    r"(?:bajariladi|otkaziladi|elon kilinadi|yoritiladi|joylashtiriladi|chop etiladi|rejalashtirilgan|ha|da|bor|est"
    r"|vipolnyaetsya|planiruetsya)\.?"
)
_NOTHING = re.compile(r"[-‐‑‒–—―−_./☐□0○\s]*|\[ ?\]")
_NOTHING_WORD = re.compile(r"(?:yok|net)\.?")
_DAYS = re.compile(r"\d{1,2}(?:\s*[,;]\s*\d{1,2})*")
_DAYS_SPOKEN = re.compile(r"(\d{1,2}(?: ?[,;] ?\d{1,2})*) ?-? ?(?:kuni?|sana(?:si)?|chislo|chisla|chislu)\.?")
_COUNT = re.compile(r"(\d{1,3}) ?-? ?(?:ta|marta|marotaba|raza?|sht|dona)\.?(?: [a-z]+)?")


def is_mark(text: str) -> bool:
    """Tell whether a cell only says "here": +, a tick, a cross, a dot, "bajariladi"."""
    stripped = text.strip().rstrip("\ufe0e\ufe0f")
    return _MARK.fullmatch(stripped) is not None or _MARK_WORD.fullmatch(fold(text)) is not None


def is_nothing(text: str) -> bool:
    """Tell whether a cell says "not here": empty, a dash, an empty box, "yoʻq"."""
    return _NOTHING.fullmatch(text.strip()) is not None or _NOTHING_WORD.fullmatch(fold(text)) is not None


def days_in(text: str) -> list[int]:
    """Return the days of a month that a cell names ("15", "15, 28", "10-kuni"), none when it names something else."""
    key = fold(text).rstrip(". ")
    spoken = _DAYS_SPOKEN.fullmatch(key)
    listed = spoken.group(1) if spoken else key if _DAYS.fullmatch(key) else ""
    days = [int(day) for day in re.findall(r"\d+", listed)]
    return days if all(1 <= day <= 31 for day in days) else []


def is_bare_number(text: str) -> bool:
    """Tell whether a cell holds one number and nothing that says whether it is a day or a count."""
    return re.fullmatch(r"\d{1,2}\.?", text.strip()) is not None and not is_nothing(text)


def count_in(text: str) -> int | None:
    """Return how many posts a cell names ("2 ta"), or None."""
    match = _COUNT.fullmatch(fold(text))
    return int(match.group(1)) if match else None
