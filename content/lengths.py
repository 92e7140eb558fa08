"""How long a visible text is in a platform's own unit. Pure."""

from __future__ import annotations

from content.formats import Unit


def measure(text: str, unit: Unit) -> int:
    """Length of visible text in the platform's unit: Unicode code points, or UTF-16 code units."""
    return len(text) if unit == "characters" else len(text.encode("utf-16-le")) // 2
