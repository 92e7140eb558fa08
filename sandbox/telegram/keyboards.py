"""Buttons under messages: reading them, changing them, and answering a press."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.calls import Call
from sandbox.telegram.answers import bad_request

DATA_LIMIT = 64
"""Bytes."""
ANSWER_LIMIT = 200
QUERY = "telegram:query"


def read_keyboard(call: Call) -> dict[str, Any] | None:
    """The reply_markup of a call; raises Refusal for a button that Telegram would refuse."""
    try:
        markup = json.loads(call.value("reply_markup") or "null")
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for button in buttons_of(markup):
        _check(button)
    if "inline_keyboard" in markup and not buttons_of(markup):
        return None
    return markup


def buttons_of(markup: dict[str, Any] | None) -> list[dict[str, Any]]:
    """All inline buttons, row by row."""
    return [button for row in (markup or {}).get("inline_keyboard", []) for button in row]


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text") or "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if "url" in button:
        if "." not in (urlsplit(str(button["url"])).hostname or ""):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif not 1 <= len(str(button.get("callback_data") or "").encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


async def set_my_commands(call: Call) -> bool:
    """setMyCommands: one to a hundred, each with a description; kept by language."""
    try:
        commands = json.loads(call.value("commands") or "null")
    except ValueError:
        commands = None
    if not isinstance(commands, list) or not all(isinstance(each, dict) for each in commands):
        raise bad_request("can't parse commands JSON object")
    if any(not each.get("command") or not each.get("description") for each in commands):
        raise bad_request("command description must be non-empty")
    call.world.store.set_fact(
        f"telegram:commands:{call.request.match_info['token']}:{call.value('language_code')}", json.dumps(commands)
    )
    return True


async def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: once for each press."""
    query = call.world.store.record(QUERY, call.value("callback_query_id"))
    if query is None or query["answer"] is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.value("text")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "alert": call.truth("show_alert"), "chat": query["chat"]}
    call.world.store.save_record(QUERY, call.value("callback_query_id"), query["chat"], call.world.now(),
                                 {"chat": query["chat"], "answer": answer})  # fmt: skip
    call.world.store.set_fact(f"telegram:toast:{query['chat']}", json.dumps([call.world.now(), text]))
    return True
