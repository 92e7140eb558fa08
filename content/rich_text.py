"""Reads Wagtail's stored rich text into neutral blocks. Pure; knows no page and no address but by ``link_for``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString, ProcessingInstruction

from content.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Quote, Span

LinkFor = Callable[[str, str], str | None]

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
NO_WORDS = frozenset({"script", "style", "template", "head"})
CONTAINERS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "pre",
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "dl", "dt", "dd", "hr", "li", "html", "body",
})  # fmt: skip
BLOCK_LEVEL = CONTAINERS | HEADINGS | LISTS | {"blockquote"}

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROLS_AND_BLANKS = re.compile(r"[\x00-\x20\x7f]")


def well_formed(html: str) -> str:
    """``html`` with its tags properly nested and without what holds no words, for readers stricter than ours."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(list(NO_WORDS)):
        tag.decompose()
    for note in soup.find_all(string=lambda text: isinstance(text, (Comment, Doctype, ProcessingInstruction))):
        note.extract()
    return str(soup)


def parse(html: str, *, link_for: LinkFor) -> tuple[Block, ...]:
    """Blocks of ``html`` in order; empty ones are left out, no word is lost, unknown tags count as their contents.

    ``link_for(kind, key)`` gives the absolute address of an internal link or None, then only the words stay:
    ``("page", "3")`` and ``("document", "7")`` for Wagtail's link types, ``("path", "/about/")`` for an address
    without scheme and host. Other links stay when they are http, https, mailto or tel.
    """
    return tuple(_Reader(link_for).blocks(BeautifulSoup(html, "html.parser")))


@dataclass(frozen=True, slots=True)
class _Reader:
    link_for: LinkFor

    def blocks(self, container: Tag) -> Iterator[Block]:
        """Blocks inside a container; loose words between its blocks become paragraphs."""
        loose: list[Span] = []
        for child in container.children:
            if isinstance(child, Tag) and _holds_blocks(child):
                yield from _paragraph(loose)
                loose = []
                yield from self._block(child)
            else:
                loose.extend(self._inline(child, Span("")))
        yield from _paragraph(loose)

    def _block(self, tag: Tag) -> Iterator[Block]:
        if tag.name in HEADINGS:
            if spans := tidy(self._lines(tag)):
                yield Heading(spans)
        elif tag.name == "blockquote":
            if spans := tidy(self._lines(tag)):
                yield Quote(spans)
        elif tag.name in LISTS:
            if items := self._items(tag):
                yield ListBlock(items, ordered=tag.name == "ol")
        else:
            yield from self.blocks(tag)

    def _items(self, tag: Tag) -> tuple[ListItem, ...]:
        items: list[ListItem] = []
        for child in tag.children:
            if isinstance(child, Tag) and child.name in LISTS:
                nested = tuple(block for block in self._block(child) if isinstance(block, ListBlock))
                last = items.pop() if items else ListItem(())
                if nested or last.spans or last.children:
                    items.append(replace(last, children=last.children + nested))
            elif isinstance(child, Tag):
                if (item := self._item(child)) is not None:
                    items.append(item)
            elif spans := tidy(self._inline(child, Span(""))):
                items.append(ListItem(spans))
        return tuple(items)

    def _item(self, tag: Tag) -> ListItem | None:
        children = [
            ListBlock(items, ordered=nested.name == "ol")
            for nested in tag.find_all(list(LISTS))
            if _outermost_list(nested, tag) and (items := self._items(nested))
        ]
        spans = tidy(self._lines(tag, skip=LISTS))
        return ListItem(spans, tuple(children)) if spans or children else None

    def _lines(self, tag: Tag, skip: frozenset[str] = frozenset()) -> Iterator[Span]:
        """All words inside ``tag``, a line feed between its inner blocks."""
        for child in tag.children:
            if not isinstance(child, Tag) or not _holds_blocks(child):
                yield from self._inline(child, Span(""))
            elif child.name not in skip:
                yield Span("\n")
                yield from self._lines(child, skip)
                yield Span("\n")
            else:
                yield Span("\n")

    def _inline(self, node: object, look: Span) -> Iterator[Span]:
        if isinstance(node, Comment | Doctype | ProcessingInstruction):
            return
        if isinstance(node, NavigableString):
            yield replace(look, text=_BLANKS.sub(" ", _CONTROLS.sub("", str(node))))
        elif isinstance(node, Tag) and node.name == "br":
            yield replace(look, text="\n")
        elif isinstance(node, Tag) and node.name not in NO_WORDS:
            for child in node.children:
                yield from self._inline(child, self._look(node, look))

    def _look(self, tag: Tag, look: Span) -> Span:
        if tag.name in BOLD:
            return replace(look, bold=True)
        if tag.name in ITALIC:
            return replace(look, italic=True)
        if tag.name == "a":
            return replace(look, link=self._address(tag) or look.link)
        return look

    def _address(self, tag: Tag) -> str | None:
        kind, key, href = (str(tag.get(name) or "") for name in ("linktype", "id", "href"))
        if kind:
            return self.link_for(kind, key)
        href = _CONTROLS_AND_BLANKS.sub("", href)
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme.lower() in LINK_SCHEMES:
            return href
        if not parts.scheme and not parts.netloc and parts.path:
            return self.link_for("path", href)
        return None


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of one look joined, doubled blanks and outer blanks dropped; () when no word is left."""
    tidied: list[Span] = []
    before = "\n"
    for span in spans:
        text = _without_doubled_blanks(span.text, before)
        if not text:
            continue
        if text.startswith("\n"):
            _strip_blanks_at_end(tidied)
            if not tidied:
                text = text.lstrip("\n")
                if not text:
                    continue
        before = text[-1]
        if tidied and replace(tidied[-1], text="") == replace(span, text=""):
            tidied[-1] = replace(tidied[-1], text=tidied[-1].text + text)
        else:
            tidied.append(replace(span, text=text))
    while tidied and not (end := tidied[-1].text.rstrip(" \n\u00a0")):
        tidied.pop()
    if tidied:
        tidied[-1] = replace(tidied[-1], text=end)
    return tuple(tidied)


def _without_doubled_blanks(text: str, before: str) -> str:
    text = re.sub(r" *\n[ \n]*", "\n", text)
    if before in " \n":
        text = text.lstrip(" ")
    if before == "\n":
        text = text.lstrip("\n ")
    return text


def _strip_blanks_at_end(spans: list[Span]) -> None:
    while spans:
        text = spans[-1].text.rstrip(" ")
        if text:
            spans[-1] = replace(spans[-1], text=text)
            return
        spans.pop()


def _paragraph(spans: list[Span]) -> Iterator[Block]:
    if tidied := tidy(spans):
        yield Paragraph(tidied)


def _holds_blocks(tag: Tag) -> bool:
    """A block itself, or an unknown tag around blocks (Wagtail never nests so, pasted HTML does)."""
    return tag.name in BLOCK_LEVEL or (tag.name not in NO_WORDS and tag.find(list(BLOCK_LEVEL)) is not None)


def _outermost_list(nested: Tag, item: Tag) -> bool:
    return next(parent for parent in nested.parents if parent is item or parent.name in LISTS) is item
