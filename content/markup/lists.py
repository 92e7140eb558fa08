"""Typed lists for markups that know none: bullets, numbers, indentation. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from content.blocks import ListBlock, Span

BULLET = "•"
INDENT = "   "


def typed_lines(block: ListBlock, write: Callable[[tuple[Span, ...]], str], depth: int = 0) -> Iterator[str]:
    """Lines of ``block``: '• first', '2. second', nested lists indented; ``write`` turns an item's spans into text."""
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if block.ordered else BULLET
        first, *more = write(item.spans).split("\n")
        yield f"{INDENT * depth}{mark} {first}".rstrip()
        yield from (f"{INDENT * (depth + 1)}{line}" for line in more)
        for child in item.children:
            yield from typed_lines(child, write, depth + 1)
