"""The public preview: its markers, what it hides, and how views are rounded."""

import json

import pytest
from bs4 import BeautifulSoup, Tag

from sandbox.telegram.preview import shown_views
from tests.sandbox.clients import CHANNEL, PRIVATE_CHANNEL, Client, picture


def _soup(client: Client, path: str) -> BeautifulSoup:
    answer = client.session.get(f"{client.url}/t.me/{path}", timeout=10)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def _posts(soup: BeautifulSoup) -> list[Tag]:
    return soup.select("div.tgme_widget_message.js-widget_message[data-post]")


def test_public_channel_shows_text_views_time_and_link(client: Client) -> None:
    client.bot_result("sendMessage", text="<b>bir</b>\nikki", parse_mode="HTML")
    client.control("figures", {"platform": "telegram", "address": CHANNEL, "id": "1", "views": 1234})
    (post,) = _posts(_soup(client, "s/mediareja_sandbox"))
    text = post.select_one("div.tgme_widget_message_text.js-message_text")
    date = post.select_one("a.tgme_widget_message_date")
    views = post.select_one("span.tgme_widget_message_views")
    assert text is not None and date is not None and views is not None
    assert post["data-post"] == "mediareja_sandbox/1"
    assert text.decode_contents() == "<b>bir</b><br/>ikki"
    assert date["href"] == "https://t.me/mediareja_sandbox/1" and date.select_one("time[datetime]") is not None
    assert views.text == "1.2K"


def test_album_is_one_block_with_the_first_id(client: Client) -> None:
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(2)]
    files = {f"p{number}": ("a.jpg", picture()) for number in range(2)}
    client.bot_result("sendMediaGroup", media=json.dumps(media), files=files)
    (post,) = _posts(_soup(client, "s/mediareja_sandbox"))
    assert post["data-post"] == "mediareja_sandbox/1"
    assert len(post.select(".tgme_widget_message_grouped_wrap a.tgme_widget_message_photo_wrap")) == 2


def test_page_holds_twenty_and_pages_back(client: Client) -> None:
    for number in range(23):
        client.bot_result("sendMessage", text=str(number))
    newest = [post["data-post"] for post in _posts(_soup(client, "s/mediareja_sandbox"))]
    older = [post["data-post"] for post in _posts(_soup(client, "s/mediareja_sandbox?before=4"))]
    assert newest == [f"mediareja_sandbox/{number}" for number in range(4, 24)]
    assert older == [f"mediareja_sandbox/{number}" for number in range(1, 4)]


def test_single_post_and_missing_post(client: Client) -> None:
    client.bot_result("sendMessage", text="bir")
    assert len(_posts(_soup(client, "mediareja_sandbox/1?embed=1&mode=tme"))) == 1
    missing = _soup(client, "mediareja_sandbox/7?embed=1&mode=tme").select_one(".tgme_widget_message_error")
    assert missing is not None and missing.text == "Post not found"


def test_private_channel_has_no_preview(client: Client) -> None:
    client.bot_result("sendMessage", text="maxfiy", chat_id=PRIVATE_CHANNEL)
    assert "maxfiy" not in _soup(client, f"s/{PRIVATE_CHANNEL}").text
    assert client.texts("telegram") == ["maxfiy"]


@pytest.mark.parametrize(("views", "shown"), [(0, "0"), (845, "845"), (1000, "1K"), (1234, "1.2K"), (3_000_000, "3M")])
def test_views_are_rounded(views: int, shown: str) -> None:
    assert shown_views(views) == shown
