"""LOG_FORMAT=json: one object a line, with what the work is about, and without a secret."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from config.json_log import JsonFormatter
from publishers.log_context import bound, current, note
from publishers.redaction import RedactingFilter

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose handler is put together as the settings do it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RedactingFilter())
    logger = logging.Logger("publishers.sinov")
    logger.addHandler(handler)
    yield logger, out


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    for line in found:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    return found


def test_a_line_says_what_the_work_is_about(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = log

    logger.info("before %s", "it")
    with bound(delivery=5, channel=2, kind="telegram"):
        note(attempt=9)
        logger.warning("Oʻzbekcha «matn»\nikki qator")
        with bound(task="a-b"):
            note(attempt=10)
            logger.info("within")
        logger.info("again")
    logger.info("after")

    about = {"delivery": 5, "channel": 2, "kind": "telegram", "attempt": 9}
    assert lines(out) == [
        {"level": "INFO", "logger": "publishers.sinov", "message": "before it"},
        {"level": "WARNING", "logger": "publishers.sinov", "message": "Oʻzbekcha «matn»\nikki qator", **about},
        {"level": "INFO", "logger": "publishers.sinov", "message": "within", **about, "attempt": 10, "task": "a-b"},
        {"level": "INFO", "logger": "publishers.sinov", "message": "again", **about},
        {"level": "INFO", "logger": "publishers.sinov", "message": "after"},
    ]


def test_a_note_outside_any_work_is_not_kept() -> None:
    note(attempt=1)

    assert current() == {}


def test_message_arguments_traceback_and_stack_are_redacted(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = log

    try:
        raise ValueError(f"https://api.example/bot{TOKEN}/sendMessage")
    except ValueError:
        logger.exception("refused: %s", {"access_token": "EAAsirliso1234567"}, stack_info=True)

    (line,) = lines(out)
    assert TOKEN not in out.getvalue()
    assert "EAAsirliso" not in out.getvalue()
    assert line["message"] == "refused: {'access_token': ***}"
    assert line["exception"].splitlines()[-1] == "ValueError: https://api.example/bot***/sendMessage"
    assert line["stack"].startswith("Stack (most recent call last):")
    assert sorted(line) == ["exception", "level", "logger", "message", "stack"]


def test_a_log_call_with_wrong_arguments_is_still_a_line(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = log

    logger.error("%d posts", "uch")

    assert [line["message"] for line in lines(out)] == ["'%d posts' ('uch',)"]
