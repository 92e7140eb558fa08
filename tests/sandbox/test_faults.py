"""Faults: each does on the wire, and to what readers see, exactly what its name says."""

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.faults import KINDS, READS, WRITES
from tests.sandbox.clients import ACCOUNT, CHANNEL, INSTAGRAM_TOKEN, PAGE, Client, picture


def _wait_until(condition: Any, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        threading.Event().wait(0.01)


def _send(client: Client, platform: str) -> requests.Response:
    if platform == "telegram":
        return client.bot("sendMessage", text="x")
    return client.graph("POST", f"{PAGE}/feed", message="x")


@pytest.mark.parametrize("platform", ["telegram", "facebook"])
@pytest.mark.parametrize(("kind", "posts"), [("accept_then_drop", 1), ("drop_before", 0)])
def test_dropped_connection(client: Client, platform: str, kind: str, posts: int) -> None:
    client.fault(platform, kind)
    with pytest.raises(requests.ConnectionError):
        _send(client, platform)
    assert len(client.published(platform)) == posts
    assert client.calls(platform=platform)[-1]["status"] is None
    assert _send(client, platform).status_code == 200


@pytest.mark.parametrize("platform", ["telegram", "facebook"])
@pytest.mark.parametrize(("kind", "posts"), [("accept_then_500", 1), ("http_500", 0)])
def test_server_error(client: Client, platform: str, kind: str, posts: int) -> None:
    client.fault(platform, kind)
    answer = _send(client, platform)
    assert answer.status_code == 500 and len(client.published(platform)) == posts
    if platform == "telegram":
        assert answer.json()["description"] == "Internal Server Error: restart"
    else:
        assert answer.json()["error"]["code"] == (2 if posts else 1)


def test_a_call_that_would_fail_anyway_keeps_its_own_refusal(client: Client) -> None:
    client.fault("telegram", "accept_then_500")
    assert client.bot_refusal("sendMessage", text="") == "Bad Request: message text is empty"


@pytest.mark.parametrize(("when", "posts"), [("before", 0), ("after", 1)])
def test_held_answer_waits_for_release(client: Client, when: str, posts: int) -> None:
    # given a call whose answer is held
    client.fault("telegram", "hold_until_released", when=when)
    statuses: list[int] = []

    def send() -> None:
        values = {"chat_id": CHANNEL, "text": "x"}
        url = f"{client.url}/bot100000001:sandbox-bot-token-for-testing-0000000/sendMessage"
        statuses.append(requests.post(url, data=values, timeout=10).status_code)

    sender = threading.Thread(target=send)
    sender.start()
    _wait_until(lambda: client.state()["held"] == 1)
    assert statuses == [] and len(client.published()) == posts
    # when
    assert client.control("release") == {"released": 1}
    sender.join(5)
    # then
    assert statuses == [200] and client.texts("telegram") == ["x"] and client.state()["held"] == 0


def test_delay_lets_the_reader_give_up_while_the_post_is_out(client: Client) -> None:
    client.fault("facebook", "delay", seconds=5)
    with pytest.raises(requests.ReadTimeout):
        client.session.post(
            f"{client.url}/graph/{PAGE}/feed", data={"access_token": "sandbox-page-token", "message": "x"}, timeout=0.2
        )
    assert client.texts("facebook") == ["x"]


def test_short_delay_answers_at_last(client: Client) -> None:
    client.fault("telegram", "delay", seconds=0.05, when="before")
    began = time.monotonic()
    assert client.bot("sendMessage", text="x").status_code == 200
    assert time.monotonic() - began >= 0.05


@pytest.mark.parametrize(
    ("kind", "params", "status", "description"),
    [
        ("rate_limited", {"retry_after": 17}, 429, "Too Many Requests: retry after 17"),
        ("rate_limited", {}, 429, "Too Many Requests"),
        ("revoke_token", {}, 401, "Unauthorized"),
        ("refuse_auth", {}, 401, "Unauthorized"),
        ("missing_rights", {}, 400, "Bad Request: need administrator rights in the channel chat"),
        ("missing_rights", {"variant": "kicked"}, 403, "Forbidden: bot was kicked from the channel chat"),
        ("missing_rights", {"variant": "no_write_access"}, 400, "Bad Request: have no write access to the chat"),
        ("chat_not_found", {}, 400, "Bad Request: chat not found"),
        ("migrated", {"new_chat_id": -1005}, 400, "Bad Request: group chat was upgraded to a supergroup chat"),
        ("content_rejected", {"description": "Bad Request: MEDIA_EMPTY"}, 400, "Bad Request: MEDIA_EMPTY"),
        ("platform_error", {"status": 409, "description": "Conflict: x"}, 409, "Conflict: x"),
    ],
)
def test_telegram_refusals(client: Client, kind: str, params: dict[str, Any], status: int, description: str) -> None:
    client.fault("telegram", kind, **params)
    answer = client.bot("sendMessage", text="x")
    body = answer.json()
    assert (answer.status_code, body["error_code"]) == (status, status)
    assert body["description"] == description
    assert answer.headers.get("Retry-After") == ("17" if params.get("retry_after") else None)
    assert body.get("parameters", {}).get("migrate_to_chat_id") == params.get("new_chat_id")
    assert client.published() == []


@pytest.mark.parametrize(
    ("kind", "params", "refusal"),
    [
        ("rate_limited", {}, (400, 80001, None)),
        ("rate_limited", {"code": 32}, (400, 32, None)),
        ("revoke_token", {}, (401, 190, 460)),
        ("revoke_token", {"subcode": 463}, (401, 190, 463)),
        ("missing_rights", {}, (403, 200, None)),
        ("chat_not_found", {}, (400, 100, 33)),
        ("content_rejected", {}, (400, 100, None)),
        ("duplicate_content", {}, (400, 506, None)),
        ("blocked_for_abuse", {}, (400, 368, 1390008)),
        ("platform_error", {"status": 400, "code": 1609005}, (400, 1609005, None)),
    ],
)
def test_facebook_refusals(
    client: Client, kind: str, params: dict[str, Any], refusal: tuple[int, int, int | None]
) -> None:
    client.fault("facebook", kind, **params)
    assert client.graph_refusal("POST", f"{PAGE}/feed", message="x") == refusal
    assert client.published() == []


def test_rate_limit_tells_the_minutes_in_the_usage_header(client: Client) -> None:
    client.fault("facebook", "rate_limited", retry_after=90)
    headers = client.graph("POST", f"{PAGE}/feed", message="x").headers
    assert '"call_count": 100' in headers["X-App-Usage"]
    assert '"estimated_time_to_regain_access": 2' in headers["X-Business-Use-Case-Usage"]


@pytest.mark.parametrize(("content_type", "answered"), [("text/html", "text/html"), ("", None)])
def test_garbage_hides_that_the_post_is_out(client: Client, content_type: str, answered: str | None) -> None:
    client.fault("facebook", "garbage", content_type=content_type)
    answer = client.graph("POST", f"{PAGE}/feed", message="x")
    assert (answer.status_code, answer.headers.get("Content-Type")) == (200, answered)
    assert client.texts("facebook") == ["x"]


def test_html_error_page_is_no_envelope(client: Client) -> None:
    client.fault("telegram", "html_error_page")
    answer = client.bot("sendMessage", text="x")
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert client.published() == []


def test_album_is_out_in_part(client: Client) -> None:
    client.fault("telegram", "album_partial", n=2)
    media = '[{"type":"photo","media":"attach://p"},{"type":"photo","media":"attach://p"},{"type":"photo","media":"attach://p"}]'
    description = client.bot_refusal("sendMediaGroup", media=media, files={"p": ("a.jpg", picture())})
    assert description == 'Bad Request: failed to send message #3 with the error message "MEDIA_EMPTY"'
    assert [post["ids"] for post in client.published()] == [["1", "2"]]


def _publish(client: Client, container: str) -> requests.Response:
    return client.graph("POST", f"{ACCOUNT}/media_publish", token=INSTAGRAM_TOKEN, creation_id=container)


def test_container_ends_in_error(client: Client, pictures: Any) -> None:
    client.fault("instagram", "container_error")
    container = client.instagram("POST", f"{ACCOUNT}/media", image_url=pictures.put("a.jpg", picture()))["id"]
    client.instagram("GET", container, fields="status_code")
    status = client.instagram("GET", container, fields="status_code,status")
    assert status["status_code"] == "ERROR" and "2207032" in status["status"]
    assert _publish(client, container).json()["error"]["code"] == 9007


def test_spam_block_though_the_post_is_live(client: Client, pictures: Any) -> None:
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    client.fault("instagram", "spam_block_but_live")
    error = _publish(client, container).json()["error"]
    assert (error["code"], error["error_subcode"]) == (4, 2207051)
    assert len(client.published("instagram")) == 1


def test_publish_without_an_answer_sets_published(client: Client, pictures: Any) -> None:
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    client.fault("instagram", "publish_sets_published_without_answer")
    with pytest.raises(requests.ConnectionError):
        _publish(client, container)
    assert client.instagram("GET", container, fields="status_code")["status_code"] == "PUBLISHED"
    assert len(client.published("instagram")) == 1


def test_quota_is_reached(client: Client, pictures: Any) -> None:
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    client.fault("instagram", "quota_reached")
    error = _publish(client, container).json()["error"]
    assert (error["code"], error["error_subcode"]) == (9, 2207042)
    assert client.published() == []


def test_listing_lags_by_reads_and_by_seconds(client: Client) -> None:
    client.graph_json("POST", f"{PAGE}/feed", message="x")
    client.fault("facebook", "listing_lag", operation="published_posts", reads=2)
    sizes = [len(client.graph_json("GET", f"{PAGE}/published_posts")["data"]) for _ in range(3)]
    assert sizes == [0, 0, 1]
    client.session.delete(f"{client.url}/__control__/faults", timeout=10)
    client.fault("facebook", "listing_lag", seconds=60)
    assert client.graph_json("GET", f"{PAGE}/published_posts")["data"] == []
    client.control("clock", {"advance": 61})
    assert len(client.graph_json("GET", f"{PAGE}/published_posts")["data"]) == 1


def test_preview_lags_too(client: Client) -> None:
    client.bot_result("sendMessage", text="yangilik")
    client.fault("telegram", "listing_lag", operation="preview", reads=1)
    pages = [client.session.get(f"{client.url}/t.me/s/mediareja_sandbox", timeout=10).text for _ in range(2)]
    assert ["yangilik" in page for page in pages] == [False, True]


def test_fault_strikes_its_target_its_operation_and_its_times_only(client: Client) -> None:
    client.control("channels", {"platform": "telegram", "address": "@boshqa_kanal"})
    client.fault("telegram", "chat_not_found", operation="sendMessage", target="@Boshqa_kanal", times=2)
    elsewhere = client.bot("sendMessage", text="x")
    other_operation = client.bot("getChat", chat_id="@boshqa_kanal")
    struck = [client.bot("sendMessage", text="x", chat_id="@boshqa_kanal").status_code for _ in range(3)]
    assert (elsewhere.status_code, other_operation.status_code, struck) == (200, 200, [400, 400, 200])
    assert client.state()["faults"] == []


@pytest.mark.parametrize(
    "wish",
    [
        {"platform": "pigeon", "kind": "http_500"},
        {"platform": "telegram", "kind": "earthquake"},
        {"platform": "telegram", "kind": "http_500", "operation": "sendTelepathy"},
        {"platform": "facebook", "kind": "album_partial"},
        {"platform": "telegram", "kind": "accept_then_drop", "operation": "getMe"},
        {"platform": "telegram", "kind": "delay"},
        {"platform": "telegram", "kind": "delay", "seconds": "5"},
        {"platform": "telegram", "kind": "http_500", "times": 0},
        {"platform": "telegram", "kind": "http_500", "colour": "red"},
        {"platform": "telegram", "kind": "delay", "seconds": 1, "when": "never"},
        {"platform": "telegram", "kind": "listing_lag"},
    ],
)
def test_senseless_faults_are_refused_with_a_sentence(client: Client, wish: dict[str, Any]) -> None:
    assert client.control("faults", wish, status=400)["error"].endswith(".")
    assert client.state()["faults"] == []


def test_readme_lists_every_kind_with_its_marks_and_every_operation() -> None:
    readme = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text(encoding="utf-8")
    table = readme.split("| Kind |")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[a-z_`, 0-9]+) \| ([WL ]*?) *\|", table, re.MULTILINE)
    listed = {kind: set(marks.split()) for kinds, marks in rows for kind in re.findall(r"`(\w+)`", kinds)}
    assert listed == {
        name: {mark for mark, holds in (("W", kind.writes_only), ("L", kind.lasting)) if holds}
        for name, kind in KINDS.items()
    }
    named = set(re.findall(r"`(\w+)`", readme.split("## Faults")[1].split("| Kind |")[0]))
    for platform in ("facebook", "instagram", "wordpress", "webhook"):
        assert WRITES[platform] | READS[platform] <= named
