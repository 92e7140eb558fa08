"""The form of the two messages a receiver takes: each field there, none besides, each of its type."""

import json
import re
from datetime import datetime
from typing import Any

from sandbox.webhook.answers import Refusal

PUBLISHED = "post.published"
CHECK = "channel.check"
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_WEB = re.compile(r"https?://\S+")
_TEXTS = ("title", "summary", "text", "section", "language")
_FIELDS = frozenset({*_TEXTS, "link", "slot", "pictures"})
_PICTURE = frozenset({"url", "alt", "sha256"})


def read_message(body: bytes) -> tuple[str, dict[str, Any]]:
    """Type and data; raises Refusal for what is not one of the two messages."""
    try:
        message = json.loads(body)
    except ValueError:
        raise Refusal("The body is not JSON.") from None
    if not isinstance(message, dict) or set(message) != {"type", "timestamp", "data"}:
        raise Refusal("A message has type, timestamp and data.")
    kind, data = message["type"], message["data"]
    _must(_is_time(message["timestamp"]), "timestamp must be a time in UTC, 2026-11-20T10:00:00Z")
    _must(isinstance(data, dict), "data must be an object")
    if kind == PUBLISHED:
        _check_post(data)
    else:
        _must(kind == CHECK and not data, "this type of message is not known here")
    return kind, data


def _check_post(data: dict[str, Any]) -> None:
    _must(set(data) == _FIELDS, f"data must have exactly {', '.join(sorted(_FIELDS))}")
    for name in _TEXTS:
        _must(isinstance(data[name], str), f"{name} must be a text")
    _must(bool(data["title"] and data["text"]), "title and text must not be empty")
    _must(data["link"] is None or _is_web(data["link"]), "link must be an address or null")
    _must(data["slot"] is None or _is_time(data["slot"]), "slot must be a time in UTC or null")
    _must(isinstance(data["pictures"], list), "pictures must be a list")
    for picture in data["pictures"]:
        _must(isinstance(picture, dict) and set(picture) == _PICTURE, "a picture has url, alt and sha256")
        _must(_is_web(picture["url"]), "the url of a picture must be an address")
        _must(isinstance(picture["alt"], str), "the alt of a picture must be a text")
        checksum = picture["sha256"]
        _must(isinstance(checksum, str) and bool(re.fullmatch(r"[0-9a-f]{64}", checksum)), "sha256 must be 64 digits")


def _must(is_so: bool, words: str) -> None:
    if not is_so:
        raise Refusal(f"{words[0].upper()}{words[1:]}.", 422)


def _is_web(value: object) -> bool:
    return isinstance(value, str) and bool(_WEB.fullmatch(value))


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
