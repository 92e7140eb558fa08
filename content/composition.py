"""Puts together the whole text one channel shows: title, body, poll, documents, link line, hashtags. Pure; shortens
nothing, but parts what cannot stand beside media in one message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from content.blocks import Block, ListBlock, ListItem, Paragraph, Span
from content.formats import Markup, format_for
from content.hashtags import hashtag_line
from content.markup import render, telegram_html, visible_text
from content.splitting import BETWEEN, split_beside_media
from content.summary import summarise

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the service's own lines in the post's language and alphabet, without a colon."""

    read_more: str
    """Before a link that can be clicked, 'Batafsil'."""
    read_on_site: str
    """Before the site's bare name where links cannot be clicked, 'Batafsil saytimizda'."""
    documents: str = ""
    """Above the lines that say where documents are, 'Hujjatlar'."""
    poll: str = ""
    """Before a question that is only printed, 'Soʻrov'."""


@dataclass(frozen=True, slots=True)
class Question:
    """A poll's words."""

    question: str
    options: tuple[str, ...]
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """What one channel shows. ``title`` is apart only on the website; elsewhere it is in ``text`` as well."""

    title: str
    text: str
    markup: Markup
    summary: str
    follow_up: str = ""
    """What did not fit beside media, in the same markup: a second message."""


def compose(
    *,
    kind: str,
    title: str,
    blocks: tuple[Block, ...],
    hashtags: tuple[str, ...],
    article_link: str | None,
    override: str | None,
    labels: Labels,
    documents: Sequence[tuple[str, str]] = (),
    poll: Question | None = None,
    with_media: bool = False,
) -> Composed:
    """The text a channel of ``kind`` (a key of FORMATS, else KeyError) shows, in its own markup.

    ``override`` is plain text of staff that replaces title and body on this channel; link and hashtags still follow.
    ``hashtags`` come with or without '#'. ``article_link`` is absolute; the website itself gets no link, no hashtags.
    ``documents`` are titles and absolute addresses of those the channel does not carry itself; ``poll`` is printed
    where articles are and readers cannot vote; ``with_media``: pictures, videos or documents go along.
    """
    form = format_for(kind)
    title = " ".join(title.split())
    own_words = bool(override and override.strip())
    body = paragraphs(override or "") if own_words else blocks
    summary = summarise(body)
    if form.markup == "web_html":
        printed = _printed_poll(poll, labels) if poll is not None and not form.polls else ()
        text = render((*body, *printed, *_document_lines(documents, labels)), form.markup)
        return Composed(title, text, form.markup, summary)
    head = "" if own_words else _head(title, form.markup)
    body_parts = [render((block,), form.markup) for block in body]
    link = _link_line(article_link, form.links_clickable, labels)
    tags = hashtag_line(hashtags, visible_text(BETWEEN.join(body_parts), form.markup))
    if form.markup == "telegram_html":
        link, tags = telegram_html.escape(link), telegram_html.escape(tags)
    parts = [head, *body_parts, render(_document_lines(documents, labels), form.markup), link, tags]
    if with_media and form.follow_up:
        text, follow_up = split_beside_media(parts, form, stand_in=_head(title, form.markup))
        return Composed(title, text, form.markup, summary, follow_up)
    return Composed(title, BETWEEN.join(part for part in parts if part), form.markup, summary)


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


def _document_lines(documents: Sequence[tuple[str, str]], labels: Labels) -> tuple[Block, ...]:
    if not documents:
        return ()
    lines = [f"{title}: {address}" for title, address in documents]
    return (Paragraph((Span("\n".join([f"{labels.documents}:", *lines])),)),)


def _printed_poll(poll: Question, labels: Labels) -> tuple[Block, ...]:
    question = Paragraph((Span(f"{labels.poll}: {poll.question}", bold=True),))
    return (question, ListBlock(tuple(ListItem((Span(option),)) for option in poll.options)))
