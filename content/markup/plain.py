"""Neutral blocks as typed text for places without markup (Facebook, Instagram). Pure."""

from __future__ import annotations

from content.blocks import Block, ListBlock, Quote, Span
from content.markup.links import runs, written_out
from content.markup.lists import typed_lines

_OPENING_QUOTES = ("“", "„", "«", '"', "‘", "'")


def render(blocks: tuple[Block, ...]) -> str:
    """Plain text of ``blocks``, a blank line between them; a link's address follows its words."""
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, ListBlock):
        return "\n".join(typed_lines(block, _spans))
    text = _spans(block.spans)
    if isinstance(block, Quote) and not text.startswith(_OPENING_QUOTES):
        return f"“{text}”"
    return text


def _spans(spans: tuple[Span, ...]) -> str:
    written = []
    for link, group in runs(spans):
        text = "".join(span.text for span in group)
        written.append(text if link is None else written_out(text, link))
    return "".join(written)
