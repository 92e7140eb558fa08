"""What the public templates ask for: the frame around every page, listings, dates in words, facts for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from pathlib import PurePath
from typing import Any
from urllib.parse import urljoin

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.models import Site

from website import dates, metadata, queries
from website.models import ArticlePage, HomePage, SectionPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class SectionLink:
    title: str
    intro: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The same around every page of the site; empty before the site is set up."""

    name: str = ""
    intro: str = ""
    root_url: str = ""
    sections: tuple[SectionLink, ...] = ()


@register.simple_tag(takes_context=True)
def site_frame(context: template.Context) -> Frame:
    request = context["request"]
    home = queries.current_home(request)
    site = Site.find_for_request(request)
    if home is None or site is None:
        return Frame()
    sections = tuple(
        SectionLink(section.title, section.intro, section.get_url(request) or "")
        for section in queries.live_sections(home)
    )
    return Frame(site.site_name or home.title, home.intro, site.root_url, sections)


@register.simple_tag
def links_of_others() -> list[tuple[str, str]]:
    """(words, address) of what other rooms show on the site; they register them as ``website_links``."""
    return [link for links in hooks.get_hooks("website_links") for link in links()]


@register.simple_tag(takes_context=True)
def page_parts(context: template.Context) -> dict[str, Any]:
    """What this kind of page shows beside itself; asked for once, so that head and body share the answer."""
    return _parts(context.get("page"), context["request"])


@singledispatch
def _parts(page: object, request: HttpRequest) -> dict[str, Any]:
    return {}


@_parts.register
def _(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    return {"articles": queries.newest_articles(request)}


@_parts.register
def _(page: SectionPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": queries.section_articles(page, request)}


@_parts.register
def _(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    return {"section": queries.section_of(page), "others": queries.more_articles(page, request)}


@register.simple_tag
def share_links(article: ArticlePage) -> list[metadata.ShareLink]:
    return metadata.share_links(article.full_url or "", article.title)


@register.simple_tag
def article_data(article: ArticlePage, section: SectionPage, frame: Frame) -> SafeString:
    """Structured data of an article as JSON, safe inside its script element."""
    data = metadata.article_data(
        title=article.title,
        summary=article.summary,
        url=article.full_url or "",
        language=article.language,
        published_on=article.published_on,
        changed_on=article.last_published_at or article.published_on,
        pictures=[urljoin(frame.root_url, picture["url"]) for picture in article.pictures],
        section=section.title,
        site_name=frame.name,
        site_url=frame.root_url,
    )
    return mark_safe(metadata.script_json(data))  # noqa: S308 - script_json escapes all that could end the element


@register.filter
def absolute(path: str, frame: Frame) -> str:
    """A picture's or page's address as other machines need it."""
    return urljoin(frame.root_url, path)


@register.filter
def kind_of_file(document: dict[str, Any]) -> str:
    """What kind of file a document is, in the letters readers know: PDF, DOCX."""
    return (PurePath(document["name"]).suffix or f".{document['mime'].rpartition('/')[2]}")[1:].upper()


@register.filter
def moment(written: str) -> datetime:
    """The instant that was stored as text, ISO 8601 with its zone."""
    return datetime.fromisoformat(written)


@register.filter
def day_in_words(moment: datetime) -> str:
    return dates.day_in_words(moment)


@register.filter
def moment_in_words(moment: datetime) -> str:
    return dates.moment_in_words(moment)


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int) -> str:
    """The query string of another page of the same listing; the first page has the plain address."""
    query: Any = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"?{query.urlencode()}" if query else "."
