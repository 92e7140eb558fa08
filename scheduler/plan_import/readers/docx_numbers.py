"""The numbers that Word puts before the paragraphs of a list by itself: they stand in no text, and are counted here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from scheduler.plan_import.readers.docx_text import W

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_DEEPEST = 9


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    pattern: str


@dataclass
class _List:
    """One numbering as the document defines it; `restarts` are starts of its own that the first use sets."""

    kind: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Gives each paragraph its automatic number, "" where it has none or one that is only a mark."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._of_style = _numbered_styles(styles) if styles is not None else {}
        self._labels: dict[Any, str] = {}

    def count(self, paragraphs: Iterable[Any]) -> None:
        """Number the paragraphs, which come in the order of the document."""
        counters: dict[str, dict[int, int]] = {}
        used: set[str] = set()
        for paragraph in paragraphs:
            found = self._list_and_level(paragraph)
            if found is None:
                continue
            number_id, depth = found
            known = self._lists[number_id]
            counts = counters.setdefault(known.kind, {})
            if number_id not in used:
                used.add(number_id)
                for level, start in known.restarts.items():
                    counts[level] = start - 1
            start = known.levels[depth].start if depth in known.levels else 1
            counts[depth] = counts.get(depth, start - 1) + 1
            for deeper in [level for level in counts if level > depth]:
                del counts[deeper]
            self._labels[paragraph] = _label(known, counts, depth)

    def label(self, paragraph: Any) -> str:
        """Return the number that Word shows before the paragraph."""
        return self._labels.get(paragraph, "")

    def _list_and_level(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle") if properties is not None else None
        number_id, depth = self._of_style.get(style or "", (None, 0))
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            number_id = _value(own, "numId") or number_id
            depth = _number(_value(own, "ilvl"), depth)
        return (number_id, depth) if number_id in self._lists and 0 <= depth < _DEEPEST else None


def _lists(numbering: Any) -> dict[str, _List]:
    kinds = {
        abstract.get(f"{W}abstractNumId"): {
            _number(level.get(f"{W}ilvl"), 0): _level(level) for level in abstract.findall(f"{W}lvl")
        }
        for abstract in numbering.findall(f"{W}abstractNum")
    }
    lists: dict[str, _List] = {}
    for entry in numbering.findall(f"{W}num"):
        kind = _value(entry, "abstractNumId") or ""
        found = _List(kind, dict(kinds.get(kind, {})))
        for override in entry.findall(f"{W}lvlOverride"):
            depth = _number(override.get(f"{W}ilvl"), 0)
            if (own := override.find(f"{W}lvl")) is not None:
                found.levels[depth] = _level(own)
            if (start := _value(override, "startOverride")) is not None:
                found.restarts[depth] = _number(start, 1)
        lists[entry.get(f"{W}numId")] = found
    lists.pop("0", None)
    return lists


def _level(level: Any) -> _Level:
    return _Level(
        start=_number(_value(level, "start"), 1),
        form=_value(level, "numFmt") or "decimal",
        pattern=_value(level, "lvlText") or "",
    )


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Return which list and level a paragraph style brings with it, its own or that of the style it builds on."""
    own: dict[str, tuple[str, int]] = {}
    based_on: dict[str, str] = {}
    for style in styles.findall(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        based_on[name] = _value(style, "basedOn") or ""
        numbering = style.find(f"{W}pPr/{W}numPr")
        if numbering is not None and (number_id := _value(numbering, "numId")):
            own[name] = number_id, _number(_value(numbering, "ilvl"), 0)
    found: dict[str, tuple[str, int]] = {}
    for name in based_on:
        seen, ancestor = {name}, name
        while ancestor not in own and (ancestor := based_on.get(ancestor, "")) and ancestor not in seen:
            seen.add(ancestor)
        if ancestor in own:
            found[name] = own[ancestor]
    return found


def _label(known: _List, counts: dict[int, int], depth: int) -> str:
    level = known.levels.get(depth)
    if level is None or level.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        form = known.levels[place].form if place in known.levels else "decimal"
        start = known.levels[place].start if place in known.levels else 1
        return _written(counts.get(place, start), form)

    return _PLACE.sub(number, level.pattern).strip()


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    alphabet = _LATIN if form.endswith("Letter") else _RUSSIAN if form.startswith("russian") else ""
    if alphabet and number > 0:
        repeats, at = divmod(number - 1, len(alphabet))
        letters = alphabet[at] * (repeats + 1)
        return letters.upper() if form.endswith("Upper") or form.startswith("upper") else letters
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    parts: list[str] = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return str(child.get(f"{W}val")) if child is not None and child.get(f"{W}val") is not None else None


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 6 else default
