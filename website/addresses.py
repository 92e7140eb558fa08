"""Where an article is or will be read: known before it exists, because other channels' texts carry the link."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from django.urls import reverse
from wagtail.models import Site

from website.queries import find_article
from website.slugs import article_slug

DEFAULT_SECTION = "yangiliklar"


def article_url(section_slug: str, title: str, key: str) -> str:
    """The absolute address under which the article of ``key`` is or will be read.

    An article that exists keeps its address, whatever its title or section became meanwhile; an empty section means the
    default one. Raises ValueError when the site was never set up or the key holds no letter or digit.
    """
    article = find_article(key)
    if article is not None:
        return str(article.full_url)
    section = section_slug or DEFAULT_SECTION
    return absolute(reverse("wagtail_serve", args=[f"{section}/{article_slug(title, key)}/"]))


def promised_slug(link: str, section_slug: str) -> str | None:
    """The slug in ``link`` when that is an address in the section, as ``article_url`` made it; None for any other."""
    parts = [part for part in urlsplit(link).path.split("/") if part]
    return parts[-1] if len(parts) >= 2 and parts[-2] == section_slug else None


def absolute(path: str) -> str:
    """``path`` of this site as an absolute address; an absolute one stays. Raises ValueError without a site."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise ValueError("the website was never set up: call ensure_site first")
    return urljoin(site.root_url, path)
