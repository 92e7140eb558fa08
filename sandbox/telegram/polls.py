"""What a poll may be: its question, its answers, who votes."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.telegram.answers import bad_request

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
MOST_OPTIONS = 12


def read_poll(call: Call) -> dict[str, Any]:
    """Return question, options and multiple of a regular poll; raises Refusal with Telegram's words."""
    question = call.value("question").strip()
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    if call.value("type") not in {"", "regular"}:
        raise bad_request("unsupported poll type in the sandbox")
    return {"question": question, "options": _options(call), "multiple": call.truth("allows_multiple_answers")}


def _options(call: Call) -> list[str]:
    try:
        listed = json.loads(call.value("options") or "null")
    except ValueError:
        listed = None
    if not isinstance(listed, list):
        raise bad_request("can't parse options JSON object")
    texts = [str(each.get("text") or "") if isinstance(each, dict) else str(each) for each in listed]
    if not texts:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    for text in texts:
        if not text.strip():
            raise bad_request("poll options must be non-empty")
        if len(text) > OPTION_LIMIT:
            raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    return [text.strip() for text in texts]
