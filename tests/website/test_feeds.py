from xml.etree import ElementTree

from django.test import Client
from wagtail.models import Site

from tests.website.articles import KEY, put
from tests.website.conftest import SITE_NAME
from website.feeds import FEED_LENGTH
from website.models import HomePage
from website.services import ensure_site, withdraw_article

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_holds_the_newest_articles_with_absolute_addresses(root: object, client: Client) -> None:
    # given: the site is reached under another name than this request came by
    ensure_site(site_name=SITE_NAME, base_url="https://namunaobod.example")
    articles = [put(number, title=f"Xabar {number}", section="ochiq-budjet")[0] for number in range(1, FEED_LENGTH + 2)]

    # when
    response = client.get("/rss.xml")

    # then
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel.findtext("title") == SITE_NAME
    assert channel.findtext("link") == "https://namunaobod.example/"
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == [f"Xabar {number}" for number in range(1, FEED_LENGTH + 1)]
    assert items[0].findtext("link") == items[0].findtext("guid") == articles[0].full_url
    assert items[0].findtext("link").startswith("https://namunaobod.example/ochiq-budjet/")
    assert items[0].findtext("category") == "Ochiq budjet"
    assert items[0].findtext("description") == "Davra suhbati haqida."
    assert items[0].findtext("pubDate") == "Mon, 14 Dec 2026 05:00:00 +0000"


def test_a_withdrawn_article_leaves_feed_and_sitemap(home: HomePage, client: Client) -> None:
    article, _ = put()
    assert article.full_url in client.get("/rss.xml").content.decode()
    assert article.full_url in client.get("/sitemap.xml").content.decode()
    withdraw_article(KEY)
    assert article.full_url not in client.get("/rss.xml").content.decode()
    assert article.full_url not in client.get("/sitemap.xml").content.decode()


def test_the_sitemap_names_every_page_once(home: HomePage, client: Client) -> None:
    article, _ = put()
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert [url.findtext(f"{SITEMAP}loc") for url in found] == [
        "http://testserver/",
        "http://testserver/yangiliklar/",
        article.full_url,
        "http://testserver/korrupsiyaga-qarshi-kurashish/",
        "http://testserver/ochiq-budjet/",
    ]


def test_robots_may_read_all_but_staff_screens_and_searches(home: HomePage, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /qidiruv/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_before_the_site_is_set_up_there_is_no_feed(root: object, client: Client) -> None:
    Site.objects.all().delete()
    assert client.get("/rss.xml").status_code == 404
