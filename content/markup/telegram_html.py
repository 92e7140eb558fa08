"""Neutral blocks in the small HTML that Telegram's parser accepts. Pure.

Allowed here: b, i, a, blockquote, always nested in that order inside out; everything else is typed characters.
"""

from __future__ import annotations

import re
from html import unescape

from content.blocks import Block, Heading, ListBlock, Quote, Span
from content.markup.links import runs, written_out
from content.markup.lists import typed_lines

_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def render(blocks: tuple[Block, ...]) -> str:
    """Telegram HTML of ``blocks``, a blank line between them."""
    return "\n\n".join(_block(block) for block in blocks)


def escape(text: str) -> str:
    """``text`` so that the parser takes no character of it as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """Escaped ``text`` in bold; '' stays ''."""
    return f"<b>{escape(text)}</b>" if text else ""


def visible(text: str) -> str:
    """``text`` after entity parsing: tags gone, the entities the server knows resolved, outer blanks trimmed."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), _TAG.sub("", text)).strip()


def _block(block: Block) -> str:
    if isinstance(block, ListBlock):
        return "\n".join(typed_lines(block, _spans))
    if isinstance(block, Heading):
        return f"<b>{_spans(block.spans, inside_bold=True)}</b>"
    if isinstance(block, Quote):
        return f"<blockquote>{_spans(block.spans)}</blockquote>"
    return _spans(block.spans)


def _spans(spans: tuple[Span, ...], inside_bold: bool = False) -> str:
    written = []
    for link, group in runs(spans):
        text = "".join(_span(span, inside_bold) for span in group)
        if link is None:
            written.append(text)
        elif link.startswith(("http://", "https://")):
            href = escape(link).replace('"', "&quot;")
            written.append(f'<a href="{href}">{text}</a>')
        else:
            written.append(escape(written_out("".join(span.text for span in group), link)))
    return "".join(written)


def _span(span: Span, inside_bold: bool) -> str:
    text = escape(span.text)
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold and not inside_bold:
        text = f"<b>{text}</b>"
    return text
