"""Puts together the whole text one channel shows: title, body, link line, hashtags. Pure; shortens nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from content.blocks import Block, Paragraph, Span
from content.formats import Markup, format_for
from content.hashtags import hashtag_line
from content.markup import render, telegram_html, visible_text
from content.summary import summarise

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the link line in the post's language and alphabet, without a colon."""

    read_more: str
    """Before a link that can be clicked, 'Batafsil'."""
    read_on_site: str
    """Before the site's bare name where links cannot be clicked, 'Batafsil saytimizda'."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What one channel shows. ``title`` is apart only on the website; elsewhere it is in ``text`` as well."""

    title: str
    text: str
    markup: Markup
    summary: str


def compose(
    *,
    kind: str,
    title: str,
    blocks: tuple[Block, ...],
    hashtags: tuple[str, ...],
    article_link: str | None,
    override: str | None,
    labels: Labels,
) -> Composed:
    """The text a channel of ``kind`` (a key of FORMATS, else KeyError) shows, in its own markup.

    ``override`` is plain text of staff that replaces title and body on this channel; link and hashtags still follow.
    ``hashtags`` come with or without '#'. ``article_link`` is absolute; the website itself gets no link, no hashtags.
    """
    form = format_for(kind)
    title = " ".join(title.split())
    own_words = bool(override and override.strip())
    body = paragraphs(override or "") if own_words else blocks
    summary = summarise(body)
    text = render(body, form.markup)
    if form.markup == "web_html":
        return Composed(title, text, form.markup, summary)
    head = "" if own_words else _head(title, form.markup)
    link = _link_line(article_link, form.links_clickable, labels)
    tags = hashtag_line(hashtags, visible_text(text, form.markup))
    if form.markup == "telegram_html":
        link, tags = telegram_html.escape(link), telegram_html.escape(tags)
    return Composed(title, "\n\n".join(part for part in (head, text, link, tags) if part), form.markup, summary)


def paragraphs(text: str) -> tuple[Block, ...]:
    """Plain text as blocks: a blank line parts paragraphs, a single line feed stays a line break."""
    pieces = (piece.strip() for piece in _BLANK_LINES.split(text.replace("\r\n", "\n").strip()))
    return tuple(Paragraph((Span(piece),)) for piece in pieces if piece)


def _head(title: str, markup: Markup) -> str:
    return telegram_html.bold(title) if markup == "telegram_html" else title


def _link_line(link: str | None, clickable: bool, labels: Labels) -> str:
    if not link:
        return ""
    if clickable:
        return f"{labels.read_more}: {link}"
    return f"{labels.read_on_site}: {urlsplit(link).netloc or link}"
