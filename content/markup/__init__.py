"""Neutral blocks in the markup of a channel, and back to the words readers see. Pure."""

from __future__ import annotations

from collections.abc import Callable

from content.blocks import Block
from content.formats import Markup
from content.markup import plain, telegram_html, web_html

_RENDER: dict[Markup, Callable[[tuple[Block, ...]], str]] = {
    "telegram_html": telegram_html.render,
    "plain": plain.render,
    "web_html": web_html.render,
}
_VISIBLE: dict[Markup, Callable[[str], str]] = {
    "telegram_html": telegram_html.visible,
    "plain": str.strip,
    "web_html": web_html.visible,
}


def render(blocks: tuple[Block, ...], markup: Markup) -> str:
    """The blocks as one text in ``markup``, without outer blank lines; '' for no blocks."""
    return _RENDER[markup](blocks)


def visible_text(text: str, markup: Markup) -> str:
    """What is counted against a limit: ``text`` without its tags, entities turned into their characters."""
    return _VISIBLE[markup](text)
