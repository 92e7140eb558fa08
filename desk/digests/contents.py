"""What a digest says, before it has a form: sections of items, each with lines; and its two plain forms. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SAID = 5
"""Lines of each section that the bot says; the rest is behind its button."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    address: str = ""
    """Absolute; empty: there is nothing to open."""


@dataclass(frozen=True, slots=True)
class Group:
    """A plan item, or whatever the lines have in common."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    groups: tuple[Group, ...]
    more: str = ""
    """A sentence about what is left out."""


@dataclass(frozen=True, slots=True)
class Digest:
    """For one person, in their language."""

    subject: str
    intro: str
    sections: tuple[Section, ...]
    address: str
    """Where all of it is found."""
    tells: tuple[str, ...] = field(default=())
    """Keys of what is told once, in whichever digest (``desk.telling``)."""


def text_of(digest: Digest) -> str:
    """For mail programs that show no HTML, and for terminals."""
    return "\n".join(_text(digest)).strip()


def _text(digest: Digest) -> Iterator[str]:
    yield digest.intro
    for section in digest.sections:
        yield from ("", section.title.upper())
        for group in section.groups:
            yield from ("", group.title)
            for line in group.lines:
                yield f"– {line.text}" + (f"\n  {line.address}" if line.address else "")
        if section.more:
            yield from ("", section.more)


def brief_of(digest: Digest, *, more: str) -> str:
    """What the bot says: the first lines of each section. ``more``: a sentence about the rest."""
    told, complete = [digest.subject, digest.intro], True
    for section in digest.sections:
        told += ["", section.title]
        left = SAID
        for group in section.groups:
            if left > 0:
                told += [_short(group.title), *(f"• {line.text}" for line in group.lines[:left])]
            left -= len(group.lines)
        complete = complete and left >= 0 and not section.more
    return "\n".join(told if complete else [*told, "", more])


def _short(title: str, length: int = 120) -> str:
    return title if len(title) <= length else f"{title[: length - 1].rstrip()}…"
