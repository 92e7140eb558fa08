"""The Graph API's answers for an Instagram account as tests lay them down, and an adapter that asks for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from publishers.adapters.instagram import InstagramPublisher
from publishers.contract import Access, Published
from tests.publishers.adapters.wire import Reply

TOKEN = "adapter-test-instagram-token"
ACCOUNT = "17841"
SINCE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def publisher(base: str, **options: Any) -> InstagramPublisher:
    return InstagramPublisher(Access(ACCOUNT, TOKEN, options, {"graph": base}))


def error(code: int, subcode: int | None = None, *, status: int = 400, message: str = "odd") -> Reply:
    envelope: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code}
    return Reply({"error": envelope if subcode is None else {**envelope, "error_subcode": subcode}}, status)


def quota(used: int = 0, total: int | None = 50) -> Reply:
    config = {} if total is None else {"config": {"quota_total": total, "quota_duration": 86400}}
    return Reply({"data": [{"quota_usage": used, **config}]})


def state(word: str, words: str = "") -> Reply:
    return Reply({"status_code": word, "status": words, "id": "501"})


def token(container: str = "501", *, age: timedelta = timedelta(), **held: Any) -> str:
    created = datetime.now(UTC) - age
    return json.dumps({"created": created.timestamp(), "container": container, "children": [], **held})


def entry(number: int, caption: str, at: datetime = SINCE + timedelta(minutes=1)) -> dict[str, str]:
    return {
        "id": str(number),
        "caption": caption,
        "permalink": f"https://www.instagram.com/p/{number}/",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }


def found(number: int) -> Published:
    return Published(str(number), f"https://www.instagram.com/p/{number}/", (str(number),), found=True)
