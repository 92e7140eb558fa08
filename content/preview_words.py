"""Plain text as a feed dresses it: addresses and tags in the colour of links, cut where the feed folds it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from content.folding import FOLDS, folded
from content.formats import format_for

_SPECIAL = re.compile(r"(?P<link>https?://[^\s⟦⟧<>«»“”\"]+)|(?P<tag>(?<![\w/#&@])[#@]\w[\w.]*)")
_ENDS = ".,;:!?)"
_ADDRESS = re.compile(r'<a href="(https?://[^"]+)"|(https?://[^\s⟦⟧<>«»“”"]+)')
_TAG = re.compile(r"(<[^>]*>)")


def dressed(text: str, *, links: bool = True) -> SafeString:
    """Escaped, with addresses (where the platform makes ``links``) and tags marked."""
    pieces, at = [], 0
    for found in _SPECIAL.finditer(text):
        word = found[0].rstrip(_ENDS)
        if found["link"] and not links:
            continue
        pieces += [conditional_escape(text[at : found.start()]), format_html('<span class="blue">{}</span>', word)]
        at = found.start() + len(word)
    return mark_safe("".join([*pieces, conditional_escape(text[at:])]))  # noqa: S308 - every piece is escaped


def dressed_html(html: str) -> SafeString:
    """The same for mark-up that is escaped already: its words outside of links."""
    pieces, inside = [], False
    for part in _TAG.split(html):
        if part.startswith("<"):
            inside = part.startswith("<a ") or (inside and part != "</a>")
            pieces.append(part)
        else:
            pieces.append(part if inside else _SPECIAL.sub(_blue, part))
    return mark_safe("".join(pieces))  # noqa: S308 - only marks were added to what was escaped


def _blue(found: re.Match[str]) -> str:
    word = found[0].rstrip(_ENDS)
    return f'<span class="blue">{word}</span>{found[0][len(word) :]}'


def dressed_and_folded(text: str, kind: str, *, links: bool = True) -> tuple[SafeString, SafeString]:
    """Before and behind the fold; behind is "" where the feed shows all."""
    before, behind = folded(text, kind)
    return dressed(before, links=links), dressed(behind.lstrip(" "), links=links)


def shown_words(
    kind: str, title: str, text: str, follow_up: str, summary: str, link: str, *, has_media: bool, link_preview: str
) -> dict[str, Any]:
    """What the previews' templates say of one form, fitted or frozen. ``link_preview``: "", none, small, large."""
    form = format_for(kind)
    plain = form.markup == "plain"
    before, behind = dressed_and_folded(text, kind, links=form.links_clickable)
    draws = kind == "telegram" or (kind == "facebook" and link)
    # pictures and videos leave no room for a card, and the post may go without
    card = link_card(title, text, summary, link) if draws and not has_media and link_preview != "none" else None
    return {
        "before_fold": before if plain else "",
        "behind_fold": behind if plain else "",
        "fold": FOLDS.get(kind) if behind and plain else None,
        "card": card and {**card, "size": link_preview or "large"},
        "title": title,
        "text": dressed_html(text) if form.markup == "telegram_html" else text,
        "follow_up": dressed_html(follow_up),
        "summary": summary,
        "markup": form.markup,
    }


def link_card(title: str, text: str, summary: str, article_link: str) -> dict[str, str] | None:
    """What a network draws of the post's own article, which adapters ask for, or else of the first address in the text:
    of that one it fetches the words itself."""
    if article_link:
        return {"site": _site(article_link), "title": title, "summary": summary}
    found = _ADDRESS.search(text)
    return {"site": _site(unescape(found[1] or found[2])), "title": "", "summary": ""} if found else None


def _site(link: str) -> str:
    return urlsplit(link.rstrip(_ENDS)).netloc.removeprefix("www.")
