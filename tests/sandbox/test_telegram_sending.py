"""Sending through the Bot API: encodings, limits counted after parsing, albums, chats, tokens."""

import asyncio
import json
from typing import Any

import pytest
import requests
from telegram import Bot, InputMediaPhoto
from telegram.request import HTTPXRequest

from tests.sandbox.clients import BOT_TOKEN, CHANNEL, PRIVATE_CHANNEL, Client, picture


def test_form_json_and_multipart_are_all_understood(client: Client) -> None:
    # given the same call in three encodings
    url = f"{client.url}/bot{BOT_TOKEN}/sendMessage"
    values = {"chat_id": CHANNEL, "text": "<b>salom</b>", "parse_mode": "HTML"}
    # when
    answers = [
        client.session.post(url, data=values, timeout=10),
        client.session.post(url, json=values, timeout=10),
        client.session.post(url, files={name: (None, value) for name, value in values.items()}, timeout=10),
        client.session.get(url.replace("sendMessage", "SENDMESSAGE"), params=values, timeout=10),
    ]
    # then
    assert [answer.json()["result"]["message_id"] for answer in answers] == [1, 2, 3, 4]
    assert {json.dumps(answer.json()["result"]["entities"]) for answer in answers} == {
        '[{"type": "bold", "offset": 0, "length": 5}]'
    }
    assert client.texts("telegram") == ["salom"] * 4


def test_message_carries_chat_date_and_sender(client: Client) -> None:
    message = client.bot_result("sendMessage", text="salom")
    chat = {"id": -1001000000001, "type": "channel", "title": "Mediareja sandbox", "username": "mediareja_sandbox"}
    assert message["chat"] == message["sender_chat"] == chat
    assert abs(message["date"] - client.state()["now"]) < 10


@pytest.mark.parametrize(("size", "accepted"), [(4096, True), (4097, False)])
def test_text_is_measured_after_parsing(client: Client, size: int, accepted: bool) -> None:
    answer = client.bot("sendMessage", text="<b>" + "ў" * size + "</b>", parse_mode="HTML")
    assert answer.json()["ok"] is accepted
    if not accepted:
        assert answer.json()["description"] == "Bad Request: message is too long"
        assert client.published() == []


@pytest.mark.parametrize(("size", "accepted"), [(1024, True), (1025, False)])
def test_caption_is_measured_after_parsing(client: Client, size: int, accepted: bool) -> None:
    files = {"photo": ("a.jpg", picture())}
    answer = client.bot("sendPhoto", files=files, caption="<i>" + "x" * size + "</i>", parse_mode="HTML")
    assert answer.json()["ok"] is accepted
    if not accepted:
        assert answer.json()["description"] == "Bad Request: message caption is too long"
        assert client.published() == []


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": "@nobody_here"}, "chat not found"),
        ({"text": "x", "chat_id": "mediareja_sandbox"}, "chat not found"),
        ({"text": "<p>x</p>", "parse_mode": "HTML"},
         'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    ],
)  # fmt: skip
def test_bad_messages_are_refused_and_not_published(client: Client, values: dict[str, str], description: str) -> None:
    assert client.bot_refusal("sendMessage", **values) == f"Bad Request: {description}"
    assert client.published() == []


@pytest.mark.parametrize(
    ("token", "status", "description"),
    [
        ("nonsense", 401, "Unauthorized: invalid token specified"),
        ("100000009:revoked-token-of-nobody", 401, "Unauthorized"),
    ],
)
def test_unknown_tokens_are_refused(client: Client, token: str, status: int, description: str) -> None:
    answer = client.bot("sendMessage", token=token, text="x")
    assert (answer.status_code, answer.json()) == (
        status, {"ok": False, "error_code": status, "description": description},
    )  # fmt: skip


def test_unknown_method_and_broken_path_are_not_found(client: Client) -> None:
    assert client.bot("sendTelepathy").json()["description"] == "Not Found: method not found"
    answer = client.session.post(f"{client.url}/bot", timeout=10)
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


