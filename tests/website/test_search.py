import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.website.articles import put
from tests.website.markup import problems
from website.models import HomePage
from website.queries import PER_PAGE
from website.services import withdraw_article


def _titles(client: Client, query: str, **more: str) -> list[str]:
    html = client.get("/qidiruv/", {"q": query, **more}).content.decode()
    assert problems(html) == []
    return [heading.get_text() for heading in BeautifulSoup(html, "html.parser").select(".card-title")]


@pytest.fixture
def articles(home: HomePage) -> None:
    put(1, title="Budjet ijrosi", body_html="<p>Hisobot eʼlon qilindi.</p>")
    put(2, title="Коррупцияга қарши кураш", body_html="<p>РАҲБАР нутқи</p>", summary="Янги тартиб")
    put(3, title="Boshqa xabar", body_html="<p>Foiz: 100%</p>", summary="")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("budjet", ["Budjet ijrosi"]),
        ("БЮДЖЕТ", ["Budjet ijrosi"]),
        ("e'lon", ["Budjet ijrosi"]),
        ("korrupsiya", ["Коррупцияга қарши кураш"]),
        ("рахбар", ["Коррупцияга қарши кураш"]),
        ("тартиб нутқи", ["Коррупцияга қарши кураш"]),
        ("budjet нутқи", []),
        ("100", ["Boshqa xabar"]),
        ("strong", []),
        ("%", []),
        ("_", []),
        ("   ", []),
        ("\x00budjet", ["Budjet ijrosi"]),
    ],
)
def test_every_word_counts_in_either_alphabet_and_any_case(
    articles: None, client: Client, query: str, titles: list[str]
) -> None:
    assert _titles(client, query) == titles


def test_a_corrected_article_is_found_by_its_new_words_only(articles: None, client: Client) -> None:
    put(1, title="Tuzatilgan", body_html="", summary="", checksum="second")
    assert _titles(client, "budjet") == []
    assert _titles(client, "tuzatilgan") == ["Tuzatilgan"]


def test_a_withdrawn_article_is_not_found(home: HomePage, client: Client) -> None:
    article, _ = put()
    assert _titles(client, "suhbati") == [article.title]
    withdraw_article(article.key)
    assert _titles(client, "suhbati") == []


def test_the_second_page_keeps_the_query(home: HomePage, client: Client) -> None:
    for number in range(1, PER_PAGE + 2):
        put(number)
    html = client.get("/qidiruv/", {"q": "davra suhbati"}).content.decode()
    assert BeautifulSoup(html, "html.parser").find("a", rel="next")["href"] == "?q=davra+suhbati&page=2"
    assert len(_titles(client, "davra suhbati", page="2")) == 1


def test_a_query_is_shown_as_text_and_cut(home: HomePage, client: Client) -> None:
    page = BeautifulSoup(client.get("/qidiruv/", {"q": '"><b>' + "q" * 200}).content, "html.parser")
    assert page.find(id="q")["value"] == ('"><b>' + "q" * 200)[:100]
    assert page.find("b") is None


def test_search_results_are_not_for_search_engines(home: HomePage, client: Client) -> None:
    page = BeautifulSoup(client.get("/qidiruv/").content, "html.parser")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert client.post("/qidiruv/").status_code == 405
