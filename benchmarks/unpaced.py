"""Our adapters without their platforms' pace: what is measured is the engine, not the platforms' patience.

The door is still walked through; it opens at once.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import requests

from publishers.adapters.telegram import TelegramPublisher
from publishers.adapters.webhook import WebhookPublisher
from publishers.contract import Deadline, OutgoingPost, Published

_AT_ONCE: dict[str, Any] = {"pace": timedelta(0)}
_kept = threading.local()


class Telegram(TelegramPublisher):
    capabilities = replace(TelegramPublisher.capabilities, token_rate=1e9, **_AT_ONCE)


class Webhook(WebhookPublisher):
    capabilities = replace(WebhookPublisher.capabilities, **_AT_ONCE)


class Bare(WebhookPublisher):
    """The call of the bare task, so that only the engine differs from it: no signature, no checks, a kept session."""

    capabilities = replace(WebhookPublisher.capabilities, **_AT_ONCE)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published:
        call_bare(self._access.address, post.text, key)
        return Published(key)


def call_bare(address: str, text: str, key: str) -> None:
    """One post over this thread's kept session. Raises RequestException."""
    if not hasattr(_kept, "session"):
        _kept.session = requests.Session()
        _kept.session.trust_env = False
    _kept.session.post(address, json={"id": key, "text": text}, timeout=30).raise_for_status()
