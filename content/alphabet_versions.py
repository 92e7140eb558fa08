"""A post side by side in every alphabet that its channels use, with what stays and what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from content.alphabets.own_words import OwnWords, spelt
from content.alphabets.texts import Converted, convert_paragraph
from content.blocks import plain_lines
from content.channels_of import channels_of
from content.links import link_for
from content.models import Channel, Post
from content.own_words import own_words_of
from content.rich_text import parse

Mark = Literal["", "stays", "own", "doubt"]


@dataclass(frozen=True, slots=True)
class Piece:
    """``mark``: no alphabet changes it, the organization spells it so, or it may be wrong."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Version:
    alphabet: str
    channels: tuple[Channel, ...]
    title: tuple[Piece, ...]
    lines: tuple[tuple[Piece, ...], ...]


def alphabet_versions(post: Post) -> list[Version]:
    """One version for each alphabet, in the channels' order; none where nothing is turned."""
    if post.organization.language != "uz":
        return []
    channels: dict[str, list[Channel]] = {}
    for channel in channels_of(post):
        if channel.alphabet:
            channels.setdefault(channel.alphabet, []).append(channel)
    own = own_words_of(post.organization)
    lines = [line for one in plain_lines(parse(post.text, link_for=link_for)) for line in one.split("\n")]
    return [
        Version(
            alphabet,
            tuple(those),
            tuple(pieces(post.title, alphabet, own)),
            tuple(tuple(pieces(line, alphabet, own)) for line in lines),
        )
        for alphabet, those in channels.items()
    ]


def pieces(line: str, to: str, own: OwnWords) -> list[Piece]:
    """``line`` as it reads in the alphabet ``to``, cut where a mark begins or ends."""
    done = convert_paragraph(line, to, own)
    own_starts = {start for start, _end, _spelling in spelt(line, to, own)}
    places = [(start, end, line[start:end], "stays") for start, end in done.stays]
    places += [
        (edit.start, edit.end, edit.text, "own" if edit.start in own_starts else _doubt(done, edit.start, edit.end))
        for edit in done.edits
    ]
    found: list[Piece] = []
    at = 0
    for start, end, text, mark in sorted(places):
        found += [*_unchanged(line[at:start], done.doubts), Piece(text, mark)]  # type: ignore[arg-type]
        at = end
    return _joined([*found, *_unchanged(line[at:], done.doubts)])


def _doubt(done: Converted, start: int, end: int) -> Mark:
    return "doubt" if done.source[start:end] in done.doubts else ""


def _unchanged(text: str, doubts: Sequence[str]) -> Iterator[Piece]:
    """A word that was left as it is may be in doubt as well: a name in other letters."""
    if not doubts:
        yield Piece(text)
        return
    for part in re.split(rf"(?<!\w)({'|'.join(map(re.escape, doubts))})(?!\w)", text):
        yield Piece(part, "doubt" if part in doubts else "")


def _joined(found: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in found:
        if joined and joined[-1].mark == piece.mark:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.mark)
        elif piece.text:
            joined.append(piece)
    return joined
