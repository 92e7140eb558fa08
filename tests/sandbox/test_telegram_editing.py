"""Editing, deleting and pinning what a bot has sent."""

import json

from tests.sandbox.clients import Client, picture


def test_edit_replaces_the_text_and_repeating_it_is_not_a_change(client: Client) -> None:
    client.bot_result("sendMessage", text="bir")
    edited = client.bot_result("editMessageText", message_id=1, text="ikki")
    again = client.bot_refusal("editMessageText", message_id=1, text="ikki")
    assert edited["text"] == "ikki" and edited["edit_date"] >= edited["date"]
    assert again.startswith("Bad Request: message is not modified: specified new message content and reply markup")
    assert client.texts("telegram") == ["ikki"]


def test_caption_and_picture_of_a_photo_can_be_edited(client: Client) -> None:
    client.bot_result("sendPhoto", files={"photo": ("a.jpg", picture())}, caption="bir")
    before = client.published("telegram")[0]["media"]
    client.bot_result("editMessageCaption", message_id=1, caption="ikki")
    media = json.dumps({"type": "photo", "media": "attach://p", "caption": "uch"})
    client.bot_result("editMessageMedia", message_id=1, media=media, files={"p": ("b.jpg", picture(colour="red"))})
    after = client.published("telegram")[0]
    assert after["text"] == "uch" and after["media"] != before and len(after["media"]) == 1


def test_text_and_caption_are_not_mixed_up(client: Client) -> None:
    client.bot_result("sendMessage", text="bir")
    client.bot_result("sendPhoto", files={"photo": ("a.jpg", picture())})
    no_caption = client.bot_refusal("editMessageCaption", message_id=1, caption="x")
    no_text = client.bot_refusal("editMessageText", message_id=2, text="x")
    assert no_caption == "Bad Request: there is no caption in the message to edit"
    assert no_text == "Bad Request: there is no text in the message to edit"


def test_deleted_message_is_gone_for_every_method(client: Client) -> None:
    client.bot_result("sendMessage", text="bir")
    assert client.bot_result("pinChatMessage", message_id=1) is True
    assert client.published("telegram")[0]["pinned"] is True
    assert client.bot_result("deleteMessage", message_id=1) is True
    assert client.published() == []
    assert client.bot_refusal("deleteMessage", message_id=1) == "Bad Request: message to delete not found"
    assert client.bot_refusal("editMessageText", message_id=1, text="x") == "Bad Request: message to edit not found"
    assert client.bot_refusal("pinChatMessage", message_id=1) == "Bad Request: message to pin not found"
