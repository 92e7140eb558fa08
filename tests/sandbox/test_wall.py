"""The wall: marked as a sandbox on every page, posts as readers see them, safe against what posts contain."""

from typing import Any

from bs4 import BeautifulSoup

from tests.sandbox.clients import ACCOUNT, PAGE, Client, picture


def _page(client: Client, path: str) -> BeautifulSoup:
    answer = client.session.get(client.url + path, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/html")
    return BeautifulSoup(answer.text, "html.parser")


def test_every_page_says_that_it_is_no_real_channel(client: Client) -> None:
    client.bot_result("sendMessage", text="x")
    for path in ("/", "/wall/telegram/mediareja_sandbox", "/wall/telegram/mediareja_sandbox/1", "/wall/telegram/x/1"):
        banner = _page(client, path).select_one("header.banner")
        assert banner is not None
        for words in ("SANDBOX", "Bu haqiqiy kanal emas", "Это не настоящий канал", "Not a real channel"):
            assert words in banner.text


def test_columns_show_newest_first(client: Client, pictures: Any) -> None:
    for text in ("bir", "ikki"):
        client.bot_result("sendMessage", text=text)
    client.graph_json("POST", f"{PAGE}/feed", message="sahifa", link="https://e.uz/1")
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()), caption="rasm")
    client.instagram("POST", f"{ACCOUNT}/media_publish", creation_id=container)
    columns = _page(client, "/").select("section.column")
    words = [[item.text for item in column.select(".card .words")] for column in columns]
    assert [column["id"] for column in columns] == [
        "telegram",
        "facebook",
        "instagram",
        "wordpress",
        "webhook",
        "newspaper",
    ]
    assert words == [["ikki", "bir"], ["sahifa"], ["mediareja_sandbox rasm"], [], [], []]
    image = columns[2].select_one("img")
    assert image is not None
    media = client.session.get(client.url + str(image["src"]), timeout=10)
    assert (media.headers["Content-Type"], media.content) == ("image/jpeg", picture())


def test_posts_cannot_smuggle_markup_into_the_page(client: Client) -> None:
    script = "<script>alert(1)</script>"
    client.bot_result("sendMessage", text=script)
    link = '[{"type":"text_link","offset":0,"length":1,"url":"javascript:alert(1)"}]'
    client.bot_result("sendMessage", text="x", entities=link)
    client.graph_json("POST", f"{PAGE}/feed", message=script)
    client.control("channels", {"platform": "facebook", "address": "@yovuz", "title": script})
    for path in ("/", "/wall/facebook/yovuz", "/t.me/s/mediareja_sandbox"):
        page = _page(client, path)
        assert "alert(1)" not in "".join(item.text for item in page.select("script"))
        assert page.select('a[href^="javascript:"]') == []


def test_missing_pages_answer_404(client: Client) -> None:
    for path in ("/wall/telegram/mediareja_sandbox/9", "/wall/pigeon/x", "/wall/media/x"):
        assert client.session.get(client.url + path, timeout=10).status_code == 404
