"""Markdown of templates in the rich text that Wagtail stores: p, h3, lists, b, i, blockquote, links. Pure."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_RULES = ("newline", "escape", "entity", "emphasis", "link", "list", "blockquote", "heading")
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_LINE_ENDS = re.compile(r"[ \t]*(?:\r\n|\r|\n)\s*")
_TAGS = {
    "heading": "h3", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote",
    "strong": "b", "em": "i",
}  # fmt: skip

_parser = MarkdownIt("zero", {"html": False}).enable(list(_RULES))


def escape_markdown(text: str) -> str:
    """``text`` so that Markdown shows exactly these words; its line ends become line breaks."""
    return _LINE_ENDS.sub("\\\\\n", _SPECIAL.sub(r"\\\1", text.strip()))


def to_rich_text(markdown: str) -> str:
    """Rich text of ``markdown``; HTML inside is shown as words, a link with an unsafe scheme loses its address."""
    return _inside(SyntaxTreeNode(_parser.parse(markdown)))


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(_html(child) for child in node.children)


def _html(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "text_special"):
        return escape(node.content, quote=False)
    if node.type in ("softbreak", "hardbreak"):
        return " " if node.type == "softbreak" else "<br/>"
    if node.type == "paragraph":
        return _paragraph(node)
    if node.type == "link":
        return f'<a href="{escape(str(node.attrs.get("href", "")))}">{_inside(node)}</a>'
    if (tag := _TAGS.get(node.type)) is not None:
        return f"<{tag}>{_inside(node)}</{tag}>"
    return _inside(node)


def _paragraph(node: SyntaxTreeNode) -> str:
    """Wagtail keeps no paragraphs inside lists and quotes: there a second one becomes a line of its own."""
    if node.parent is None or node.parent.type == "root":
        return f"<p>{_inside(node)}</p>"
    before = node.previous_sibling
    return ("<br/>" if before is not None and before.type == "paragraph" else "") + _inside(node)
