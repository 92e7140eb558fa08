"""The form of the messages a receiver takes: each field there, none besides, each of its type."""

import json
import re
from datetime import datetime
from typing import Any

from sandbox.webhook.answers import Refusal

PUBLISHED = "post.published"
UPDATED = "post.updated"
WITHDRAWN = "post.withdrawn"
CHECK = "channel.check"
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_WEB = re.compile(r"https?://\S+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEXTS = ("id", "title", "summary", "text", "note", "section", "language")
_TIMES = ("slot", "live_at")
_FIELDS = frozenset({*_TEXTS, *_TIMES, "link", "pictures", "videos", "documents", "poll"})
_PICTURE = {"url": str, "alt": str, "sha256": str}
_FILES = {
    "pictures": _PICTURE,
    "videos": {**_PICTURE, "type": str, "width": int, "height": int, "seconds": (int, float), "cover": object},
    "documents": {"url": str, "title": str, "name": str, "type": str, "size": int, "sha256": str},
}


def read_message(body: bytes) -> tuple[str, dict[str, Any]]:
    """Type and data; raises Refusal for what is not one of the four messages."""
    try:
        message = json.loads(body)
    except ValueError:
        raise Refusal("The body is not JSON.") from None
    if not isinstance(message, dict) or set(message) != {"type", "timestamp", "data"}:
        raise Refusal("A message has type, timestamp and data.")
    kind, data = message["type"], message["data"]
    _must(_is_time(message["timestamp"]), "timestamp must be a time in UTC, 2026-11-20T10:00:00Z")
    _must(isinstance(data, dict), "data must be an object")
    if kind in (PUBLISHED, UPDATED):
        _check_post(data)
    elif kind == WITHDRAWN:
        _must(set(data) == {"id"} and bool(data["id"]) and isinstance(data["id"], str), "data must have an id alone")
    else:
        _must(kind == CHECK and not data, "this type of message is not known here")
    return kind, data


def _check_post(data: dict[str, Any]) -> None:
    _must(set(data) == _FIELDS, f"data must have exactly {', '.join(sorted(_FIELDS))}")
    for name in _TEXTS:
        _must(isinstance(data[name], str), f"{name} must be a text")
    _must(bool(data["id"] and data["title"] and data["text"]), "id, title and text must not be empty")
    _must(data["link"] is None or _is_web(data["link"]), "link must be an address or null")
    for name in _TIMES:
        _must(data[name] is None or _is_time(data[name]), f"{name} must be a time in UTC or null")
    for name, fields in _FILES.items():
        _must(isinstance(data[name], list), f"{name} must be a list")
        for file in data[name]:
            _check_file(file, fields, name)
            if file.get("cover") is not None:
                _check_file(file["cover"], _PICTURE, "cover")
    if data["poll"] is not None:
        _check_poll(data["poll"])


def _check_file(file: object, fields: dict[str, Any], name: str) -> None:
    if not isinstance(file, dict) or set(file) != set(fields):
        raise Refusal(f"Each of {name} has {', '.join(fields)}.", 422)
    for field, kind in fields.items():
        _must(isinstance(file[field], kind), f"{field} of {name} is of another type")
    _must(_is_web(file["url"]), f"the url of {name} must be an address")
    _must(bool(_SHA256.fullmatch(file["sha256"])), "sha256 must be 64 digits")


def _check_poll(poll: object) -> None:
    if not isinstance(poll, dict) or set(poll) != {"question", "options", "multiple"}:
        raise Refusal("A poll has question, options and multiple.", 422)
    _must(isinstance(poll["question"], str) and isinstance(poll["multiple"], bool), "a poll is of another type")
    _must(isinstance(poll["options"], list) and all(isinstance(each, str) for each in poll["options"]), "options too")


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
