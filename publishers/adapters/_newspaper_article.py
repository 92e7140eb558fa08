"""An article as a Word document: what an editor opens, changes and sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from content.blocks import Block, Heading, ListBlock, Quote, Span
from content.markup.links import runs
from content.rich_text import parse
from publishers.adapters._newspaper_words import Words
from publishers.contract import OutgoingPost

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DEEPEST_LIST = 3
"""Word's template has styles for so many levels."""
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGES = {"uz": "uz-Latn-UZ", "ru": "ru-RU"}


def article_of(post: OutgoingPost, words: Words, picture_names: Sequence[str]) -> bytes:
    """The document's bytes: title, text, and at the end the pictures' file names with what they show."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    document.add_heading(_clean(post.title), level=1)
    if post.note:
        document.add_paragraph().add_run(_clean(words.note % {"note": post.note})).italic = True
    for block in parse(post.text, link_for=lambda kind, key: None):
        _add(document, block)
    if post.link:
        _spans(document.add_paragraph(), (Span(words.link % {"link": post.link}),))
    if picture_names:
        document.add_heading(words.pictures, level=2)
        for name, picture in zip(picture_names, post.pictures, strict=True):
            document.add_paragraph(_clean(f"{name}: {picture.alt}" if picture.alt else name), style="List Bullet")
    if post.videos:
        document.add_heading(words.videos, level=2)
        for video in post.videos:
            document.add_paragraph(_clean(f"{video.url} {video.alt}".strip()), style="List Bullet")
    properties = document.core_properties
    properties.author, properties.title = "Mediareja", _clean(post.title)[:255]
    properties.language = _LANGUAGES.get(post.language, post.language)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, block: Block) -> None:
    if isinstance(block, ListBlock):
        _add_list(document, block, 1)
    elif isinstance(block, Heading):
        _spans(document.add_heading(level=2), block.spans)
    else:
        _spans(document.add_paragraph(style="Quote" if isinstance(block, Quote) else None), block.spans)


def _add_list(document: Any, block: ListBlock, level: int) -> None:
    """Numbers are typed: Word would count on from one list to the next."""
    depth = min(level, _DEEPEST_LIST)
    style = ("List Continue" if block.ordered else "List Bullet") + ("" if depth == 1 else f" {depth}")
    for number, item in enumerate(block.items, start=1):
        paragraph = document.add_paragraph(style=style)
        if block.ordered:
            paragraph.add_run(f"{number}. ")
        _spans(paragraph, item.spans)
        for child in item.children:
            _add_list(document, child, level + 1)


def _spans(paragraph: Any, spans: tuple[Span, ...]) -> None:
    for link, group in runs(spans):
        made = [_run(paragraph, span) for span in group]
        if link is not None:
            _link(paragraph, made, link)


def _run(paragraph: Any, span: Span) -> Any:
    run = paragraph.add_run(_clean(span.text))
    run.bold, run.italic = span.bold or None, span.italic or None
    return run


def _link(paragraph: Any, made: list[Any], address: str) -> None:
    """Put the runs into a hyperlink, which python-docx reads but does not write."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink", attrs={qn("r:id"): relation})
    made[0]._r.addprevious(link)
    for run in made:
        run.font.underline, run.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)
        link.append(run._r)


def _clean(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return _NOT_XML.sub("", text)
