"""What the public site shows: which articles, at which addresses. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import PageQuerySet, Site

from website.folding import query_words
from website.models import ArticlePage, HomePage, SectionPage

NEWEST = 10
PER_PAGE = 12
ALSO = 3
_NOT_LISTED = ("body_html", "folded_text")


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article as a listing shows it. ``picture`` is {url, alt, width, height} or None."""

    title: str
    summary: str
    url: str
    published_on: datetime
    language: str
    section: str
    section_url: str
    picture: dict[str, Any] | None


def find_article(key: str) -> ArticlePage | None:
    """The article of ``key``, live or withdrawn (see ``.live``); None when there never was one."""
    return ArticlePage.objects.filter(key=key).first()


def find_section(slug: str) -> SectionPage | None:
    """The live section of that slug, or None."""
    return SectionPage.objects.live().filter(slug=slug).first()


def current_home(request: HttpRequest) -> HomePage | None:
    """The home page of the site the request is for, or None before the site is set up."""
    site = Site.find_for_request(request)
    return HomePage.objects.filter(pk=site.root_page_id).first() if site else None


def live_sections(home: HomePage) -> list[SectionPage]:
    """The sections readers see, in the order staff gave them."""
    return list(SectionPage.objects.child_of(home).live().public().order_by("path"))


def readable_articles() -> PageQuerySet[ArticlePage]:
    """All articles readers may see, newest first, without the long columns."""
    return ArticlePage.objects.live().public().defer(*_NOT_LISTED).order_by("-published_on", "-pk")


def newest_articles(request: HttpRequest, limit: int = NEWEST) -> list[ArticleCard]:
    """The newest articles of all sections."""
    return _cards(list(readable_articles()[:limit]), request)


def section_articles(section: SectionPage, request: HttpRequest) -> ResultPage[ArticleCard]:
    """One page of a section's articles; which one is in ?page=, and a number past the end means the last."""
    return _page_of(readable_articles().child_of(section), request)


def search_articles(query: str, request: HttpRequest) -> ResultPage[ArticleCard]:
    """One page of the articles that hold every word of ``query``, in either alphabet and any case."""
    words = query_words(query)
    found = readable_articles() if words else readable_articles().none()
    for word in words:
        found = found.filter(folded_text__contains=word)
    return _page_of(found, request)


def more_articles(article: ArticlePage, request: HttpRequest, limit: int = ALSO) -> list[ArticleCard]:
    """The newest other articles of the same section."""
    return _cards(list(readable_articles().sibling_of(article, inclusive=False)[:limit]), request)


def section_of(article: ArticlePage) -> SectionPage:
    """The section the article stands in."""
    return SectionPage.objects.parent_of(article).get()


def _page_of(articles: PageQuerySet[ArticlePage], request: HttpRequest) -> ResultPage[ArticleCard]:
    page = Paginator(articles, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = _cards(list(page.object_list), request)
    return page


def _cards(articles: list[ArticlePage], request: HttpRequest) -> list[ArticleCard]:
    step = ArticlePage.steplen
    parents = {article.path[:-step] for article in articles}
    sections = {section.path: section for section in SectionPage.objects.filter(path__in=parents)}
    return [_card(article, sections[article.path[:-step]], request) for article in articles]


def _card(article: ArticlePage, section: SectionPage, request: HttpRequest) -> ArticleCard:
    return ArticleCard(
        title=article.title,
        summary=article.summary,
        url=article.get_url(request) or "",
        published_on=article.published_on,
        language=article.language,
        section=section.title,
        section_url=section.get_url(request) or "",
        picture=_cover(article),
    )


def _cover(article: ArticlePage) -> dict[str, Any] | None:
    """The first picture; without one, what the first film that has it shows before it is played."""
    posters = (video["poster"] for video in article.videos)
    return next((picture for picture in (*article.pictures, *posters) if picture), None)
