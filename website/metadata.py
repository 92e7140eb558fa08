"""What machines and networks are told about an article: structured data and share addresses. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

# a script element ends at the first "</", whatever its text means
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class ShareLink:
    network: str
    url: str


def share_links(url: str, title: str) -> list[ShareLink]:
    """Plain addresses that open a network's own "share" page; nothing of theirs is loaded here."""
    return [
        ShareLink("Telegram", "https://t.me/share/url?" + urlencode({"url": url, "text": title})),
        ShareLink("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
    ]


def article_data(
    *,
    title: str,
    summary: str,
    url: str,
    language: str,
    published_on: datetime,
    changed_on: datetime,
    pictures: list[str],
    section: str,
    site_name: str,
    site_url: str,
) -> dict[str, Any]:
    """A schema.org NewsArticle. Addresses are absolute, instants aware."""
    publisher = {"@type": "GovernmentOrganization", "name": site_name, "url": site_url}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "description": summary,
        "inLanguage": language,
        "articleSection": section,
        "datePublished": published_on.isoformat(),
        "dateModified": max(published_on, changed_on).isoformat(),
        "mainEntityOfPage": url,
        "image": pictures,
        "author": publisher,
        "publisher": publisher,
    }


def script_json(data: dict[str, Any]) -> str:
    """JSON that may stand inside a script element as it is."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
