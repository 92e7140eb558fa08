"""Where an article is or will be read: known before it exists, because other channels' texts carry the link."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from django.urls import reverse
from wagtail.models import Site

from website.models import ArticlePage
from website.slugs import article_slug

DEFAULT_SECTION = "yangiliklar"
POST_KEY_LENGTH = 16
"""A delivery's key starts with the key of its post; so much of both is the same."""


def article_url(section_slug: str, title: str, key: str) -> str:
    """The absolute address under which the article of ``key`` (a post's or a delivery's) is or will be read.

    An article that exists keeps its address, whatever its title or section became meanwhile; an empty section means the
    default one. Raises ValueError when the site was never set up or the key holds no letter or digit.
    """
    article = ArticlePage.objects.filter(key__startswith=key[:POST_KEY_LENGTH]).first()
    if article is not None:
        return str(article.full_url)
    section = section_slug or DEFAULT_SECTION
    return absolute(reverse("wagtail_serve", args=[f"{section}/{article_slug(title, key)}/"]))


def promised_slug(link: str, section_slug: str) -> str | None:
    """The slug in ``link`` when that is an address in the section, as ``article_url`` made it; None for any other."""
    parts = [part for part in urlsplit(link).path.split("/") if part]
    return parts[-1] if len(parts) >= 2 and parts[-2] == section_slug else None


def same_post(key: str, other: str) -> bool:
    """Whether two deliveries are of one post."""
    return key[:POST_KEY_LENGTH] == other[:POST_KEY_LENGTH]


def absolute(path: str) -> str:
    """``path`` of this site as an absolute address; an absolute one stays. Raises ValueError without a site."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise ValueError("the website was never set up: call ensure_site first")
    return urljoin(site.root_url, path)
