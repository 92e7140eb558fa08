"""Flood control: bursts, groups, the whole bot, and waiting by the sandbox's clock."""

from collections.abc import Iterator

import pytest
import requests

from sandbox.pacing import BOT_PER_SECOND, CHAT_BURST, GROUP_PER_MINUTE, Pacing
from sandbox.thread import start_sandbox
from tests.sandbox.clients import Client


@pytest.fixture
def paced() -> Iterator[Client]:
    """A client of a sandbox with flood control, as it is by default."""
    running = start_sandbox()
    with requests.Session() as session:
        yield Client(running.url, session)
    running.stop()


def test_a_burst_is_refused_with_body_and_header_until_the_clock_moves(paced: Client) -> None:
    # given a burst of more than a few messages
    answers = [paced.bot("sendMessage", text=str(number)) for number in range(CHAT_BURST + 3)]
    refused = [answer for answer in answers if answer.status_code == 429]
    # then the rest is refused and not published
    assert refused and len(paced.published()) == len(answers) - len(refused)
    assert refused[0].headers["Retry-After"] == "1"
    assert refused[0].json() == {
        "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }  # fmt: skip
    # when the wait is over
    paced.control("clock", {"advance": 1})
    assert paced.bot("sendMessage", text="oxirgi").status_code == 200


def test_switch_turns_flood_control_off(paced: Client) -> None:
    paced.control("settings", {"pacing": False})
    assert {paced.bot("sendMessage", text="x").status_code for _ in range(CHAT_BURST * 2)} == {200}


def test_one_chat_takes_one_message_a_second() -> None:
    pacing = Pacing()
    assert [pacing.wait_for("bot", "chat", False, 0.0) for _ in range(CHAT_BURST + 1)] == [0] * CHAT_BURST + [1]
    assert pacing.wait_for("bot", "chat", False, 0.5) == 1
    assert pacing.wait_for("bot", "chat", False, 1.0) == 0
    assert pacing.wait_for("bot", "chat", False, 1.0) == 1


def test_a_group_takes_twenty_a_minute() -> None:
    pacing = Pacing()
    waits = [pacing.wait_for("bot", "group", True, float(second)) for second in range(GROUP_PER_MINUTE + 1)]
    assert waits == [0] * GROUP_PER_MINUTE + [60 - GROUP_PER_MINUTE]
    assert pacing.wait_for("bot", "group", True, 60.0) == 0


def test_a_bot_takes_thirty_a_second_over_all_chats() -> None:
    pacing = Pacing()
    waits = [pacing.wait_for("bot", f"chat {number}", False, 0.0) for number in range(BOT_PER_SECOND + 1)]
    assert waits == [0] * BOT_PER_SECOND + [1]
    assert pacing.wait_for("other bot", "chat", False, 0.0) == 0
