"""The Graph API's answers for a page as tests lay them down, and an adapter that asks for them."""

from __future__ import annotations

from typing import Any

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.contract import Access
from tests.publishers.adapters.wire import Reply

TOKEN = "adapter-test-page-token"
PAGE = "2001"
POST_ID = "2001_77"


def publisher(base: str, *, secret: str = "", **options: Any) -> FacebookPagePublisher:
    """``secret``: the application's, behind the token."""
    held = f"{TOKEN}|{secret}" if secret else TOKEN
    return FacebookPagePublisher(Access(PAGE, held, options, {"graph": f"{base}/graph", "graph_version": "v26.0"}))


def error(code: int, subcode: int | None = None, *, status: int = 400, message: str = "odd") -> Reply:
    envelope: dict[str, Any] = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}
    if subcode is not None:
        envelope["error_subcode"] = subcode
    return Reply({"error": envelope}, status)
