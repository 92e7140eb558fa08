"""The only writer of the public site: the tree of a new site, and articles put up, corrected and withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, PageLogEntry, Site

from website.contents import ArticleContent
from website.models import ArticlePage, HomePage, SectionPage

DEFAULT_SECTIONS = {
    "yangiliklar": "Yangiliklar",
    "korrupsiyaga-qarshi-kurashish": "Korrupsiyaga qarshi kurashish",
    "ochiq-budjet": "Ochiq budjet",
}
HOME_SLUG = "bosh-sahifa"
_PORTS = {"http": 80, "https": 443}


class AddressTaken(Exception):
    """Another article already stands at the address this one was promised."""


@transaction.atomic
def ensure_site(*, site_name: str, base_url: str) -> HomePage:
    """Make the site as readers reach it at ``base_url``; call it at every start, it changes only what differs.

    The first call makes the home page and the default sections and removes Wagtail's welcome page. What staff renamed
    or removed since then stays as they left it. Raises ValueError when ``base_url`` is no http(s) address.
    """
    address = urlsplit(base_url)
    if address.scheme not in _PORTS or not address.hostname:
        raise ValueError(f"not the address of a site: {base_url!r}")
    root = _locked(Page.get_first_root_node())
    home = HomePage.objects.child_of(root).first()
    if home is None:
        home = root.add_child(instance=HomePage(title=site_name, slug=HOME_SLUG))
        home.save_revision().publish()
        for slug, title in DEFAULT_SECTIONS.items():
            ensure_section(slug, title)
    _point_site(home, site_name, address.hostname, address.port or _PORTS[address.scheme])
    _remove_welcome_page(root)
    return HomePage.objects.get(pk=home.pk)


@transaction.atomic
def ensure_section(slug: str, title: str) -> SectionPage:
    """The section of that slug, made when missing, put back when withdrawn; its title stays as staff left it."""
    home = _locked(HomePage.objects.get())
    section = SectionPage.objects.child_of(home).filter(slug=slug).first()
    if section is None:
        section = home.add_child(instance=SectionPage(title=title, slug=slug, live=False))
    if not section.live:
        section.save_revision().publish()
    return SectionPage.objects.get(pk=section.pk)


@transaction.atomic
def put_article(
    section_slug: str, key: str, content: ArticleContent, *, slug: str, note: str = "", at: datetime | None = None
) -> tuple[ArticlePage, bool]:
    """Put the article of ``key`` up, write over it, or bring it back; True when that changed anything.

    ``slug`` and section count for a new article only: one that exists keeps its address. ``note`` tells readers why
    and ``at`` (aware) when something they may have read was changed; a new article has no use for it. Raises
    SectionPage.DoesNotExist when no live section has that slug, AddressTaken when another article holds the address,
    ValidationError when a value does not fit.
    """
    section = _locked(SectionPage.objects.live().get(slug=section_slug))
    article = ArticlePage.objects.select_for_update(of=("self",)).filter(key=key).first()
    if article is not None:
        return _write(article, content, note=note, at=at if note else None)
    if Page.objects.child_of(section).filter(slug=slug).exists():
        raise AddressTaken(f"{section_slug}/{slug}")
    made = section.add_child(instance=ArticlePage(key=key, slug=slug, live=False, **content.as_fields()))
    return _write(made, content)


@transaction.atomic
def correct_article(key: str, content: ArticleContent, *, at: datetime, note: str = "") -> tuple[ArticlePage, bool]:
    """Change what readers have, and tell them so: when (``at``, aware) and why; True when that changed anything.

    Its address stays, and with it its section. Raises ArticlePage.DoesNotExist when it is not up, ValidationError when
    a value does not fit.
    """
    article = ArticlePage.objects.select_for_update(of=("self",)).get(key=key, live=True)
    return _write(article, content, note=note, at=at)


@transaction.atomic
def withdraw_article(key: str) -> bool:
    """Take the article of ``key`` off the site, keeping page and address; False when it was not up."""
    article = ArticlePage.objects.select_for_update().filter(key=key, live=True).first()
    if article is None:
        return False
    article.unpublish()
    return True


def _write(
    article: ArticlePage, content: ArticleContent, *, note: str = "", at: datetime | None = None
) -> tuple[ArticlePage, bool]:
    changed = article.checksum != content.checksum
    if article.live and not changed:
        return article, False
    for name, value in content.as_fields().items():
        setattr(article, name, value)
    if changed and at is not None:
        article.corrections = [*article.corrections, {"at": at.isoformat(), "note": note}]
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk), True


def _locked(page: Any) -> Any:
    """``page`` read again under a lock: one writer below each page, and the tree counts children in memory."""
    return type(page).objects.select_for_update(of=("self",)).get(pk=page.pk)


def _point_site(home: HomePage, site_name: str, hostname: str, port: int) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = {"hostname": hostname, "port": port, "site_name": site_name, "root_page_id": home.pk}
    if site.pk and all(getattr(site, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(site, name, value)
    site.save()


def _remove_welcome_page(root: Page) -> None:
    """Wagtail's own first page is a bare Page; a site of ours holds none."""
    for page in Page.objects.child_of(root).filter(content_type__app_label="wagtailcore", content_type__model="page"):
        if page.is_leaf():
            number = page.pk
            page.delete()
            PageLogEntry.objects.filter(page_id=number).delete()  # nobody's work, and in English
