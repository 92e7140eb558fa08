import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.website.articles import TITLE, picture, put
from tests.website.conftest import SITE_NAME
from tests.website.markup import problems
from website.models import HomePage, SectionPage
from website.queries import PER_PAGE

BODY = "<p>Davra suhbati <strong>boʻlib</strong> oʻtdi.</p><h2>Mavzu</h2><ul><li>bir</li></ul>"


def _read(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert problems(html) == []
    return BeautifulSoup(html, "html.parser")


def _meta(page: BeautifulSoup, name: str) -> list[str]:
    return [str(tag["content"]) for tag in page.find_all("meta", attrs={"property": name})]


def test_an_article_shows_title_date_text_and_pictures(home: HomePage, client: Client) -> None:
    article, _ = put(body_html=BODY, pictures=[picture(1), picture(2), picture(3)])

    page = _read(client, article.full_url)

    assert page.h1.get_text() == TITLE
    assert page.title.get_text() == f"{TITLE} – {SITE_NAME}"
    assert page.article.time["datetime"] == "2026-12-15T10:00:00+05:00"
    assert page.article.time.get_text().startswith("2026-yil 15-dekabr, 10:00 (")
    assert str(page.find(class_="text").ul) == "<ul><li>bir</li></ul>"
    figures = page.article.find_all("figure")
    assert [figure.img["src"] for figure in figures] == ["/media/p1.jpg", "/media/p2.jpg", "/media/p3.jpg"]
    assert [figure.img["alt"] for figure in figures] == ["Zal, 1-surat", "Zal, 2-surat", "Zal, 3-surat"]


def test_a_thousand_pixels_are_no_thousand_with_a_separator(home: HomePage, client: Client) -> None:
    article, _ = put(pictures=[picture(1)])
    with translation.override("ru"):
        client.cookies.load({"django_language": "ru"})
        page = _read(client, article.full_url)
    assert (page.figure.img["width"], page.figure.img["height"]) == ("1600", "1001")


def test_an_article_tells_networks_and_machines_what_it_is(home: HomePage, client: Client) -> None:
    article, _ = put(body_html=BODY, pictures=[picture(1)], section="ochiq-budjet")

    page = _read(client, article.full_url)

    assert page.find("link", rel="canonical")["href"] == article.full_url
    assert page.find("meta", attrs={"name": "description"})["content"] == "Davra suhbati haqida."
    assert _meta(page, "og:type") == ["article"]
    assert _meta(page, "og:title") == [TITLE]
    assert _meta(page, "og:url") == [article.full_url]
    assert _meta(page, "og:image") == ["http://testserver/media/p1.jpg"]
    assert _meta(page, "og:image:width") == ["1600"]
    data: dict[str, Any] = json.loads(page.find("script", type="application/ld+json").string)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == TITLE
    assert data["datePublished"] == "2026-12-15T05:00:00+00:00"
    assert data["image"] == ["http://testserver/media/p1.jpg"]
    assert data["articleSection"] == "Ochiq budjet"
    assert data["publisher"]["name"] == SITE_NAME


def test_a_title_cannot_become_markup(home: HomePage, client: Client) -> None:
    article, _ = put(title="</script><b>x", summary='"><b>y')
    page = _read(client, article.full_url)
    assert page.h1.get_text() == "</script><b>x"
    assert page.find("b") is None


def test_the_text_is_marked_with_its_own_language(home: HomePage, client: Client) -> None:
    article, _ = put(title="Открытость", language="ru")
    page = _read(client, article.full_url)
    assert (page.html["lang"], page.h1["lang"], page.find(class_="text")["lang"]) == ("uz", "ru", "ru")


def test_an_article_leads_on_to_others_of_its_section(home: HomePage, client: Client) -> None:
    article, _ = put(1)
    near, _ = put(2)
    put(3, section="ochiq-budjet")
    page = _read(client, article.full_url)
    assert [a["href"] for a in page.find(class_="more").select("h3 a")] == [near.url]


def test_home_shows_the_newest_of_all_sections_and_the_sections(home: HomePage, client: Client) -> None:
    put(2, title="Eski", section="ochiq-budjet")
    put(1, title="Yangi", pictures=[picture(1)])
    page = _read(client, "/")
    assert [h.get_text() for h in page.select(".card-title")] == ["Yangi", "Eski"]
    assert [a["href"] for a in page.select(".doors a")] == [
        "/yangiliklar/", "/korrupsiyaga-qarshi-kurashish/", "/ochiq-budjet/",
    ]  # fmt: skip
    assert page.select_one('nav a[aria-current="page"]')["href"] == "/"


def test_an_empty_site_says_so(home: HomePage, client: Client) -> None:
    assert _read(client, "/").find(class_="nothing") is not None
    assert _read(client, "/yangiliklar/").find(class_="nothing") is not None


def test_a_section_shows_its_own_articles_page_by_page(home: HomePage, client: Client) -> None:
    for number in range(1, PER_PAGE + 2):
        put(number, title=f"Xabar {number}")
    put(40, title="Boshqa boʻlim", section="ochiq-budjet")

    first, second = _read(client, "/yangiliklar/"), _read(client, "/yangiliklar/?page=2")

    assert [h.get_text() for h in first.select(".card-title")] == [f"Xabar {n}" for n in range(1, PER_PAGE + 1)]
    assert [h.get_text() for h in second.select(".card-title")] == [f"Xabar {PER_PAGE + 1}"]
    assert first.find("a", rel="next")["href"] == "?page=2"
    assert second.find("a", rel="prev")["href"] == "."
    assert first.find("link", rel="canonical")["href"] == "http://testserver/yangiliklar/"
    assert second.find("link", rel="canonical")["href"] == "http://testserver/yangiliklar/?page=2"


@pytest.mark.parametrize(("wrong", "cards"), [("0", 1), ("99", 1), ("x", PER_PAGE)])
def test_a_wrong_page_number_shows_the_last_page_and_no_number_the_first(
    home: HomePage, client: Client, wrong: str, cards: int
) -> None:
    for number in range(1, PER_PAGE + 2):
        put(number)
    assert len(_read(client, f"/yangiliklar/?page={wrong}").select(".card")) == cards


@pytest.mark.parametrize("address", ["/", "/yangiliklar/", "/rss.xml", "/sitemap.xml", "/qidiruv/?q=suhbati"])
def test_the_number_of_queries_does_not_grow_with_the_articles(home: HomePage, client: Client, address: str) -> None:
    for number in range(1, 4):
        put(number, pictures=[picture(1)])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(4, 31):
        put(number, section=("yangiliklar", "ochiq-budjet")[number % 2])
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    assert len(many) <= 14


def test_what_staff_hide_is_hidden_from_lists(home: HomePage, client: Client) -> None:
    article, _ = put()
    article.unpublish()
    assert _read(client, "/").select(".card") == []
    SectionPage.objects.get(slug="ochiq-budjet").unpublish()
    assert "/ochiq-budjet/" not in [a["href"] for a in _read(client, "/").find_all("a")]


def test_a_missing_page_is_told_in_the_sites_own_dress(home: HomePage, client: Client) -> None:
    page = _read(client, "/yoq/bunday-sahifa/", status=404)
    assert page.find("form", role="search")["action"] == "/qidiruv/"
    assert page.find("link", rel="canonical") is None


def test_before_the_site_is_set_up_a_missing_page_is_still_a_404(db: None, client: Client) -> None:
    assert client.get("/yoq/").status_code == 404


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_an_error_page_speaks_every_language_and_needs_no_database(name: str) -> None:
    page = BeautifulSoup(render_to_string(name), "html.parser")
    sections = page.main.find_all("section")
    assert [section["lang"] for section in sections] == ["uz", "uz-cyrl", "ru", "en"]
    assert len({section.find(["h1", "h2"]).get_text() for section in sections}) == 4
    assert len(page.find_all("h1")) == 1


def test_a_visitor_chooses_the_language_of_the_sites_own_words(home: HomePage) -> None:
    # given
    put()
    client = Client(enforce_csrf_checks=True)
    page = _read(client, "/yangiliklar/?page=1")
    form = page.find("form", class_="languages")
    assert page.html["lang"] == "uz"

    # when
    answer = client.post(
        form["action"],
        {field["name"]: field["value"] for field in form.find_all("input")} | {"language": "ru"},
    )

    # then
    assert (answer.status_code, answer["Location"]) == (302, "/yangiliklar/?page=1")
    page = _read(client, "/yangiliklar/")
    assert page.html["lang"] == "ru"
    assert page.select_one(".card time").get_text() == "15 декабря 2026 г."
    assert page.select_one('.languages button[aria-pressed="true"]')["value"] == "ru"
