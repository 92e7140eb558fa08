"""Addresses inside rich text and the article's own address, both known before anything is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.models import Page

from content.channels_of import channels_of
from content.models.media import LibraryDocument

if TYPE_CHECKING:
    from content.models import Post


def link_for(kind: str, pk: str) -> str | None:
    """The absolute address behind Wagtail's ``<a linktype=kind id=pk>``, or behind a path of this site (kind "path");
    None when there is nothing to link to."""
    if kind == "path":
        return f"{settings.SITE_URL}{pk}"
    if not pk.isdecimal():
        return None
    if kind == "page":
        page = Page.objects.filter(pk=pk, live=True).first()
        return page.full_url if page else None
    if kind == "document":
        document = LibraryDocument.objects.filter(pk=pk).first()
        return f"{settings.SITE_URL}{document.url}" if document else None
    return None


def article_link(post: Post) -> str | None:
    """Where the post will stand on the website; None when the website is not among its channels.

    The website's room is named in the settings: content and website do not know each other.
    """
    if not any(channel.kind == "website" for channel in channels_of(post)):
        return None
    link: str = import_string(settings.ARTICLE_ADDRESS)(post.section, post.title, post.key)
    return link
