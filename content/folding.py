"""Where a platform's feed folds a text: what readers see before they ask for more. Pure.

Instagram says so itself (three lines, or 125 characters); Facebook says nothing, and its figure is what is seen there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fold:
    """The feed shows so many characters or lines, whatever ends first."""

    characters: int
    lines: int


FOLDS: dict[str, Fold] = {"facebook": Fold(480, 5), "instagram": Fold(125, 3)}


def folded(text: str, kind: str) -> tuple[str, str]:
    """``text`` before and behind the fold; nothing is lost, and behind is "" where the feed shows all of it."""
    fold = FOLDS.get(kind)
    if fold is None:
        return text, ""
    at = _end_of_lines(text, fold.lines)
    if at > fold.characters:
        blank = max(text.rfind(sign, 0, fold.characters + 1) for sign in " \n")
        at = blank if blank > 0 else fold.characters
    return (text[:at], text[at:]) if text[at:].strip() else (text, "")


def _end_of_lines(text: str, lines: int) -> int:
    """Where the last of the first ``lines`` lines ends."""
    at = -1
    for _line in range(lines):
        at = text.find("\n", at + 1)
        if at < 0:
            return len(text)
    return at
