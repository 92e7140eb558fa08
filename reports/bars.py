"""Bars that the server draws: the parts of a whole side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    label: str
    count: int
    begin: float
    """Where it starts in the picture, and how wide it is, in percent."""
    width: float


def parts_of(found: Mapping[str, int], names: Mapping[str, object]) -> tuple[Part, ...]:
    """The picture of these counts, in the order of ``names``, name -> label; what counts nothing is left out."""
    total = sum(found.values())
    parts, begin = [], 0.0
    for name, label in names.items():
        if found.get(name):
            width = 100 * found[name] / total
            parts.append(Part(str(name), str(label), found[name], round(begin, 2), round(width, 2)))
            begin += width
    return tuple(parts)
