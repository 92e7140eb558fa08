"""The newest articles for machines: RSS for readers' programs, a sitemap for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageQuerySet, Site

from website.queries import ArticleCard, newest_articles

FEED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class FeedSource:
    name: str
    root_url: str
    articles: list[ArticleCard]


class ArticleFeed(Feed):
    """/rss.xml. Addresses are those of the Site row, whatever host the request came over."""

    language = "uz"

    def get_object(self, request: HttpRequest) -> FeedSource:
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        articles = newest_articles(request, FEED_LENGTH)
        absolute = [replace(article, url=urljoin(site.root_url, article.url)) for article in articles]
        return FeedSource(site.site_name, site.root_url, absolute)

    def title(self, source: FeedSource) -> str:
        return source.name

    def link(self, source: FeedSource) -> str:
        return f"{source.root_url}/"

    def feed_url(self, source: FeedSource) -> str:
        return urljoin(source.root_url, reverse("rss"))

    def description(self, source: FeedSource) -> str:
        return _("Latest news")

    def items(self, source: FeedSource) -> Iterable[ArticleCard]:
        return source.articles

    def item_title(self, article: ArticleCard) -> str:
        return article.title

    def item_description(self, article: ArticleCard) -> str:
        return article.summary

    def item_link(self, article: ArticleCard) -> str:
        return article.url

    def item_pubdate(self, article: ArticleCard) -> datetime:
        return article.published_on

    def item_categories(self, article: ArticleCard) -> tuple[str, ...]:
        return (article.section,)


class PageSitemap(Sitemap):
    """All pages readers can see. Wagtail's own reads every article whole, only to ask for its address."""

    def items(self) -> PageQuerySet[Page]:
        root = self.get_wagtail_site().root_page
        return root.get_descendants(inclusive=True).live().public().order_by("path")
