"""Polls, films and documents, what is deleted in numbers, and the two days under their switch."""

import json

import pytest

from tests.sandbox.clients import CHANNEL, Client, picture

OPTIONS = json.dumps([{"text": "Ha"}, {"text": "Yoʻq"}])


def test_a_poll_is_shown_with_its_answers_and_cannot_be_edited(client: Client) -> None:
    sent = client.bot_result("sendPoll", question="Maʼqulmi?", options=OPTIONS, allows_multiple_answers="true")
    assert [option["text"] for option in sent["poll"]["options"]] == ["Ha", "Yoʻq"]
    assert (sent["poll"]["is_anonymous"], sent["poll"]["allows_multiple_answers"]) == (True, True)
    (shown,) = client.published("telegram")
    assert (shown["kind"], shown["poll"]) == (
        "poll",
        {"question": "Maʼqulmi?", "options": ["Ha", "Yoʻq"], "multiple": True},
    )
    refusal = client.bot_refusal("editMessageText", message_id=1, text="x")
    assert refusal == "Bad Request: there is no text in the message to edit"


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"question": "x" * 301, "options": OPTIONS}, "poll question length must not exceed 300"),
        ({"question": "x", "options": json.dumps([{"text": "y" * 101}])}, "poll options length must not exceed 100"),
        ({"question": "x", "options": json.dumps([{"text": str(n)} for n in range(13)])},
         "poll can't have more than 12 options"),
        ({"question": "x", "options": OPTIONS, "is_anonymous": "false"},
         "non-anonymous polls can't be sent to channel chats"),
    ],
)  # fmt: skip
def test_bad_polls_are_refused(client: Client, values: dict[str, str], description: str) -> None:
    assert client.bot_refusal("sendPoll", **values) == f"Bad Request: {description}"
    assert client.published() == []


def test_a_film_keeps_its_facts_and_cover(client: Client) -> None:
    files = {"video": ("a.mp4", b"film"), "c": ("c.jpg", picture())}
    sent = client.bot_result(
        "sendVideo", files=files, width="1280", height="720", duration="13", cover="attach://c", caption="Matn"
    )
    assert {name: sent["video"][name] for name in ("width", "height", "duration")} == {
        "width": 1280, "height": 720, "duration": 13,
    }  # fmt: skip
    assert client.published("telegram")[0]["seconds"] == [13]
    wall = client.session.get(f"{client.url}/wall/telegram/mediareja_sandbox/1", timeout=10).text
    assert 'width="1280" height="720" poster="/wall/media/' in wall


def test_several_messages_are_deleted_at_once_and_missing_ones_passed_over(client: Client) -> None:
    for text in ("bir", "ikki", "uch"):
        client.bot_result("sendMessage", text=text)
    assert client.bot_result("deleteMessages", message_ids="[1, 3, 77]") is True
    assert client.texts("telegram") == ["ikki"]
    assert client.bot_result("deleteMessages", message_ids="[1, 3]") is True
    too_many = json.dumps(list(range(1, 102)))
    assert client.bot("deleteMessages", message_ids=too_many).status_code == 400


def test_under_the_switch_two_days_are_the_end_of_editing_and_deleting(client: Client) -> None:
    client.control("settings", {"telegram_48_hours": True})
    client.bot_result("sendMessage", text="bir")
    client.control("clock", {"advance": 48 * 3600 - 60})
    client.bot_result("editMessageText", message_id=1, text="ikki")
    client.control("clock", {"advance": 61})
    assert client.bot_refusal("editMessageText", message_id=1, text="uch") == "Bad Request: message can't be edited"
    assert client.bot_refusal("deleteMessage", message_id=1) == "Bad Request: message can't be deleted"
    assert client.bot_refusal("deleteMessages", message_ids="[1]") == "Bad Request: message can't be deleted"
    assert client.texts("telegram") == ["ikki"]


def test_the_right_to_pin_has_words_of_its_own(client: Client) -> None:
    client.bot_result("sendMessage", text="bir")
    client.fault("telegram", "missing_rights", "pinChatMessage")
    refusal = client.bot_refusal("pinChatMessage", message_id=1)
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"


def test_the_preview_page_has_the_markers_of_films_documents_and_polls(client: Client) -> None:
    client.bot_result("sendVideo", files={"video": ("a.mp4", b"film")}, duration="65")
    client.bot_result("sendDocument", files={"document": ("qaror.pdf", b"%PDF")})
    client.bot_result("sendPoll", question="Maʼqulmi?", options=OPTIONS)
    page = client.session.get(f"{client.url}/t.me/s/{CHANNEL[1:]}", timeout=10).text
    for marker in (
        '<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/mediareja_sandbox/1',
        '<div class="tgme_widget_message_video_wrap">',
        ">1:05</time>",
        '<a class="tgme_widget_message_document_wrap" href="https://t.me/mediareja_sandbox/2">',
        ">qaror.pdf</div>",
        '<div class="tgme_widget_message_poll_question">Maʼqulmi?</div>',
        '<div class="tgme_widget_message_poll_option_text">Yoʻq</div>',
    ):
        assert marker in page


def test_somebody_may_remove_a_post_by_hand_an_album_as_a_whole(client: Client) -> None:
    media = json.dumps([{"type": "photo", "media": f"attach://{name}"} for name in "ab"])
    client.bot_result("sendMediaGroup", media=media, files={name: (f"{name}.jpg", picture()) for name in "ab"})
    removed = client.control("remove", {"platform": "telegram", "address": CHANNEL, "id": "2"})
    assert removed == {"removed": ["1", "2"]}
    assert client.published() == []
    client.control("remove", {"platform": "telegram", "address": CHANNEL, "id": "9"}, status=400)
