"""A WordPress site's answers as tests lay them down, and an adapter that asks for them."""

from __future__ import annotations

from typing import Any

from publishers.adapters.wordpress import WordPressPublisher, slug_of
from publishers.contract import Access
from tests.publishers.adapters.wire import Reply, Wire

PASSWORD = "abcd EFGH 1234 ijkl MNOP 5678"
SECRET = f"matbuot:{PASSWORD}"
KEY = "4f0c9a71d2b35e68-3-1"
SLUG = slug_of(KEY)
LINK = "https://sayt.example/mr"


def publisher(address: str, secret: str = SECRET) -> WordPressPublisher:
    return WordPressPublisher(Access(address, secret))


def refusal(code: str, status: int, message: str = "odd", **data: Any) -> Reply:
    return Reply({"code": code, "message": message, "data": {"status": status, **data}}, status)


def entry(number: int = 7, *, status: str = "publish", slug: str = SLUG) -> dict[str, Any]:
    return {"id": number, "slug": slug, "status": status, "link": LINK}


def empty_site(wire: Wire, made: Reply | None = None) -> None:
    """No post of the key; what is created is answered with ``made``, an ordinary answer when left out."""
    wire.on("posts", Reply([]), made or Reply(entry(), 201))


def working_account(wire: Wire, **rights: bool) -> None:
    index = {"name": "Namunaobod &amp; tuman", "namespaces": ["wp/v2"], "authentication": {"application-passwords": {}}}
    wire.on("", Reply(index))
    capabilities = {"publish_posts": True, "upload_files": True, "manage_categories": True, **rights}
    wire.on("me", Reply({"name": "Matbuot", "roles": ["author"], "capabilities": capabilities}))