def test_another_bot_may_not_post(client: Client) -> None:
    # given a second bot with a channel of its own
    other = client.control("channels", {"platform": "telegram", "address": "@boshqa_kanal", "own_token": True})
    # when it posts in channels that are not its own
    public = client.bot_refusal("sendMessage", token=other["token"], text="x")
    private = client.bot_refusal("sendMessage", token=other["token"], text="x", chat_id=PRIVATE_CHANNEL)
    # then
    assert public == "Bad Request: need administrator rights in the channel chat"
    assert private == "Bad Request: chat not found"
    assert client.published() == []


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"x" * (10 * 1024 * 1024 + 1), "file is too big"),
    ],
    ids=["rubbish", "too-wide", "too-big"],
)
def test_bad_photos_are_refused(client: Client, content: bytes, description: str) -> None:
    files = {"photo": ("a.jpg", content)}
    assert client.bot_refusal("sendPhoto", files=files) == f"Bad Request: {description}"


def test_file_id_sends_the_same_picture_again(client: Client) -> None:
    first = client.bot_result("sendPhoto", files={"photo": ("a.jpg", picture())})
    client.bot_result("sendPhoto", photo=first["photo"][-1]["file_id"])
    shown = client.published("telegram")
    assert shown[0]["media"] == shown[1]["media"]
    assert client.bot_refusal("sendPhoto", photo="x") == "Bad Request: wrong file identifier/HTTP URL specified"


def _album(client: Client, kinds: list[str]) -> requests.Response:
    media = [{"type": kind, "media": f"attach://p{number}"} for number, kind in enumerate(kinds)]
    files = {f"p{number}": ("a.jpg", picture(colour="red")) for number in range(len(kinds))}
    return client.bot("sendMediaGroup", media=json.dumps(media), files=files)


@pytest.mark.parametrize(
    ("kinds", "description"),
    [
        (["photo"], "there are not enough messages to send as an album"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "can't use the media of the specified type in the album"),
        (["photo", "sticker"], "can't use the media of the specified type in the album"),
    ],
)
def test_bad_albums_are_refused(client: Client, kinds: list[str], description: str) -> None:
    assert _album(client, kinds).json()["description"] == f"Bad Request: {description}"
    assert client.published() == []


def test_a_broken_item_is_named_and_nothing_is_published(client: Client) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    files = {"a": ("a.jpg", picture()), "b": ("b.jpg", b"rubbish")}
    description = client.bot_refusal("sendMediaGroup", media=json.dumps(media), files=files)
    assert description == 'Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"'
    assert client.published() == []


def test_photo_by_address_is_fetched(client: Client, pictures: Any) -> None:
    address = pictures.put("a.jpg", picture())
    assert client.bot_result("sendPhoto", photo=address)["photo"][0]["width"] == 600
    page = pictures.put("page", b"<html></html>", kind="text/html")
    assert client.bot_refusal("sendPhoto", photo=page) == "Bad Request: wrong type of the web page content"
    gone = f"{pictures.url}/gone.jpg"
    assert client.bot_refusal("sendPhoto", photo=gone) == "Bad Request: failed to get HTTP URL content"


def _real_bot(client: Client) -> Bot:
    return Bot(BOT_TOKEN, base_url=f"{client.url}/bot", request=HTTPXRequest(), get_updates_request=HTTPXRequest())


async def _send_with_library(client: Client) -> tuple[Any, Any, Any, Any]:
    async with _real_bot(client) as bot:
        me = await bot.get_me()
        member = await bot.get_chat_member(CHANNEL, me.id)
        text = await bot.send_message(CHANNEL, "<b>Salom</b>, dunyo", parse_mode="HTML")
        album = await bot.send_media_group(
            CHANNEL,
            [InputMediaPhoto(picture(colour="red"), caption="Uch rasm"), InputMediaPhoto(picture(colour="green")),
             InputMediaPhoto(picture(colour="blue"))],
        )  # fmt: skip
        return await bot.get_chat(CHANNEL), member, text, album


def test_python_telegram_bot_sends_text_and_album(client: Client) -> None:
    # when
    chat, member, text, album = asyncio.run(_send_with_library(client))
    # then
    assert (chat.username, member.status, member.can_post_messages) == ("mediareja_sandbox", "administrator", True)
    assert (text.message_id, text.text, text.entities[0].type) == (1, "Salom, dunyo", "bold")
    assert [message.message_id for message in album] == [2, 3, 4]
    assert len({message.media_group_id for message in album}) == 1
    shown = client.published("telegram")
    assert [(post["kind"], post["ids"], post["text"]) for post in shown] == [
        ("text", ["1"], "Salom, dunyo"), ("album", ["2", "3", "4"], "Uch rasm"),
    ]  # fmt: skip
    assert len(set(shown[1]["media"])) == 3
