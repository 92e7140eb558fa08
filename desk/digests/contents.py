"""What a digest says, before it has a form: sections of items, each with lines; and its two plain forms. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SAID = 8
"""Lines the bot says; the rest is behind its button."""


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
    told, left, out = [digest.subject, digest.intro], SAID, False
    for section in digest.sections:
        told += ["", section.title]
        for group in section.groups:
            shown = group.lines[: max(0, left)]
            left -= len(group.lines)
            out = out or len(shown) < len(group.lines)
            told += [f"• {_short(group.title)}: {line.text}" for line in shown]
        out = out or bool(section.more)
    return "\n".join([*told, "", more] if out else told)


def _short(title: str, length: int = 90) -> str:
    return title if len(title) <= length else f"{title[: length - 1].rstrip()}…"
