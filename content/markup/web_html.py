"""Neutral blocks as semantic HTML for a web page. Pure."""

from __future__ import annotations

from html import escape

from bs4 import BeautifulSoup

from content.blocks import Block, Heading, ListBlock, ListItem, Quote, Span
from content.markup.links import runs

_BLOCK_TAGS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote"]


def render(blocks: tuple[Block, ...]) -> str:
    """HTML of ``blocks``, one block a line. Headings are h2: the page's title is its h1."""
    return "\n".join(_block(block) for block in blocks)


def visible(html: str) -> str:
    """Words of ``html`` as a reader sees them, each block on its own line."""
    soup = BeautifulSoup(html, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for tag in soup.find_all(_BLOCK_TAGS):
        tag.insert_before("\n")
        tag.append("\n")
    lines = (line.strip() for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


def _block(block: Block) -> str:
    if isinstance(block, ListBlock):
        return _list(block)
    if isinstance(block, Heading):
        return f"<h2>{_spans(block.spans)}</h2>"
    if isinstance(block, Quote):
        return f"<blockquote>{_spans(block.spans)}</blockquote>"
    return f"<p>{_spans(block.spans)}</p>"


def _list(block: ListBlock) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(_item(item) for item in block.items)}</{tag}>"


def _item(item: ListItem) -> str:
    return f"<li>{_spans(item.spans)}{''.join(_list(child) for child in item.children)}</li>"


def _spans(spans: tuple[Span, ...]) -> str:
    written = []
    for link, group in runs(spans):
        text = "".join(_span(span) for span in group)
        written.append(text if link is None else f'<a href="{escape(link)}">{text}</a>')
    return "".join(written)


def _span(span: Span) -> str:
    text = escape(span.text, quote=False).replace("\n", "<br/>")
    if span.italic:
        text = f"<em>{text}</em>"
    if span.bold:
        text = f"<strong>{text}</strong>"
    return text
