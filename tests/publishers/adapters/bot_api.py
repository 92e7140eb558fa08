"""The Bot API's answers as tests lay them down, and an adapter that asks for them."""

from __future__ import annotations

from typing import Any

from publishers.adapters.telegram import TelegramPublisher
from publishers.contract import Access
from tests.publishers.adapters.wire import Reply

TOKEN = "100000001:adapter-test-token-not-a-real-one"
PUBLIC = {"id": -1001234567890, "type": "channel", "title": "Sinov kanali", "username": "sinov_kanali"}
PRIVATE = {"id": -1001234567890, "type": "channel", "title": "Yopiq kanal"}


def publisher(base: str, address: str = "@sinov_kanali", **options: Any) -> TelegramPublisher:
    return TelegramPublisher(Access(address, TOKEN, options, {"telegram": base, "telegram_preview": f"{base}/t.me"}))


def message(number: int, chat: dict[str, Any] = PUBLIC) -> dict[str, Any]:
    return {"message_id": number, "date": 1795000000, "chat": chat}


def ok(result: Any) -> Reply:
    return Reply({"ok": True, "result": result})


def refused(status: int, description: str, **parameters: int) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Reply({**body, "parameters": parameters} if parameters else body, status=status)
