"""Films, documents and questions of an article."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from tests.website.articles import picture, put
from tests.website.markup import problems
from website.models import HomePage

FILM: dict[str, Any] = {
    "url": "/media/frozen/aa/lavha.mp4",
    "mime": "video/mp4",
    "alt": "Hokim loyihalarni <20 ta> aytadi",
    "width": 1280,
    "height": 720,
    "poster": {"url": "/media/frozen/bb/muqova.jpg", "alt": "", "width": 1280, "height": 720},
}
PAPER = {
    "url": "/media/frozen/cc/qaror.pdf",
    "title": "Hokim qarori",
    "name": "qaror.pdf",
    "mime": "application/pdf",
    "size": 1_258_291,
}
QUESTION = {"question": "Qaysi loyiha muhimroq?", "options": ["Bogʻ", "Yoʻl", "Maktab"]}


def read(client: Client, address: str, language: str = "uz") -> BeautifulSoup:
    client.cookies.load({"django_language": language})
    html = client.get(address).content.decode()
    assert problems(html) == []
    return BeautifulSoup(html, "html.parser")


def meta(page: BeautifulSoup, name: str) -> list[str]:
    return [str(tag["content"]) for tag in page.find_all("meta", attrs={"property": name})]


def test_a_film_is_played_when_readers_want_it(home: HomePage, client: Client) -> None:
    article, _ = put(videos=[FILM])

    page = read(client, article.full_url, "ru")

    film = page.article.video
    assert {name: film[name] for name in ("src", "poster", "preload", "width", "height", "aria-label", "lang")} == {
        "src": FILM["url"],
        "poster": FILM["poster"]["url"],
        "preload": "metadata",
        "width": "1280",
        "height": "720",
        "aria-label": FILM["alt"],
        "lang": "uz",
    }
    assert film.has_attr("controls") and not film.has_attr("autoplay")
    assert film.a["href"] == FILM["url"]
    assert meta(page, "og:video") == ["http://testserver/media/frozen/aa/lavha.mp4"]
    assert meta(page, "og:image") == ["http://testserver/media/frozen/bb/muqova.jpg"]


def test_a_film_without_a_picture_before_it_has_none(home: HomePage, client: Client) -> None:
    article, _ = put(videos=[{**FILM, "poster": None}])
    assert not read(client, article.full_url).article.video.has_attr("poster")


def test_a_card_shows_the_first_picture_else_that_of_a_film(home: HomePage, client: Client) -> None:
    put(1, videos=[{**FILM, "poster": None}, FILM])
    put(2, videos=[FILM], pictures=[picture(1)])
    covers = [img["src"] for img in read(client, "/yangiliklar/").main.find_all("img")]
    assert covers == [FILM["poster"]["url"], "/media/p1.jpg"]


def test_documents_are_listed_with_kind_and_size_in_the_readers_language(home: HomePage, client: Client) -> None:
    article, _ = put(documents=[PAPER, {**PAPER, "title": "Jadval", "name": "", "mime": "text/csv", "size": 512}])

    page = read(client, article.full_url, "ru")

    listed = [" ".join(item.get_text().split()) for item in page.select(".files li")]
    assert [line.replace("\xa0", " ") for line in listed] == ["Hokim qarori PDF, 1,2 МБ", "Jadval CSV, 512 байт"]
    link = page.select_one(".files a")
    assert (link["href"], link["type"], link["download"]) == (PAPER["url"], PAPER["mime"], PAPER["name"])


def test_a_question_is_shown_with_its_answers(home: HomePage, client: Client) -> None:
    article, _ = put(poll=QUESTION)
    page = read(client, article.full_url)
    assert page.select_one("#question-title").get_text() == QUESTION["question"]
    assert [item.get_text() for item in page.select(".question li")] == QUESTION["options"]


def test_titles_of_documents_and_questions_are_found_too(home: HomePage, client: Client) -> None:
    article, _ = put(documents=[PAPER], poll=QUESTION)
    for word in ("қарори", "maktab", "muhimroq"):
        assert article.slug in client.get("/qidiruv/", {"q": word}).content.decode()


def test_an_article_without_all_that_shows_none_of_it(home: HomePage, client: Client) -> None:
    article, _ = put()
    page = read(client, article.full_url)
    assert page.select("video, .files, .question, .corrections, .films") == []
