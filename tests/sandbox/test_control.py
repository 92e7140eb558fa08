"""The control interface, the wall's memory over a restart, tokens that show nowhere, and the command line."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.thread import start_sandbox
from sandbox.world import BadWish
from tests.sandbox.clients import (
    BOT_TOKEN,
    CHANNEL,
    INSTAGRAM_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PRIVATE_CHANNEL,
    Client,
    picture,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("platform", ["telegram", "facebook", "instagram"])
def test_added_channel_answers_with_its_token(client: Client, platform: str) -> None:
    made = client.control("channels", {"platform": platform, "address": "@yangi_kanal", "title": "Yangi"})
    assert (made["address"], made["title"]) == ("@yangi_kanal", "Yangi")
    if platform == "telegram":
        assert client.bot("sendMessage", token=made["token"], chat_id=made["id"], text="x").status_code == 200
    else:
        assert client.graph_json("GET", made["id"], token=made["token"], fields="id")["id"] == made["id"]
    assert (
        "already" in client.control("channels", {"platform": platform, "address": "@Yangi_Kanal"}, status=400)["error"]
    )


def test_channel_without_an_address_is_private(client: Client) -> None:
    made = client.control("channels", {"platform": "telegram", "address": None, "title": "Maxfiy"})
    message = client.bot_result("sendMessage", chat_id=made["id"], text="x")
    assert made["address"] == made["id"] and made["id"].startswith("-100")
    assert "username" not in message["chat"]


@pytest.mark.parametrize(
    ("what", "wish"),
    [
        ("channels", {"platform": "pigeon"}),
        ("channels", {"platform": "telegram", "address": "no at sign"}),
        ("channels", {"platform": "telegram", "kind": "tunnel"}),
        ("clock", {"advance": -1}),
        ("clock", {}),
        ("clock", {"stand_at": True}),
        ("clock", {"advance": 1, "stand_at": 1}),
        ("settings", {"gravity": 1}),
        ("settings", {"pacing": "yes"}),
        ("figures", {"views": 1, "platform": "telegram", "address": CHANNEL, "id": "99"}),
    ],
)
def test_senseless_wishes_are_refused_with_a_sentence(client: Client, what: str, wish: dict[str, Any]) -> None:
    assert client.control(what, wish, status=400)["error"].endswith(".")


def test_body_that_is_no_json_is_refused(client: Client) -> None:
    answer = client.session.post(f"{client.url}/__control__/faults", data="{", timeout=10)
    assert (answer.status_code, answer.json()) == (400, {"error": "The body is not JSON."})


def test_published_is_filtered_by_platform_and_address(client: Client) -> None:
    client.bot_result("sendMessage", text="ochiq")
    client.bot_result("sendMessage", text="yopiq", chat_id=PRIVATE_CHANNEL)
    client.graph_json("POST", f"{PAGE}/feed", message="sahifa")
    assert [post["text"] for post in client.published()] == ["ochiq", "yopiq", "sahifa"]
    assert [post["text"] for post in client.published("telegram", CHANNEL)] == ["ochiq"]
    assert [post["text"] for post in client.published("telegram", PRIVATE_CHANNEL)] == ["yopiq"]
    assert [post["text"] for post in client.published("facebook", PAGE)] == ["sahifa"]


def test_a_clock_told_where_to_stand_stands_in_past_and_future_until_reset(client: Client) -> None:
    past = client.control("clock", {"stand_at": 1_767_225_600})
    client.bot("sendMessage", text="Yangi yil")
    pushed = client.control("clock", {"advance": 60})
    future = client.control("clock", {"stand_at": 1_798_761_600.5})

    assert [clock["now"] for clock in (past, pushed, future)] == [1_767_225_600.0, 1_767_225_660.0, 1_798_761_600.5]
    assert [call["at"] for call in client.calls()] == [1_767_225_600.0]
    assert client.control("reset")["now"] == pytest.approx(time.time(), abs=60)


def test_reset_brings_the_first_world_back(client: Client) -> None:
    client.bot_result("sendMessage", text="x")
    client.control("channels", {"platform": "telegram", "address": "@yangi_kanal"})
    client.control("clock", {"advance": 60})
    client.fault("telegram", "http_500")
    state = client.control("reset")
    assert (client.published(), client.calls(), state["faults"], state["clock_offset"]) == ([], [], [], 0.0)
    assert [channel["address"] for channel in state["channels"] if channel["platform"] == "telegram"] == [
        CHANNEL, PRIVATE_CHANNEL,
    ]  # fmt: skip
    assert client.bot_result("sendMessage", text="y")["message_id"] == 1


def test_restart_shows_the_same_wall(tmp_path: Path) -> None:
    # given a sandbox that published something and was stopped
    shown = []
    for start in range(2):
        running = start_sandbox(data_dir=tmp_path, pacing=False)
        with requests.Session() as session:
            client = Client(running.url, session)
            if start == 0:
                client.bot_result("sendPhoto", files={"photo": ("a.jpg", picture())}, caption="x")
                client.control("channels", {"platform": "facebook", "address": "@yangi"})
                client.control("clock", {"advance": 60})
            shown.append((
                [(post["id"], post["text"], post["media"], post["at"]) for post in client.published()],
                client.state()["channels"], client.state()["clock_offset"],
            ))  # fmt: skip
            if start == 1:
                media = session.get(f"{client.url}/wall/media/{client.published()[0]['media'][0]}", timeout=10)
                assert media.content == picture()
                assert client.bot_result("sendMessage", text="y")["message_id"] == 2
        running.stop()
    # then
    assert shown[0] == shown[1] and shown[0][0][0][1] == "x"


def test_tokens_show_neither_in_logs_nor_on_pages(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="sandbox")
    client.bot_result("sendMessage", text="x")
    client.graph_json("GET", PAGE)
    client.session.get(f"{client.url}/bot{BOT_TOKEN}", timeout=10)
    seen = caplog.text + json.dumps(client.calls()) + json.dumps(client.state()) + json.dumps(client.published())
    seen += client.session.get(client.url, timeout=10).text
    assert "POST /bot***/sendMessage 200" in caplog.text
    assert client.calls(operation="page")[0]["values"]["access_token"] == "***"
    for token in (BOT_TOKEN, PAGE_TOKEN, INSTAGRAM_TOKEN):
        assert token not in seen


def test_taken_port_is_reported(client: Client) -> None:
    with pytest.raises(OSError):
        start_sandbox(port=int(client.url.rsplit(":", 1)[1]))


def test_wrong_setting_is_reported() -> None:
    with pytest.raises(BadWish):
        start_sandbox(gravity=1)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sandbox", *arguments]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_command_serves_its_world_and_stops_on_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    # given a world with a channel more
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"channels": [{"platform": "telegram", "address": "@uchinchi_kanal"}]}))
    command = _command("--port", "0", "--data", str(tmp_path / "data"), "--world", str(world), "--no-pacing")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("Sandbox wall: ").strip().rstrip("/")
        state = requests.get(f"{url}/__control__/state", timeout=10).json()
        # when
        process.send_signal(number)
        # then
        assert process.wait(10) == 0
    assert "@uchinchi_kanal" in [channel["address"] for channel in state["channels"]]
    assert state["settings"]["pacing"] is False
    assert (tmp_path / "data" / "sandbox.sqlite3").exists()


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"planets": []}', '{"channels": [{"platform": "pigeon", "address": "@kanal"}]}',
                '{"channels": [{"platform": "telegram"}]}', '{"faults": [{"kind": "x"}]}'],
)  # fmt: skip
def test_command_refuses_a_broken_world_file(tmp_path: Path, content: str) -> None:
    world = tmp_path / "world.json"
    world.write_text(content)
    done = subprocess.run(
        _command("--port", "0", "--world", str(world)), cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 2
    assert done.stderr.startswith("sandbox: ") and len(done.stderr.splitlines()) == 1


def test_command_explains_itself() -> None:
    done = subprocess.run(_command("--help"), cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0
    for option in ("--host", "--port", "--data", "--world", "--no-pacing"):
        assert option in done.stdout


def test_faults_of_one_target_are_switched_off_alone(client: Client) -> None:
    client.fault("facebook", "http_500", target=PAGE)
    kept = client.fault("telegram", "http_500", target="@mediareja_sandbox")

    answer = client.session.delete(f"{client.url}/__control__/faults", json={"target": PAGE}, timeout=10)

    assert answer.json() == {"faults": [kept]}
    assert client.state()["faults"] == [kept]
