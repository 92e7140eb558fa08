"""The neutral form of a text: what a post says, with no platform's markup in it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look. A line break inside a paragraph is a line feed in ``text``."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    spans: tuple[Span, ...]
    children: tuple[ListBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[ListItem, ...]
    ordered: bool = False


Block = Paragraph | Heading | Quote | ListBlock


def plain_lines(blocks: Iterable[Block | ListItem]) -> Iterator[str]:
    """The words of every paragraph, heading, quotation and list item, in order."""
    for block in blocks:
        if isinstance(block, ListBlock):
            yield from plain_lines(block.items)
            continue
        yield "".join(span.text for span in block.spans)
        if isinstance(block, ListItem):
            yield from plain_lines(block.children)


def blocks_checksum(blocks: tuple[Block, ...]) -> str:
    """SHA-256 of the blocks, hex: equal for equal words and looks, whatever HTML they came from."""
    neutral = [[type(block).__name__, asdict(block)] for block in blocks]
    return hashlib.sha256(json.dumps(neutral, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
