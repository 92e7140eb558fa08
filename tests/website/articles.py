"""Articles the tests of the public site put up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from website.contents import ArticleContent
from website.models import ArticlePage
from website.services import put_article
from website.slugs import article_slug

NOON = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
"""10:00 in Tashkent."""
TITLE = "“Ochiqlik” – korrupsiyaga toʻsiq"
KEY = "4f0c9a71d2b35e68"


def picture(number: int) -> dict[str, Any]:
    return {"url": f"/media/p{number}.jpg", "alt": f"Zal, {number}-surat", "width": 1600, "height": 1000 + number}


def put(number: int = 0, *, section: str = "yangiliklar", **changed: Any) -> tuple[ArticlePage, bool]:
    """Put article ``number`` up; each has its own key and is a day older than the one before."""
    key = changed.pop("key", f"{number:08x}{KEY[8:]}" if number else KEY)
    values: dict[str, Any] = {
        "title": TITLE,
        "body_html": "<p>Davra suhbati boʻlib oʻtdi.</p>",
        "summary": "Davra suhbati haqida.",
        "published_on": NOON - timedelta(days=number),
        "pictures": [],
        "checksum": "first",
    } | changed
    correction = {name: values.pop(name) for name in ("note", "at") if name in values}
    slug = values.pop("slug", article_slug(values["title"], key))
    return put_article(section, key, ArticleContent(**values), slug=slug, **correction)
