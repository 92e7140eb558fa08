"""Tables for spreadsheet programs. Pure."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """As it is, but words that a spreadsheet program would take for a formula are marked as words."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
